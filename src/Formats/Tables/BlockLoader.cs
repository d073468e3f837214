using System.Buffers.Binary;
using System.Globalization;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Tables;

/// <summary>Reads blocks of one file, one at a time into the same memory: length, checksum, type, decompression (spec/tensor-bundle.md
/// §3.4, §9.1).</summary>
/// <remarks>Nothing is allocated that the file is not long enough to justify. Not for several threads.</remarks>
internal sealed class BlockLoader(ReadableFile file)
{
    private byte[] _stored = [];
    private byte[] _plain = [];

    /// <summary>Reads and checks the block at <paramref name="handle"/>.</summary>
    /// <returns>False with the fault when the file has no sound block there.</returns>
    public bool TryLoad(BlockHandle handle, out TableBlock block, out TableFault fault)
    {
        block = null!;
        long length = file.Length;
        if (!handle.FitsInto(length) || handle.Size > (ulong)(Array.MaxLength - TableFormat.TrailerSize))
        {
            fault = new TableFault((long)Math.Min(handle.Offset, long.MaxValue), $"a block inside the {length} bytes of the file",
                $"one with {handle}");
            return false;
        }

        int size = (int)handle.Size;
        Span<byte> stored = Grow(ref _stored, size + TableFormat.TrailerSize);
        int got = file.ReadFully(stored, (long)handle.Offset);
        if (got < stored.Length)
        {
            fault = new TableFault((long)handle.Offset, $"a block of {stored.Length} bytes", $"{got} bytes, the file became shorter");
            return false;
        }

        uint expected = MaskedCrc32C.Unmask(BinaryPrimitives.ReadUInt32LittleEndian(stored[(size + 1)..]));
        uint actual = Crc32C.Compute(stored[..(size + 1)]);
        if (actual != expected)
        {
            fault = new TableFault((long)handle.Offset, $"a block of {size} bytes with CRC-32C {Hex(expected)}",
                $"bytes with {Hex(actual)}");
            return false;
        }

        switch (stored[size])
        {
            case TableFormat.Plain:
                return TableBlock.TryCreate(_stored, size, handle, isCompressed: false, out block, out fault);
            case TableFormat.Snappy:
                return TryDecompress(stored[..size], handle, out block, out fault);
            default:
                fault = new TableFault((long)handle.Offset + size, "a block type of 0 (plain) or 1 (Snappy)", $"{stored[size]}");
                return false;
        }
    }

    private bool TryDecompress(ReadOnlySpan<byte> stream, BlockHandle handle, out TableBlock block, out TableFault fault)
    {
        block = null!;
        if (!SnappyBlock.TryGetLength(stream, out int length) || !SnappyBlock.TryDecompress(stream, Grow(ref _plain, length)))
        {
            fault = new TableFault((long)handle.Offset, "a Snappy stream of the length that it declares",
                $"{stream.Length} bytes that are none");
            return false;
        }

        return TableBlock.TryCreate(_plain, length, handle, isCompressed: true, out block, out fault);
    }

    private static Span<byte> Grow(ref byte[] buffer, int size)
    {
        if (buffer.Length < size)
        {
            buffer = GC.AllocateUninitializedArray<byte>(size);
        }

        return buffer.AsSpan(0, size);
    }

    private static string Hex(uint crc) => crc.ToString("x8", CultureInfo.InvariantCulture);
}
