using System.Text.Unicode;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// A <c>BundleEntryProto</c> as it stands in an index, read but not judged: sizes may be negative, the type unknown (spec/tensor-bundle.md
/// §4.2). Takes and refuses the bytes that the generated class takes and refuses.
/// </summary>
internal struct BundleEntry
{
    private static readonly long[] Scalar = [];
    private long[] _known;

    /// <summary>Element type, perhaps no type at all.</summary>
    public DType DType { get; private set; }

    /// <summary>Sizes of the dimensions.</summary>
    public long[] Dimensions { get; private set; }

    /// <summary>Which data file.</summary>
    public int Shard { get; private set; }

    /// <summary>First byte in the data file.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes in the data file.</summary>
    public long Size { get; private set; }

    /// <summary>CRC-32C of those bytes, masked.</summary>
    public uint MaskedCrc { get; private set; }

    /// <summary>The stored slices of a partitioned tensor, by dimension; null for an ordinary one.</summary>
    public List<SliceExtent[]>? Slices { get; private set; }

    /// <summary>Reads an entry.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out BundleEntry entry) => TryParse(value, Scalar, out entry);

    /// <summary>Reads an entry.</summary>
    /// <param name="value">Its bytes.</param>
    /// <param name="known">Sizes to share if the entry has the same: neighbours often do.</param>
    /// <param name="entry">What it says.</param>
    public static bool TryParse(ReadOnlySpan<byte> value, long[] known, out BundleEntry entry)
    {
        entry = new BundleEntry { Dimensions = Scalar, _known = known };
        WireReader reader = new(value);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type) || !entry.TryReadField(ref reader, field, type))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadField(ref WireReader reader, int field, WireType type)
    {
        switch (field, type)
        {
            case (BundleEntryProto.DtypeFieldNumber, WireType.Varint):
                bool ok = reader.TryReadVarint(out ulong number);
                DType = (DType)(int)number;
                return ok;
            case (BundleEntryProto.ShapeFieldNumber, WireType.LengthDelimited):
                return reader.TryReadBytes(out ReadOnlySpan<byte> shape) && TryReadShape(shape);
            case (BundleEntryProto.ShardIdFieldNumber, WireType.Varint):
                ok = reader.TryReadVarint(out number);
                Shard = (int)number;
                return ok;
            case (BundleEntryProto.OffsetFieldNumber, WireType.Varint):
                ok = reader.TryReadVarint(out number);
                Offset = (long)number;
                return ok;
            case (BundleEntryProto.SizeFieldNumber, WireType.Varint):
                ok = reader.TryReadVarint(out number);
                Size = (long)number;
                return ok;
            case (BundleEntryProto.Crc32CFieldNumber, WireType.Fixed32):
                ok = reader.TryReadFixed32(out uint crc);
                MaskedCrc = crc;
                return ok;
            case (BundleEntryProto.SlicesFieldNumber, WireType.LengthDelimited):
                return reader.TryReadBytes(out ReadOnlySpan<byte> slice) && TryReadSlice(slice);
            default:
                return reader.TrySkip(field, type);
        }
    }

    // A shape may come in several pieces; protobuf joins them.
    private bool TryReadShape(ReadOnlySpan<byte> shape)
    {
        int count = Dimensions.Length;
        WireReader counting = new(shape);
        while (!counting.AtEnd)
        {
            if (!counting.TryReadTag(out int field, out WireType type) || !counting.TrySkip(field, type))
            {
                return false;
            }

            count += field == TensorShapeProto.DimFieldNumber && type == WireType.LengthDelimited ? 1 : 0;
        }

        if (count == Dimensions.Length)
        {
            return true; // No more dimensions than before.
        }

        Span<long> sizes = count <= TensorShape.MaxRank ? stackalloc long[count] : new long[count];
        Dimensions.CopyTo(sizes);
        int next = Dimensions.Length;
        WireReader reader = new(shape);
        while (!reader.AtEnd && reader.TryReadTag(out int field, out WireType type))
        {
            if (field != TensorShapeProto.DimFieldNumber || type != WireType.LengthDelimited)
            {
                reader.TrySkip(field, type);
            }
            else if (!reader.TryReadBytes(out ReadOnlySpan<byte> dimension) || !TryReadDimension(dimension, out sizes[next++]))
            {
                return false;
            }
        }

        Dimensions = sizes.SequenceEqual(_known) ? _known : sizes.ToArray();
        return true;
    }

    private static bool TryReadDimension(ReadOnlySpan<byte> dimension, out long size)
    {
        size = 0;
        WireReader reader = new(dimension);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            if (field == TensorShapeProto.Types.Dim.SizeFieldNumber && type == WireType.Varint)
            {
                if (!reader.TryReadVarint(out ulong value))
                {
                    return false;
                }

                size = (long)value;
            }
            else if (field == TensorShapeProto.Types.Dim.NameFieldNumber && type == WireType.LengthDelimited)
            {
                if (!reader.TryReadBytes(out ReadOnlySpan<byte> name) || !Utf8.IsValid(name))
                {
                    return false; // TensorFlow's protobuf refuses a string that is not UTF-8.
                }
            }
            else if (!reader.TrySkip(field, type))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadSlice(ReadOnlySpan<byte> slice)
    {
        List<SliceExtent> extents = [];
        WireReader reader = new(slice);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            if (field == TensorSliceProto.ExtentFieldNumber && type == WireType.LengthDelimited)
            {
                if (!reader.TryReadBytes(out ReadOnlySpan<byte> bytes) || !TryReadExtent(bytes, out SliceExtent extent))
                {
                    return false;
                }

                extents.Add(extent);
            }
            else if (!reader.TrySkip(field, type))
            {
                return false;
            }
        }

        Slices ??= [];
        Slices.Add([.. extents]);
        return true;
    }

    private static bool TryReadExtent(ReadOnlySpan<byte> bytes, out SliceExtent extent)
    {
        extent = SliceExtent.Full;
        WireReader reader = new(bytes);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            bool isNumber = field is TensorSliceProto.Types.Extent.StartFieldNumber or TensorSliceProto.Types.Extent.LengthFieldNumber
                && type == WireType.Varint;
            ulong value = 0;
            if (isNumber ? !reader.TryReadVarint(out value) : !reader.TrySkip(field, type))
            {
                return false;
            }

            if (isNumber)
            {
                extent = field == TensorSliceProto.Types.Extent.StartFieldNumber ? extent with { Start = (long)value }
                    : extent with { Length = (long)value };
            }
        }

        return true;
    }
}
