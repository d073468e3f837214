using System.Buffers.Binary;
using System.Text;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Tables;

namespace TensorBoardFormats.Tests.Tables;

/// <summary>Tables of any content, with all checksums right.</summary>
internal static class RawTable
{
    /// <summary>The table of one data block.</summary>
    public static byte[] Of(byte[] content, string indexKey, byte type = TableFormat.Plain)
    {
        List<byte> table = [];
        BlockHandle data = Append(table, content, type);
        BlockBuilder index = new(TableFormat.IndexRestartInterval);
        byte[] handle = new byte[BlockHandle.MaxEncodedSize];
        index.Add(Encoding.UTF8.GetBytes(indexKey), handle.AsSpan(0, data.Encode(handle)));
        BlockHandle indexHandle = Append(table, index.Finish().ToArray(), TableFormat.Plain);
        byte[] footer = new byte[TableFormat.FooterSize];
        new Footer(default, indexHandle).Encode(footer);
        return [.. table, .. footer];
    }

    private static BlockHandle Append(List<byte> table, byte[] content, byte type)
    {
        BlockHandle handle = new((ulong)table.Count, (ulong)content.Length);
        byte[] stored = [.. content, type];
        byte[] crc = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, MaskedCrc32C.Compute(stored));
        table.AddRange(stored);
        table.AddRange(crc);
        return handle;
    }
}
