using System.Buffers.Binary;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Tables;

/// <summary>The last 48 bytes of a table: where its metaindex and index block stand (spec/tensor-bundle.md §3.5).</summary>
/// <param name="MetaIndex">The metaindex block, always empty, never needed.</param>
/// <param name="Index">The index block.</param>
internal readonly record struct Footer(BlockHandle MetaIndex, BlockHandle Index)
{
    private const int HandlesSize = TableFormat.FooterSize - sizeof(ulong);

    /// <summary>Writes the 48 bytes.</summary>
    public void Encode(Span<byte> destination)
    {
        destination[..TableFormat.FooterSize].Clear();
        int length = MetaIndex.Encode(destination);
        Index.Encode(destination[length..]);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[HandlesSize..], TableFormat.Magic);
    }

    /// <summary>Reads the 48 bytes. The padding between handles and magic is not looked at.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="offset">Where they start in the file.</param>
    /// <param name="footer">What they say.</param>
    /// <param name="fault">What is wrong with them.</param>
    public static bool TryDecode(ReadOnlySpan<byte> source, long offset, out Footer footer, out TableFault fault)
    {
        footer = default;
        fault = default;
        ulong magic = BinaryPrimitives.ReadUInt64LittleEndian(source[HandlesSize..]);
        if (magic != TableFormat.Magic)
        {
            fault = new TableFault(offset + HandlesSize, $"the magic number {Hex(TableFormat.Magic)} of a table", Hex(magic));
            return false;
        }

        WireReader reader = new(source[..HandlesSize]);
        if (!BlockHandle.TryDecode(ref reader, out BlockHandle metaIndex) || !BlockHandle.TryDecode(ref reader, out BlockHandle index))
        {
            fault = new TableFault(offset, "two block handles", "a varint that does not end");
            return false;
        }

        footer = new Footer(metaIndex, index);
        return true;
    }

    private static string Hex(ulong value) => value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
