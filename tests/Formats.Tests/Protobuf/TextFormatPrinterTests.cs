using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Protobuf;

public class TextFormatPrinterTests
{
    private static readonly MessageDescriptor[] Types =
        [ProjectorConfig.Descriptor, CheckpointState.Descriptor, BundleEntryProto.Descriptor, Event.Descriptor, Summary.Descriptor, GraphDef.Descriptor, TensorProto.Descriptor, StructuredValue.Descriptor];

    [Fact]
    public void Print_RandomMessages_EqualsProtocDecode()
    {
        ConcurrentBag<string> differences = [];
        Parallel.For(0, 240, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            MessageDescriptor type = Types[i % Types.Length];
            IMessage message = RandomMessages.Create(type, new Random(i));
            string expected = Protoc.Decode(typeof(TextFormatPrinterTests).Assembly, type.File.Name, type.FullName, message.ToByteArray());
            string actual = TextFormatPrinter.Print(message, TextFormatStyle.Protoc);
            if (expected != actual)
            {
                differences.Add($"{type.FullName}, seed {i}:\n{FirstDifference(expected, actual)}");
            }
        });

        Assert.True(differences.IsEmpty, string.Join("\n", differences));
    }

    [Fact]
    public void Print_NegativeZeroAndUnknownEnum_EqualsProtocDecode()
    {
        // Event.wall_time (field 1, double) = -0; Event.log_message (6) . level (1) = 7.
        byte[] bytes = Convert.FromHexString("090000000000000080" + "32020807");
        string expected = Protoc.Decode(typeof(TextFormatPrinterTests).Assembly, Event.Descriptor.File.Name, Event.Descriptor.FullName, bytes);

        Assert.Equal(expected, TextFormatPrinter.Print(Event.Parser.ParseFrom(bytes), TextFormatStyle.Protoc));
        Assert.StartsWith("wall_time: -0\n", expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(TextFormatStyle.Python))]
    [InlineData(nameof(TextFormatStyle.PythonAscii))]
    [InlineData(nameof(TextFormatStyle.Protoc))]
    public void Print_ReadBack_IsTheSameMessage(string style)
    {
        for (int seed = 1000; seed < 1200; seed++)
        {
            IMessage message = RandomMessages.Create(Types[seed % Types.Length], new Random(seed));
            string text = TextFormatPrinter.Print(message, Enum.Parse<TextFormatStyle>(style));
            IMessage back = message.Descriptor.Parser.ParseFrom([]);

            Assert.True(TextFormatParser.TryParse(text, back, TextFormatOptions.Strict, out TextFormatError? error), $"seed {seed}: {error}");
            Assert.Equal(text, TextFormatPrinter.Print(back, Enum.Parse<TextFormatStyle>(style)));
        }
    }

    [Theory]
    [InlineData(1601613798.8340204, "1601613798.8340204")] // The values are those of spec/tensor-bundle.md §10.1.
    [InlineData(1672531200.0, "1672531200.0")]
    [InlineData(1601611588.861176, "1601611588.861176")]
    [InlineData(1e16, "1e+16")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Print_TimestampPython_IsStrOfFloat(double timestamp, string expected) =>
        Assert.Equal($"last_preserved_timestamp: {expected}\n", TextFormatPrinter.Print(new CheckpointState { LastPreservedTimestamp = timestamp }, TextFormatStyle.Python));

    [Theory]
    [InlineData(nameof(TextFormatStyle.Python), "model_checkpoint_path: \"é\\177\\'\\001\"\n")]
    [InlineData(nameof(TextFormatStyle.PythonAscii), "model_checkpoint_path: \"\\303\\251\\177\\'\\001\"\n")]
    public void Print_BeyondAscii_DependsOnTheProtobufOfTheTime(string style, string expected) =>
        Assert.Equal(expected, TextFormatPrinter.Print(new CheckpointState { ModelCheckpointPath = "é\u007F'\u0001" }, Enum.Parse<TextFormatStyle>(style)));

    private static string FirstDifference(string expected, string actual)
    {
        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        int line = Enumerable.Range(0, Math.Min(left.Length, right.Length)).FirstOrDefault(i => left[i] != right[i], -1);
        return line < 0 ? $"{left.Length} lines against {right.Length}" : $"expected {left[line]}\nactual   {right[line]}";
    }
}
