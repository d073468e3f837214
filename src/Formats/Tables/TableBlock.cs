using System.Buffers.Binary;

namespace TensorBoardFormats.Tables;

/// <summary>The content of one block, checked and decompressed; valid until the <see cref="BlockLoader"/> that gave it loads
/// another.</summary>
/// <param name="Bytes">Holds the content in its first <paramref name="Length"/> bytes.</param>
/// <param name="Length">Bytes of the content.</param>
/// <param name="Handle">Where it is stored.</param>
/// <param name="IsCompressed">It was stored as a Snappy stream, so that places in it are no places in the file.</param>
internal sealed record TableBlock(byte[] Bytes, int Length, BlockHandle Handle, bool IsCompressed)
{
    /// <summary>Number of restarts; whether they are in order is not said.</summary>
    public int RestartCount { get; private init; }

    /// <summary>Bytes of the entries; the restarts follow.</summary>
    public int EntriesLength { get; private init; }

    /// <summary>Takes the content apart as far as its last four bytes say.</summary>
    public static bool TryCreate(byte[] bytes, int length, BlockHandle handle, bool isCompressed, out TableBlock block,
        out TableFault fault)
    {
        block = new TableBlock(bytes, length, handle, isCompressed);
        fault = default;
        if (length < sizeof(uint))
        {
            fault = block.Fault(0, "a block of at least 4 bytes", $"{length} bytes");
            return false;
        }

        uint restarts = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length - sizeof(uint)));
        if (restarts > (uint)(length - sizeof(uint)) / sizeof(uint))
        {
            fault = block.Fault(length - sizeof(uint),
                $"at most {(length - sizeof(uint)) / sizeof(uint)} restarts in a block of {length} bytes", $"{restarts}");
            return false;
        }

        block = block with { RestartCount = (int)restarts, EntriesLength = length - (((int)restarts + 1) * sizeof(uint)) };
        return true;
    }

    /// <summary>Where the entry of a restart begins.</summary>
    public uint Restart(int index) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(EntriesLength + (index * sizeof(uint))));

    /// <summary>The place in the file of a place in the block; of a compressed block its start.</summary>
    public long OffsetInFile(int position) => (long)Handle.Offset + (IsCompressed ? 0 : position);

    /// <summary>A fault at a place in the block.</summary>
    public TableFault Fault(int position, string expected, string found) =>
        new(OffsetInFile(position), expected, IsCompressed ? $"{found} at byte {position} of the decompressed block" : found);
}
