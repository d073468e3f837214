using System.Globalization;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Tables;

/// <summary>Where a block stands in its file: <c>varint64 offset | varint64 size</c> (spec/tensor-bundle.md §3.5).</summary>
/// <param name="Offset">First byte of the block.</param>
/// <param name="Size">Bytes of the block as stored, its trailer not counted.</param>
internal readonly record struct BlockHandle(ulong Offset, ulong Size)
{
    /// <summary>The most bytes that an encoded handle takes.</summary>
    public const int MaxEncodedSize = 20;

    /// <summary>Writes the handle.</summary>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.Varint(Offset);
        writer.Varint(Size);
        return writer.Position;
    }

    /// <summary>Reads a handle; bytes behind it are left alone, as TensorFlow does.</summary>
    public static bool TryDecode(ref WireReader reader, out BlockHandle handle)
    {
        bool ok = reader.TryReadVarint(out ulong offset) & reader.TryReadVarint(out ulong size);
        handle = new BlockHandle(offset, size);
        return ok;
    }

    /// <summary>Does the block with its trailer lie inside the first <paramref name="length"/> bytes of the file?</summary>
    public bool FitsInto(long length) =>
        Offset <= (ulong)length && Size <= (ulong)length - Offset && (ulong)length - Offset - Size >= TableFormat.TrailerSize;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"offset {Offset}, size {Size}");
}
