using TensorBoardFormats.Protobuf;
using Proto = TensorBoardFormats.Messages;
using ValueProto = TensorBoardFormats.Messages.Summary.Types.Value;

namespace TensorBoardFormats.Events;

/// <summary>How a scalar of the v2 kind is laid out in its <c>TensorProto</c>; both are read alike by both loaders.</summary>
public enum ScalarLayout
{
    /// <summary>One <c>float_val</c>, as TensorBoard's own writers do.</summary>
    FloatVal,

    /// <summary>Four bytes of <c>tensor_content</c>, as TensorFlow does.</summary>
    TensorContent,
}

/// <summary>Summary events, the hot path: sizes first, then every byte once (spec/tfevents.md §3).</summary>
/// <remarks><code>
/// Event          09 wall_time:f64  [10 step:varint]  2a len Summary
/// Summary        (0a len Value)*
/// Value          0a len tag  [15 simple_value:f32 | 22 len Image | 2a len HistogramProto | 32 len Audio | 42 len TensorProto]  [4a len SummaryMetadata]
/// scalar tensor  08 01  12 00  2a 04 float_val:f32   or   08 01  12 00  22 04 tensor_content
/// </code></remarks>
internal static class EventEncoder
{
    // dtype DT_FLOAT, an empty shape that is present all the same, and one float in either field.
    private static readonly int ScalarTensorSize =
        WireWriter.VarintFieldSize(Proto.TensorProto.DtypeFieldNumber, (ulong)Proto.DataType.DtFloat) +
        WireWriter.BytesFieldSize(Proto.TensorProto.TensorShapeFieldNumber, 0) +
        WireWriter.BytesFieldSize(Proto.TensorProto.FloatValFieldNumber, sizeof(float));

    /// <summary>Bytes of the value's message.</summary>
    public static int ValueSize(in SummaryValue value, int tagLength, bool withMetadata)
    {
        int size = WireWriter.BytesFieldSize(ValueProto.TagFieldNumber, tagLength);
        if (value.Payload is byte[] payload)
        {
            size += WireWriter.BytesFieldSize(value.Field, payload.Length);
        }
        else if (value.Field == ValueProto.TensorFieldNumber)
        {
            size += WireWriter.BytesFieldSize(ValueProto.TensorFieldNumber, ScalarTensorSize);
        }
        else if (value.Field == ValueProto.SimpleValueFieldNumber)
        {
            size += WireWriter.TagSize(ValueProto.SimpleValueFieldNumber) + sizeof(float);
        }

        return withMetadata && value.Metadata is SummaryMetadata metadata
            ? size + WireWriter.BytesFieldSize(ValueProto.MetadataFieldNumber, metadata.Encoded.Length)
            : size;
    }

    /// <summary>Bytes that a value of <paramref name="valueSize"/> bytes takes in its summary.</summary>
    public static int ItemSize(int valueSize) => WireWriter.BytesFieldSize(Proto.Summary.ValueFieldNumber, valueSize);

    /// <summary>Bytes of time and step; what is 0 is left out.</summary>
    public static int HeadSize(double wallTime, long step) =>
        (IsZero(wallTime) ? 0 : WireWriter.TagSize(Proto.Event.WallTimeFieldNumber) + sizeof(double)) +
        (step == 0 ? 0 : WireWriter.VarintFieldSize(Proto.Event.StepFieldNumber, (ulong)step));

    /// <summary>Bytes of the event around a summary.</summary>
    public static int EventSize(double wallTime, long step, int summarySize) =>
        HeadSize(wallTime, step) + WireWriter.BytesFieldSize(Proto.Event.SummaryFieldNumber, summarySize);

    /// <summary>Writes time and step.</summary>
    public static void WriteHead(ref WireWriter writer, double wallTime, long step)
    {
        if (!IsZero(wallTime))
        {
            writer.DoubleField(Proto.Event.WallTimeFieldNumber, wallTime);
        }

        if (step != 0)
        {
            writer.Int64Field(Proto.Event.StepFieldNumber, step);
        }
    }

    /// <summary>Writes one value of <see cref="ValueSize"/> bytes.</summary>
    public static void WriteValue(
        ref WireWriter writer, in SummaryValue value, int valueSize, ReadOnlySpan<byte> tag, bool withMetadata, ScalarLayout layout)
    {
        writer.LengthPrefix(Proto.Summary.ValueFieldNumber, valueSize);
        writer.BytesField(ValueProto.TagFieldNumber, tag);
        if (value.Payload is byte[] payload)
        {
            writer.BytesField(value.Field, payload);
        }
        else if (value.Field == ValueProto.TensorFieldNumber)
        {
            WriteScalarTensor(ref writer, value.ScalarValue, layout);
        }
        else if (value.Field == ValueProto.SimpleValueFieldNumber)
        {
            writer.FloatField(ValueProto.SimpleValueFieldNumber, value.ScalarValue);
        }

        if (withMetadata && value.Metadata is SummaryMetadata metadata)
        {
            writer.BytesField(ValueProto.MetadataFieldNumber, metadata.Encoded);
        }
    }

    private static bool IsZero(double value) => BitConverter.DoubleToUInt64Bits(value) == 0;

    private static void WriteScalarTensor(ref WireWriter writer, float value, ScalarLayout layout)
    {
        writer.LengthPrefix(ValueProto.TensorFieldNumber, ScalarTensorSize);
        writer.VarintField(Proto.TensorProto.DtypeFieldNumber, (ulong)Proto.DataType.DtFloat);
        writer.LengthPrefix(Proto.TensorProto.TensorShapeFieldNumber, 0);
        writer.LengthPrefix(
            layout == ScalarLayout.FloatVal ? Proto.TensorProto.FloatValFieldNumber : Proto.TensorProto.TensorContentFieldNumber, sizeof(float));
        writer.Fixed32(BitConverter.SingleToUInt32Bits(value));
    }
}
