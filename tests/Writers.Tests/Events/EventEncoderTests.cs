using CsCheck;
using Google.Protobuf;
using TensorBoardFormats.Events;
using TensorBoardFormats.Protobuf;
using Xunit;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Tests.Events;

/// <summary>The hand-written encoders against the generated classes, over random values.</summary>
public sealed class EventEncoderTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char['\u0020', '\u2fff'], 0, 40];

    private static readonly Gen<string> Tag = Gen.String[Gen.Char['\u0020', '\u2fff'], 1, 40];

    private static readonly Gen<long> Step = Gen.OneOf(Gen.Long, Gen.Long[-3, 300], Gen.Const(0L), Gen.Const(long.MaxValue), Gen.Const(long.MinValue));

    [Fact]
    public void Scalars_AnyValue_EqualTheGeneratedClasses() =>
        Gen.Select(Tag, Gen.Float, Step, Gen.Double, Text, Gen.Bool).Sample((tag, number, step, time, description, legacy) =>
        {
            SummaryMetadata? metadata = description.Length == 0 ? null : new SummaryMetadata("scalars", default, null, description);
            SummaryValue value = legacy ? Summary.ScalarV1(tag, number, description: description) : Summary.Scalar(tag, number, metadata);
            Proto.Summary.Types.Value expected = new() { Tag = tag };
            if (legacy)
            {
                expected.SimpleValue = value.ScalarValue;
                expected.Metadata = description.Length == 0 ? null : new Proto.SummaryMetadata { SummaryDescription = description };
            }
            else
            {
                expected.Tensor = new Proto.TensorProto
                {
                    Dtype = Proto.DataType.DtFloat,
                    TensorShape = new Proto.TensorShapeProto(),
                    FloatVal = { value.ScalarValue },
                };
                expected.Metadata = new Proto.SummaryMetadata
                {
                    PluginData = new Proto.SummaryMetadata.Types.PluginData { PluginName = "scalars" },
                    SummaryDescription = description,
                };
            }

            byte[] bytes = new Proto.Event { WallTime = time, Step = step, Summary = new Proto.Summary { Value = { expected } } }.ToByteArray();
            Assert.Equal(bytes, Encoded(value, step, time));
            ScalarForm form = new(value, Utf8Text.Encode(tag, "tag"), ScalarLayout.FloatVal);
            byte[] fast = new byte[form.Size(time, step)];
            form.Write(fast, time, step, value.ScalarValue);
            Assert.Equal(bytes, fast);
        });

    [Fact]
    public void Tensors_AnyValue_EqualTheGeneratedClasses() =>
        Gen.Select(Tag, Gen.Byte.Array[0, 300], Step, Gen.Double).Sample((tag, data, step, time) =>
        {
            SummaryValue value = Summary.Tensor(tag, SummaryTensor.Create<byte>([data.Length], data), new SummaryMetadata("own", data, "shown", "why", DataClass.Tensor));
            Proto.Summary.Types.Value expected = new()
            {
                Tag = tag,
                Tensor = new Proto.TensorProto
                {
                    Dtype = Proto.DataType.DtUint8,
                    TensorShape = new Proto.TensorShapeProto { Dim = { new Proto.TensorShapeProto.Types.Dim { Size = data.Length } } },
                    TensorContent = ByteString.CopyFrom(data),
                },
                Metadata = new Proto.SummaryMetadata
                {
                    PluginData = new Proto.SummaryMetadata.Types.PluginData { PluginName = "own", Content = ByteString.CopyFrom(data) },
                    DisplayName = "shown",
                    SummaryDescription = "why",
                    DataClass = Proto.DataClass.Tensor,
                },
            };
            Assert.Equal(
                new Proto.Event { WallTime = time, Step = step, Summary = new Proto.Summary { Value = { expected } } }.ToByteArray(),
                Encoded(value, step, time));
        });

    private static byte[] Encoded(in SummaryValue value, long step, double time)
    {
        byte[] tag = Utf8Text.Encode(value.Tag, "tag");
        int valueSize = EventEncoder.ValueSize(value, tag.Length, withMetadata: true);
        int summarySize = EventEncoder.ItemSize(valueSize);
        byte[] bytes = new byte[EventEncoder.EventSize(time, step, summarySize)];
        WireWriter writer = new(bytes);
        EventEncoder.WriteHead(ref writer, time, step);
        writer.LengthPrefix(Proto.Event.SummaryFieldNumber, summarySize);
        EventEncoder.WriteValue(ref writer, value, valueSize, tag, withMetadata: true, ScalarLayout.FloatVal);
        Assert.Equal(bytes.Length, writer.Position);
        return bytes;
    }
}
