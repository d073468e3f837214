using Google.Protobuf;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.HParamsPlugin;
using TensorBoardFormats.Messages.MeshPlugin;
using DataType = TensorBoardFormats.Messages.DataType;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>
/// Where our records may differ from a tool's, and why. A case that is not here must come out byte for byte; for one that is here the tool's
/// message is put right first, and then both messages must be equal.
/// </summary>
internal static class GoldenCorrections
{
    private static readonly Dictionary<string, (string Why, Action<Event>? Correct)> Cases = new(StringComparer.Ordinal)
    {
        ["hparams-config"] = ("map order", null),
        ["hparams-values"] = ("map order", null),
        ["hparams-pb-v1"] = ("map order", null),
        ["tfv1-graph"] = ("map order", null),
        ["tfv2-graph"] = ("map order", null),
        ["torch-hparams"] = ("torch leaves the empty tensor out, and makes numbers of truth values since it asks for int before bool (spec §10.9)", Each(TorchHParams)),
        ["tbx-hparams"] = ("tensorboardX leaves the empty tensor out; both loaders put it in (spec §8.1.7)", Each(NullTensor)),
        ["torch-scalar-new-style"] = ("torch leaves the shape out, and its float64 scalars do not show in the fast loader (spec §10.1)", Each(Float32Scalar)),
        ["torch-pr-curve"] = ("torch stores the same numbers in float_val", Each(Content)),
        ["torch-mesh"] = ("torch stores faces and colours as floats (spec §10.8)", Each(MeshPart)),
        ["tbx-mesh"] = ("tensorboardX numbers the parts, leaves the mask out, stores all as floats, and a missing scene as null (spec §14)", Each(MeshPart)),
        ["torch-tensor"] = ("torch sets no data class, so that nothing is shown, and stores half, bfloat16 and uint8 wrongly (spec §10.13)", Each(TorchTensor)),
        ["torch-histogram"] = ("numpy adds in another order", Each(NoSums)),
        ["tbx-histogram"] = ("numpy adds in another order", Each(NoSums)),
    };

    public static bool Differs(string name) => Cases.ContainsKey(name);

    /// <summary>A record of the tool, put right, in a form that compares.</summary>
    public static Event Expected(string name, byte[] payload)
    {
        Event message = Event.Parser.ParseFrom(payload);
        Cases[name].Correct?.Invoke(message);
        return Normal(message);
    }

    /// <summary>A record of ours in a form that compares: maps in messages within bytes are sorted, sums left out where the tool's are.</summary>
    public static Event Actual(string name, byte[] payload)
    {
        Event message = Event.Parser.ParseFrom(payload);
        if (Cases[name].Correct is not null && name.EndsWith("-histogram", StringComparison.Ordinal))
        {
            Each(NoSums)(message);
        }

        return Normal(message);
    }

    private static Action<Event> Each(Action<Summary.Types.Value> correct) => message =>
    {
        foreach (Summary.Types.Value value in message.Summary?.Value ?? [])
        {
            correct(value);
        }
    };

    private static Event Normal(Event message)
    {
        if (message.WhatCase == Event.WhatOneofCase.GraphDef)
        {
            message.GraphDef = Normal(GraphDef.Parser.ParseFrom(message.GraphDef)).ToByteString();
        }

        if (message.WhatCase == Event.WhatOneofCase.MetaGraphDef)
        {
            MetaGraphDef metaGraph = MetaGraphDef.Parser.ParseFrom(message.MetaGraphDef);
            Normal(metaGraph.GraphDef);
            message.MetaGraphDef = metaGraph.ToByteString();
        }

        Each(value =>
        {
            if (value.Metadata?.PluginData?.PluginName == "hparams")
            {
                HParamsPluginData content = HParamsPluginData.Parser.ParseFrom(value.Metadata.PluginData.Content);
                if (content.SessionStartInfo is SessionStartInfo info)
                {
                    Sort(info.Hparams);
                }

                value.Metadata.PluginData.Content = content.ToByteString();
            }
        })(message);
        return message;
    }

    private static GraphDef Normal(GraphDef graph)
    {
        foreach (NodeDef node in graph.Node)
        {
            Sort(node.Attr);
        }

        return graph;
    }

    private static void Sort<T>(Google.Protobuf.Collections.MapField<string, T> map)
    {
        var sorted = map.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        map.Clear();
        sorted.ForEach(pair => map.Add(pair.Key, pair.Value));
    }

    private static void NullTensor(Summary.Types.Value value)
    {
        if (value.Metadata?.PluginData?.PluginName == "hparams")
        {
            value.Tensor = new TensorProto { Dtype = DataType.DtFloat, TensorShape = Shape(0) };
        }
    }

    private static void TorchHParams(Summary.Types.Value value)
    {
        NullTensor(value);
        if (value.Metadata?.PluginData?.PluginName != "hparams")
        {
            return;
        }

        HParamsPluginData content = HParamsPluginData.Parser.ParseFrom(value.Metadata.PluginData.Content);
        if (content.SessionStartInfo?.Hparams.ContainsKey("bn") == true)
        {
            content.SessionStartInfo.Hparams["bn"] = Google.Protobuf.WellKnownTypes.Value.ForBool(true);
        }

        foreach (HParamInfo info in content.Experiment?.HparamInfos.Where(info => info.Name == "bn") ?? [])
        {
            info.Type = Messages.HParamsPlugin.DataType.Bool;
        }

        value.Metadata.PluginData.Content = content.ToByteString();
    }

    private static void Float32Scalar(Summary.Types.Value value)
    {
        if (value.Tensor is not TensorProto tensor)
        {
            return;
        }

        float number = tensor.Dtype == DataType.DtDouble ? (float)tensor.DoubleVal[0] : tensor.FloatVal[0];
        value.Tensor = new TensorProto { Dtype = DataType.DtFloat, TensorShape = Shape(), FloatVal = { number } };
    }

    private static void MeshPart(Summary.Types.Value value)
    {
        if (value.Tensor is not TensorProto tensor)
        {
            return;
        }

        MeshPluginData content = MeshPluginData.Parser.ParseFrom(value.Metadata.PluginData.Content);
        float[] numbers = [.. tensor.FloatVal];
        tensor.FloatVal.Clear();
        (DataType type, byte[] bytes, string suffix) = content.ContentType switch
        {
            MeshPluginData.Types.ContentType.Vertex => (DataType.DtFloat, numbers.SelectMany(BitConverter.GetBytes).ToArray(), "_VERTEX"),
            MeshPluginData.Types.ContentType.Face => (DataType.DtInt32, numbers.SelectMany(x => BitConverter.GetBytes((int)x)).ToArray(), "_FACE"),
            _ => (DataType.DtUint8, numbers.Select(x => (byte)x).ToArray(), "_COLOR"),
        };
        tensor.Dtype = type;
        tensor.TensorContent = ByteString.CopyFrom(bytes);
        value.Tag = content.Name + suffix;
        content.Components = content.Components != 0 ? content.Components : content.Name == "m" ? 14u : 2u; // The mesh m has all parts, the other vertices.
        content.JsonConfig = content.JsonConfig == "null" ? "{}" : content.JsonConfig;
        value.Metadata.PluginData.Content = content.ToByteString();
    }

    private static void Content(Summary.Types.Value value)
    {
        if (value.Tensor is TensorProto { FloatVal.Count: > 0 } tensor)
        {
            tensor.TensorContent = ByteString.CopyFrom([.. tensor.FloatVal.SelectMany(BitConverter.GetBytes)]);
            tensor.FloatVal.Clear();
        }
    }

    private static void TorchTensor(Summary.Types.Value value)
    {
        TensorProto tensor = value.Tensor;
        byte[] bytes = tensor.Dtype switch
        {
            DataType.DtHalf => [.. tensor.HalfVal.SelectMany(x => BitConverter.GetBytes((Half)BitConverter.Int32BitsToSingle(x)))],
            DataType.DtBfloat16 => [.. tensor.HalfVal.SelectMany(x => BitConverter.GetBytes((ushort)(x >> 16)))],
            DataType.DtUint8 => [.. tensor.Uint32Val.Select(x => (byte)x)],
            DataType.DtInt8 => [.. tensor.IntVal.Select(x => (byte)x)],
            DataType.DtInt16 => [.. tensor.IntVal.SelectMany(x => BitConverter.GetBytes((short)x))],
            DataType.DtInt32 => [.. tensor.IntVal.SelectMany(BitConverter.GetBytes)],
            DataType.DtInt64 => [.. tensor.Int64Val.SelectMany(BitConverter.GetBytes)],
            DataType.DtBool => [.. tensor.BoolVal.Select(x => (byte)(x ? 1 : 0))],
            DataType.DtComplex64 => [.. tensor.ScomplexVal.SelectMany(BitConverter.GetBytes)],
            DataType.DtDouble => [.. tensor.DoubleVal.SelectMany(BitConverter.GetBytes)],
            _ => [.. tensor.FloatVal.SelectMany(BitConverter.GetBytes)],
        };
        value.Tensor = new TensorProto { Dtype = tensor.Dtype, TensorShape = tensor.TensorShape, TensorContent = ByteString.CopyFrom(bytes) };
        value.Metadata.DataClass = DataClass.Tensor;
    }

    /// <summary>Sums are compared by the test of <see cref="EventGoldenTests"/> to 15 digits; here they are cut to that.</summary>
    private static void NoSums(Summary.Types.Value value)
    {
        if (value.Histo is HistogramProto histogram)
        {
            histogram.Sum = Cut(histogram.Sum);
            histogram.SumSquares = Cut(histogram.SumSquares);
        }
    }

    private static double Cut(double value) => double.Parse(value.ToString("G13", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private static TensorShapeProto Shape(params long[] sizes)
    {
        TensorShapeProto shape = new();
        shape.Dim.AddRange(sizes.Select(size => new TensorShapeProto.Types.Dim { Size = size }));
        return shape;
    }
}
