using System.Buffers.Binary;
using System.Text;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Server;

/// <summary>A checkpoint in the format of 2015, as TensorFlow's reader takes it: tables that hold names, shapes and values
/// (spec/tensor-bundle.md §9.3).</summary>
internal sealed class CheckpointV1
{
    private readonly Dictionary<string, SavedSliceMeta> _tensors = [];
    private readonly List<string> _paths;
    private readonly TensorFlowLayer _layer;

    private CheckpointV1(TensorFlowLayer layer, List<string> paths)
    {
        _layer = layer;
        _paths = paths;
    }

    /// <summary>The variables in the order of the files.</summary>
    public IReadOnlyList<CheckpointVariable> Variables => [.. _tensors.Values.Select(static t =>
        new CheckpointVariable(t.Name, (DType)t.Type, t.Shape is null ? [] : [.. t.Shape.Dim.Select(static d => d.Size)]))];

    /// <summary>What listing the variables raises; null when it does not.</summary>
    public ServerFault? ListingFault { get; private set; }

    /// <summary>Opens all files that match the prefix as a pattern.</summary>
    /// <exception cref="ServerFault">There is none, or one is no such table.</exception>
    public static CheckpointV1 Open(TensorFlowLayer layer, FileStore files, string prefix)
    {
        List<string> paths = TensorFlowGlob.Find(layer, files, prefix);
        if (paths.Count == 0)
        {
            throw new ServerFault("NotFoundError", $"Unsuccessful TensorSliceReader constructor: Failed to find any matching files for"
                + $" {prefix}");
        }

        CheckpointV1 checkpoint = new(layer, paths);
        foreach (string path in paths)
        {
            checkpoint.AddFile(path);
        }

        return checkpoint;
    }

    /// <summary><c>has_tensor</c>.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary><c>get_tensor</c>: only tensors that stand there in one piece, and only of the types of that time.</summary>
    public ServedTensor Get(string name)
    {
        SavedSliceMeta meta = _tensors[name];
        if (meta.Slice.Count > 1)
        {
            throw new ServerFault("UnimplementedError", "Sliced checkpoints are not supported");
        }

        long[] shape = meta.Shape is null ? [] : [.. meta.Shape.Dim.Select(static d => d.Size)];
        TensorShape.TryCountElements(shape, out long count);
        TensorProto? data = meta.Slice.Count == 0 ? null : FindData(name, meta.Slice[0]);
        float[]? values = data is null ? null : Values((DType)meta.Type, data);
        return values is not null && values.Length == count
            ? new MemoryTensor(shape, values)
            : throw new ServerFault("NotFoundError", $"{name} not found in checkpoint file");
    }

    private void AddFile(string path)
    {
        using ReadableFile file = _layer.OpenFile(path);
        if (!LenientTableIterator.TryOpen(file, out LenientTableIterator entries, out TableFault fault))
        {
            throw new ServerFault("DataLossError", $"Unable to open table file {path}: {fault.In(path).Message}");
        }

        if (!entries.Find([]) || Parse(entries.Value) is not SavedTensorSlices saved)
        {
            throw new ServerFault("InternalError", $"Failed to find the saved tensor slices at the beginning of the checkpoint file:"
                + $" {path}");
        }

        SavedTensorSliceMeta meta = saved.Meta ?? new SavedTensorSliceMeta();
        if (CheckpointFacts.VersionProblem(meta.Versions ?? new VersionDef()) is string problem)
        {
            throw new ServerFault("InvalidArgumentError", problem);
        }

        foreach (SavedSliceMeta tensor in meta.Tensor)
        {
            if (tensor.Shape is not null && !TensorShape.TryCountElements([.. tensor.Shape.Dim.Select(static d => d.Size)], out _))
            {
                throw new ServerFault("InvalidArgumentError", $"Invalid shape of {tensor.Name}");
            }

            if (_tensors.TryGetValue(tensor.Name, out SavedSliceMeta? known))
            {
                known.Slice.AddRange(tensor.Slice);
            }
            else
            {
                _tensors.Add(tensor.Name, tensor);
            }
        }
    }

    private TensorProto? FindData(string name, TensorSliceProto slice)
    {
        byte[] key = SliceKey.Encode(Encoding.UTF8.GetBytes(name), CheckpointFacts.Extents(slice));
        foreach (string path in _paths)
        {
            using ReadableFile file = _layer.OpenFile(path);
            if (LenientTableIterator.TryOpen(file, out LenientTableIterator entries, out _) && entries.Find(key)
                && Parse(entries.Value)?.Data?.Data is TensorProto data)
            {
                return data;
            }
        }

        return null;
    }

    private static SavedTensorSlices? Parse(ReadOnlySpan<byte> value)
    {
        try
        {
            return SavedTensorSlices.Parser.ParseFrom(value);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static float[] Values(DType dtype, TensorProto data) => dtype switch
    {
        DType.Float32 => [.. data.FloatVal],
        DType.Float64 => [.. data.DoubleVal.Select(static v => (float)v)],
        DType.Bool => [.. data.BoolVal.Select(static v => v ? 1f : 0f)],
        DType.Int32 or DType.Int16 or DType.Int8 or DType.UInt8 => [.. data.IntVal.Select(static v => (float)v)],
        DType.Int64 => [.. data.Int64Val.Select(static v => (float)v)],
        DType.String => [.. data.StringVal.Select(static v => StringTensor.Number(v.Span))],
        _ => throw new ServerFault("UnimplementedError", "Data type not supported"),
    };
}

/// <summary>A tensor that is held in memory, as float32.</summary>
internal sealed class MemoryTensor(IReadOnlyList<long> shape, float[] values) : ServedTensor
{
    /// <inheritdoc/>
    public override long Rows => shape.Count == 0 ? 0 : shape[0];

    /// <inheritdoc/>
    public override long Columns => Rows == 0 ? 0 : values.Length / Rows;

    /// <inheritdoc/>
    public override AnswerBody Body(long? rows)
    {
        BundleTensor.RefuseScalar(shape, rows);
        byte[] bytes = new byte[(shape.Count == 0 ? values.Length : RowsSent(rows) * Columns) * sizeof(float)];
        for (int i = 0; i < bytes.Length / sizeof(float); i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return AnswerBody.Of(bytes);
    }
}
