using System.Text;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// An open checkpoint reader of TensorFlow's in a running TensorBoard. It remembers: after a slice could not be read the next read of
/// any tensor ends the process (spec/projector.md §6.4).
/// </summary>
internal sealed class CheckpointSession(TensorFlowLayer layer, CheckpointFacts facts, TensorBoardBehaviour behaviour)
{
    private bool _poisoned;

    /// <summary>The checkpoint.</summary>
    public CheckpointFacts Facts => facts;

    /// <summary><c>has_tensor</c>: a plain test of the key.</summary>
    public bool Has(string name)
    {
        if (facts.V1 is CheckpointV1 v1)
        {
            return v1.Has(name);
        }

        using ReadableFile file = OpenIndex();
        return LenientTableIterator.TryOpen(file, out LenientTableIterator entries, out _) && entries.Find(Encoding.UTF8.GetBytes(name));
    }

    /// <summary><c>get_tensor</c> of a key that is there.</summary>
    /// <exception cref="ServerFault">The reader's error, with its kind as Python sees it (InvalidArgumentError, DataLossError, …).</exception>
    /// <exception cref="ProcessKilled">A hard check.</exception>
    public ServedTensor Get(string name)
    {
        if (facts.V1 is CheckpointV1 v1)
        {
            return v1.Get(name);
        }

        if (_poisoned)
        {
            throw new ProcessKilled("tensor_bundle.cc: Check failed: status_ is OK");
        }

        using ReadableFile file = OpenIndex();
        if (!LenientTableIterator.TryOpen(file, out LenientTableIterator entries, out TableFault fault))
        {
            throw new ServerFault("DataLossError", fault.In(file.Path).Message);
        }

        byte[] key = Encoding.UTF8.GetBytes(name);
        BundleEntryProto entry = Entry(entries, key);
        DType dtype = (DType)entry.Dtype;
        if (!IsKnown(dtype))
        {
            throw new ProcessKilled($"tensor.cc: Unexpected type: {(int)dtype}");
        }

        TensorShape shape = new(Sizes(entry));
        if (entry.Slices.Count == 0)
        {
            return Whole(entry, dtype, shape, name);
        }

        List<BundlePart> parts = Parts(entries, key, entry, dtype, shape, name);
        return new BundleTensor(dtype, shape, facts.IsBigEndian, parts);
    }

    private ReadableFile OpenIndex() => layer.OpenFile(CheckpointFileNames.Index(facts.Prefix));

    private bool IsKnown(DType dtype) => dtype switch
    {
        DType.Float8E5M2 or DType.Float8E4M3FN => behaviour.Float8Known,
        DType.Int4 or DType.UInt4 => behaviour.FourBitIntegersKnown,
        _ => dtype.IsKnown(),
    };

    private static BundleEntryProto Entry(LenientTableIterator entries, byte[] key)
    {
        if (!entries.Find(key))
        {
            throw new ServerFault("NotFoundError", $"Key {Encoding.UTF8.GetString(key)} not found in checkpoint");
        }

        BundleEntryProto entry;
        try
        {
            entry = BundleEntryProto.Parser.ParseFrom(entries.Value);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            throw new ServerFault("DataLossError", $"Entry for key {Encoding.UTF8.GetString(key)} not parseable.");
        }

        return TensorShape.TryCountElements(Sizes(entry), out _)
            ? entry
            : throw new ServerFault("DataLossError", $"Invalid tensor shape: {Encoding.UTF8.GetString(key)}");
    }

    private static long[] Sizes(BundleEntryProto entry) => entry.Shape is null ? [] : [.. entry.Shape.Dim.Select(static d => d.Size)];

    private ServedTensor Whole(BundleEntryProto entry, DType dtype, TensorShape shape, string name)
    {
        BundleShard shard = Shard(entry);
        if (dtype == DType.String)
        {
            if (entry.Size < shape.ElementCount)
            {
                throw new ServerFault("DataLossError", $"Invalid size in bundle entry: key {name}; stored size {entry.Size}; expected"
                    + $" size is at least {shape.ElementCount}");
            }

            StringTensor strings = new(shape, shard, entry.Offset, entry.Size);
            strings.Check(entry.Crc32C);
            return strings;
        }

        if (!dtype.IsFixedSize())
        {
            throw new ServerFault("UnimplementedError", $"{dtype.Name()} has no form in NumPy");
        }

        CheckSize(entry, dtype, shape, name);
        facts.Check(shard, entry.Offset, entry.Size, entry.Crc32C);
        return new BundleTensor(dtype, shape, facts.IsBigEndian, [new BundlePart(shard, entry.Offset, new long[shape.Rank], shape)]);
    }

    private List<BundlePart> Parts(LenientTableIterator entries, byte[] key, BundleEntryProto entry, DType dtype, TensorShape shape, string name)
    {
        List<(TensorSlice Slice, TensorShape Shape)> slices = [];
        foreach (TensorSliceProto proto in entry.Slices)
        {
            slices.Add(Register(proto, shape, slices));
        }

        // The slices do not overlap, so they cover the tensor when their elements add up to it.
        if (slices.Sum(static s => (decimal)s.Shape.ElementCount) != shape.ElementCount)
        {
            throw new ServerFault(
                "InvalidArgumentError",
                $"Does not have sufficient slices for partitioned tensor {name} to restore in slice_spec:"
                    + $" {string.Join(':', Enumerable.Repeat('-', shape.Rank))}");
        }

        List<BundlePart> parts = [];
        foreach ((TensorSlice slice, TensorShape sliceShape) in slices)
        {
            try
            {
                BundleEntryProto part = slice.Extents.ToArray().All(static e => e.IsFull) ? entry : Entry(entries, SliceKey.Encode(key, slice));
                CheckSize(part, dtype, sliceShape, name);
                BundleShard shard = Shard(part);
                facts.Check(shard, part.Offset, part.Size, part.Crc32C);
                parts.Add(new BundlePart(shard, part.Offset, [.. slice.Extents.ToArray().Select(static e => e.Start)], sliceShape));
            }
            catch (ServerFault)
            {
                _poisoned = true;
                throw;
            }

            if (!CanAssemble(dtype))
            {
                throw new ServerFault("InvalidArgumentError", $"Dtype {dtype.Name()} not supported.");
            }
        }

        return parts;
    }

    private static (TensorSlice Slice, TensorShape Shape) Register(
        TensorSliceProto proto, TensorShape shape, List<(TensorSlice Slice, TensorShape Shape)> earlier)
    {
        SliceExtent[] extents = CheckpointFacts.Extents(proto);
        if (!extents.All(TensorSlice.IsValid) || new TensorSlice(extents) is var slice && !slice.FitsInto(shape))
        {
            throw new ServerFault("InternalError", "a slice does not fit into its tensor");
        }

        if (earlier.Any(e => e.Slice.Overlaps(slice, shape)))
        {
            throw new ServerFault("InternalError", $"Overlapping slices: new slice = {slice}");
        }

        return (slice, slice.ShapeIn(shape));
    }

    private static bool CanAssemble(DType dtype) => dtype is DType.Float32 or DType.Float64 or DType.Int32 or DType.UInt8 or DType.Int16 or DType.Int8
        or DType.Complex64 or DType.Complex128 or DType.Int64 or DType.Bool or DType.QInt32 or DType.QUInt8 or DType.QInt8 or DType.BFloat16
        or DType.Int4 or DType.UInt4;

    private static void CheckSize(BundleEntryProto entry, DType dtype, TensorShape shape, string name)
    {
        if (!dtype.IsFixedSize() || (decimal)shape.ElementCount * dtype.ElementSize() != entry.Size)
        {
            throw new ServerFault("DataLossError", $"Invalid size in bundle entry: key {name}; stored size {entry.Size}; shape {shape} of"
                + $" {dtype.Name()}");
        }
    }

    private BundleShard Shard(BundleEntryProto entry) => new(layer, CheckpointFileNames.Data(facts.Prefix, entry.ShardId, facts.ShardCount));
}
