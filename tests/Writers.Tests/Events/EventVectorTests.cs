using Google.Protobuf;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages.ImagePlugin;
using TensorBoardFormats.Records;
using TensorBoardFormats.Tests.Events.Golden;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

/// <summary>The byte vectors of spec/tfevents.md §16: whole records, observed from the real writers.</summary>
public sealed class EventVectorTests
{
    private const string Version = "1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110";
    private const string NamedVersion =
        "4800000000000000fe92489d0900002040fc54d9411a0d627261696e2e4576656e743a32522e0a2c74656e736f72626f6172642e73756d6d6172792e7772697465722e6576656e745f66696c655f7772697465729710c63f";
    private const string Start = "0f000000000000006d532b090900005040fc54d94110033a020801ca4a9a0b";

    private static readonly WallTime Later = new(1700000001.25);

    public static TheoryData<string, string> Values => new()
    {
        { "v1 scalar", "1a00000000000000129bd82d0900005040fc54d94110072a0d0a0b0a046c6f7373150000003f02181607" },
        { "v2 scalar", "2e00000000000000c5cb57fa0900005040fc54d94110072a210a1f0a046c6f7373420a080112002a040000003f4a0b0a090a077363616c617273dac52981" },
        { "text", "290000000000000037ff5f000900005040fc54d94110072a1c0a1a0a046e6f7465420808071200420268694a080a060a0474657874a4f14dcc" },
        {
            "v2 histogram",
            "4a00000000000000af77dbb00900005040fc54d94110072a3d0a3b0a0168422608021208120208011202080322180000000000000000000000000000f03f00000000000000404a0e0a0c0a0a686973746f6772616d735ba4c401"
        },
        {
            "v1 histogram",
            "5c00000000000000c9cdf98f0900005040fc54d94110072a4f0a4d0a01682a4811000000000000f03f19000000000000004021000000000000f03f29000000000000f03f3210000000000000e03f000000000000f03f3a10000000000000f03f000000000000f03f36286cd8"
        },
        { "v1 image", "200000000000000029eda9500900005040fc54d94110072a130a110a0169220c080110021803220489504e477b83bb79" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Write_EachKind_GivesTheObservedRecord(string kind, string expected)
    {
        SummaryValue value = kind switch
        {
            "v1 scalar" => Summary.ScalarV1("loss", 0.5),
            "v2 scalar" => Summary.Scalar("loss", 0.5),
            "text" => Summary.Text("note", "hi"),
            "v2 histogram" => Summary.Histogram<double>("h", [0, 1], buckets: 1),
            "v1 histogram" => Summary.HistogramV1("h", new HistogramV1(0, 1, 2, 1, 1, [0.5, 1], [1, 1])),
            _ => Summary.ImageV1("i", 2, 1, 3, [0x89, 0x50, 0x4e, 0x47]),
        };
        Assert.Equal(Version + expected, Written(null, writer => writer.Write(7, value, Later)));
    }

    [Fact]
    public void Create_WithSourceWriter_NamesItInTheVersionEvent() =>
        Assert.Equal(NamedVersion, Written("tensorboard.summary.writer.event_file_writer", _ => { }));

    [Fact]
    public void WriteSessionLog_Start_GivesTheObservedRecord() =>
        Assert.Equal(Version + Start, Written(null, writer => writer.WriteSessionLog(SessionStatus.Start, 3, wallTime: Later)));

    [Fact]
    public void WriteGraph_OneNode_GivesTheObservedRecord()
    {
        GraphBuilder graph = new();
        graph.Add("a", "Add");
        Messages.GraphDef parsed = Messages.GraphDef.Parser.ParseFrom(graph.Build());
        parsed.Versions = null; // The vector has no version.
        Assert.Equal(
            Version + "1500000000000000d6ab6b2b0900005040fc54d941220a0a080a016112034164641bd3bfc5",
            Written(null, writer => writer.WriteGraph(parsed.ToByteArray(), 0, Later)));
    }

    [Theory]
    [InlineData("0a090a077363616c617273", "scalars", null, "")]
    [InlineData("0a080a06696d61676573", "images", null, "")]
    [InlineData("0a0b0a05617564696f1202100b", "audio", null, "100b")]
    [InlineData("0a100a0970725f637572766573120310c90112016e", "pr_curves", "n", "10c901")]
    [InlineData("0a100a0e637573746f6d5f7363616c617273", "custom_scalars", null, "")]
    [InlineData("0a0c0a06696d6167657312021001120174", "images", "t", "1001")] // §16 prints one byte 0a too many: its lengths do not add up.
    public void Metadata_EachPlugin_HasTheObservedBytes(string expected, string plugin, string? displayName, string content)
    {
        Assert.Equal(expected, Convert.ToHexStringLower(new SummaryMetadata(plugin, Convert.FromHexString(content), displayName).Encoded));
    }

    [Fact]
    public void ImageContent_Converted_IsOneField() => Assert.Equal("1001", Convert.ToHexStringLower(new ImagePluginData { ConvertedToTensor = true }.ToByteArray()));

    [Fact]
    public void Mesh_VerticesOfAll_HasTheObservedMetadata()
    {
        SummaryValue[] parts = Summary.Mesh("M", new Mesh([0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 2], new byte[9]));
        Assert.Equal("0a180a046d657368121012014d18012a027b7d3203010303380e", Convert.ToHexStringLower(parts[0].Metadata!.Encoded));
        Assert.Equal(["M_VERTEX", "M_FACE", "M_COLOR"], parts.Select(part => part.Tag));
    }

    [Fact]
    public void HParamsSessionStart_OneValue_GivesTheObservedSummary()
    {
        SummaryValue value = Summary.HParamsSessionStart([KeyValuePair.Create("lr", (HParamValue)0.5)], "t", new WallTime(1));
        string written = Written(null, writer => writer.Write(0, value, Later));
        Assert.Contains(
            "0a540a1c5f68706172616d735f2f73657373696f6e5f73746172745f696e666f42060801120212004a2c0a2a0a0768706172616d73121f1a1d0a0f0a026c72120911000000000000e03f22017429000000000000f03f",
            written);
    }

    [Fact]
    public void CustomScalars_OneChart_GivesTheObservedLayout()
    {
        CustomScalarLayout layout = new(new CustomScalarCategory("c", [CustomScalarChart.Multiline("x", "a|b")]));
        Assert.Equal("120f0a0163120a0a017812050a03617c62", Convert.ToHexStringLower(layout.Encode()));
    }

    private static string Written(string? sourceWriter, Action<EventFileWriter> write)
    {
        GoldenClock clock = new();
        clock.Set(1700000000.5);
        using MemoryStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(
            stream, new EventFileWriterOptions { Clock = clock, SourceWriter = sourceWriter, SessionStart = false }))
        {
            write(writer);
        }

        Assert.True(stream.Length > RecordFraming.Overhead);
        return Convert.ToHexStringLower(stream.ToArray());
    }
}
