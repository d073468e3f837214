using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Values of the index table: the header and one entry a tensor, as TensorFlow serialises them: fields ascending, defaults left out
/// (spec/tensor-bundle.md §4).
/// </summary>
/// <remarks>
/// <code>
/// header = 08 shards | 1a 02 08 01 (version: producer 1)
/// entry  = 08 dtype | 12 shape | 18 shard | 20 offset | 28 size | 35 masked CRC, fixed32 | 3a slice ...
/// shape  = 12 dimension ...      dimension = 08 size, empty for size 0
/// slice  = 0a extent ...         extent    = 08 start (left out when 0) | 10 length, empty for a whole dimension
/// </code>
/// </remarks>
internal static class BundleEntryEncoder
{
    private const int MaxVarintSize = 10;

    /// <summary>Bytes of the header.</summary>
    public static byte[] Header(int shardCount)
    {
        Span<byte> bytes = stackalloc byte[2 + MaxVarintSize + 4];
        WireWriter writer = new(bytes);
        writer.VarintField(BundleHeaderProto.NumShardsFieldNumber, (ulong)shardCount);
        writer.LengthPrefix(BundleHeaderProto.VersionFieldNumber, WireWriter.VarintFieldSize(VersionDef.ProducerFieldNumber, BundleFormat.Version));
        writer.VarintField(VersionDef.ProducerFieldNumber, BundleFormat.Version);
        return writer.Written.ToArray();
    }

    /// <summary>The most bytes that an entry without slices takes.</summary>
    public static int MaxSize(int rank) => (6 * (1 + MaxVarintSize)) + (rank * (2 + 1 + MaxVarintSize));

    /// <summary>Writes the entry of stored bytes.</summary>
    /// <returns>Bytes written.</returns>
    public static int Encode(Span<byte> destination, DType dtype, TensorShape shape, in StoredBytes stored)
    {
        WireWriter writer = new(destination);
        WriteTypeAndShape(ref writer, dtype, shape);
        WriteUnlessZero(ref writer, BundleEntryProto.ShardIdFieldNumber, stored.Shard);
        WriteUnlessZero(ref writer, BundleEntryProto.OffsetFieldNumber, stored.Offset);
        WriteUnlessZero(ref writer, BundleEntryProto.SizeFieldNumber, stored.Size);
        if (stored.MaskedCrc != 0)
        {
            writer.Fixed32Field(BundleEntryProto.Crc32CFieldNumber, stored.MaskedCrc);
        }

        return writer.Position;
    }

    /// <summary>The entry of a tensor that is stored in slices: no place and no checksum of its own.</summary>
    public static byte[] EncodeSliced(DType dtype, TensorShape shape, int shard, IReadOnlyList<TensorSlice> slices)
    {
        int size = MaxSize(shape.Rank);
        foreach (TensorSlice slice in slices)
        {
            size += WireWriter.BytesFieldSize(BundleEntryProto.SlicesFieldNumber, SliceSize(slice));
        }

        WireWriter writer = new(new byte[size]);
        WriteTypeAndShape(ref writer, dtype, shape);
        WriteUnlessZero(ref writer, BundleEntryProto.ShardIdFieldNumber, shard);
        foreach (TensorSlice slice in slices)
        {
            writer.LengthPrefix(BundleEntryProto.SlicesFieldNumber, SliceSize(slice));
            foreach (SliceExtent extent in slice.Extents)
            {
                writer.LengthPrefix(TensorSliceProto.ExtentFieldNumber, ExtentSize(extent));
                if (!extent.IsFull)
                {
                    WriteUnlessZero(ref writer, TensorSliceProto.Types.Extent.StartFieldNumber, extent.Start);
                    writer.Int64Field(TensorSliceProto.Types.Extent.LengthFieldNumber, extent.Length);
                }
            }
        }

        return writer.Written.ToArray();
    }

    private static void WriteTypeAndShape(ref WireWriter writer, DType dtype, TensorShape shape)
    {
        writer.VarintField(BundleEntryProto.DtypeFieldNumber, (ulong)dtype);
        int size = 0;
        foreach (long dimension in shape.Dimensions)
        {
            size += WireWriter.BytesFieldSize(TensorShapeProto.DimFieldNumber, DimensionSize(dimension));
        }

        writer.LengthPrefix(BundleEntryProto.ShapeFieldNumber, size);
        foreach (long dimension in shape.Dimensions)
        {
            writer.LengthPrefix(TensorShapeProto.DimFieldNumber, DimensionSize(dimension));
            WriteUnlessZero(ref writer, TensorShapeProto.Types.Dim.SizeFieldNumber, dimension);
        }
    }

    private static void WriteUnlessZero(ref WireWriter writer, int field, long value)
    {
        if (value != 0)
        {
            writer.Int64Field(field, value);
        }
    }

    private static int DimensionSize(long size) => size == 0 ? 0 : WireWriter.VarintFieldSize(TensorShapeProto.Types.Dim.SizeFieldNumber, (ulong)size);

    private static int SliceSize(TensorSlice slice)
    {
        int size = 0;
        foreach (SliceExtent extent in slice.Extents)
        {
            size += WireWriter.BytesFieldSize(TensorSliceProto.ExtentFieldNumber, ExtentSize(extent));
        }

        return size;
    }

    private static int ExtentSize(SliceExtent extent) => extent.IsFull
        ? 0
        : (extent.Start == 0 ? 0 : WireWriter.VarintFieldSize(TensorSliceProto.Types.Extent.StartFieldNumber, (ulong)extent.Start))
            + WireWriter.VarintFieldSize(TensorSliceProto.Types.Extent.LengthFieldNumber, (ulong)extent.Length);
}

/// <summary>Where bytes lie in the data files, and their checksum.</summary>
/// <param name="Shard">Number of the data file.</param>
/// <param name="Offset">First byte in it.</param>
/// <param name="Size">How many.</param>
/// <param name="MaskedCrc">Masked CRC-32C, as the index stores it.</param>
internal readonly record struct StoredBytes(int Shard, long Offset, long Size, uint MaskedCrc);
