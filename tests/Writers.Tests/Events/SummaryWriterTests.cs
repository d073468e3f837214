using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.HParamsPlugin;
using TensorBoardFormats.Testing;
using Xunit;
using Summary = TensorBoardFormats.Events.Summary;

namespace TensorBoardFormats.Tests.Events;

public sealed class SummaryWriterTests
{
    private static readonly SummaryWriterOptions Plain = new() { Events = new EventFileWriterOptions { SessionStart = false } };

    [Fact]
    public void AddScalar_NoStepAnywhere_IsRefused()
    {
        using TempFolder folder = new();
        using SummaryWriter writer = new(folder.Path);
        Assert.Throws<ArgumentException>(() => writer.AddScalar("a", 1));
    }

    [Fact]
    public void UseDefaults_Block_SetsStepAndTimeForIt()
    {
        using TempFolder folder = new();
        using (SummaryWriter writer = new(folder.Path, Plain))
        {
            writer.DefaultStep = 1;
            using (writer.UseDefaults(step: 10, wallTime: new WallTime(1650000000.5)))
            {
                writer.AddScalar("a", 1);
            }

            writer.AddScalar("a", 2, wallTime: new WallTime(5));
        }

        List<Event> events = Written(folder.Path);
        Assert.Equal([10, 1], events.Select(item => item.Step));
        Assert.Equal([1650000000.5, 5], events.Select(item => item.WallTime));
    }

    [Fact]
    public void Constructor_Stream_WritesThereAndRefusesWhatNeedsDirectories()
    {
        using MemoryStream stream = new();
        using (SummaryWriter writer = new(stream, Plain))
        {
            writer.AddScalar("a", 1, 2);
            Assert.Throws<InvalidOperationException>(() => writer.AddScalars("a", new Dictionary<string, double> { ["b"] = 1 }, 3));
            Assert.Throws<InvalidOperationException>(() => writer.AddHParams(new Dictionary<string, HParamValue> { ["b"] = 1 }, run: "r"));
        }

        Assert.Equal(2, Assert.Single(EventRecords.Summaries(EventRecords.Read(stream))).Step);
    }

    [Fact]
    public void AddScalars_Joined_PutsEveryCurveIntoARunBesideTheOthers()
    {
        using TempFolder folder = new();
        using (SummaryWriter writer = new(folder.Path, Plain))
        {
            writer.AddScalars("a/loss", new Dictionary<string, double> { ["train"] = 1, ["../x:y"] = 2 }, 3);
            writer.AddScalars("b/loss", new Dictionary<string, double> { ["train"] = 4 }, 3);
        }

        Assert.Equal(["a_loss_.._x_y", "a_loss_train", "b_loss_train"], Runs(folder.Path));
        Event item = Assert.Single(Written(folder["a_loss_train"]));
        Assert.Equal("a/loss", item.Summary.Value[0].Tag);
    }

    [Fact]
    public void AddScalars_Nested_StaysBelowTheLogDirectory()
    {
        using TempFolder folder = new();
        using (SummaryWriter writer = new(folder["log"], Plain with { SubRuns = SubRunLayout.Nested }))
        {
            writer.AddScalars("../group", new Dictionary<string, double> { [".."] = 1 }, 0);
        }

        Assert.Equal(["log/__/group/__"], Runs(folder.Path).Select(run => run.Replace('\\', '/')).Where(run => run != "log"));
    }

    [Fact]
    public void AddHParams_WithMetrics_WritesASessionInItsRun()
    {
        using TempFolder folder = new();
        using (SummaryWriter writer = new(folder.Path, Plain))
        {
            Dictionary<string, HParamValue> values = new() { ["lr"] = 0.1, ["layers"] = 3, ["bn"] = true, ["opt"] = "adam" };
            writer.AddHParams(values, new Dictionary<string, double> { ["accuracy"] = 0.9 }, run: "sessions/first", step: 7);
        }

        List<Event> events = Written(folder["sessions", "first"]);
        Assert.Equal(
            ["_hparams_/session_start_info", "accuracy", "_hparams_/session_end_info"], events.Select(item => item.Summary.Value[0].Tag));
        SessionStartInfo start = Content(events[0]).SessionStartInfo;
        Assert.True(start.Hparams["bn"].BoolValue);
        Assert.Equal(3, start.Hparams["layers"].NumberValue);
        Assert.Equal("adam", start.Hparams["opt"].StringValue);
        Assert.Equal(64, start.GroupName.Length);
        Assert.Equal(Status.Success, Content(events[2]).SessionEndInfo.Status);
        Assert.Equal([0, 7, 0], events.Select(item => item.Step));
    }

    [Fact]
    public void GroupName_WholeAndFractionalNumbers_AreWrittenAsPythonWritesThem()
    {
        // The hash of {"a":1,"b":1.0,"c":1e-05,"d":1e+16,"e":123456.789,"f":0.0001,"g":1e+23}, from Python 3.11's json and hashlib.
        KeyValuePair<string, HParamValue>[] values =
        [
            new("g", 1e23), new("a", 1), new("b", 1.0), new("c", 1e-5), new("d", 1e16), new("e", 123456.789), new("f", 1e-4),
        ];
        Assert.Equal("83024942bc4bd1fa01c4b9ac972ee8a204d795cc7041bda192e987afb1e824f1", PythonJson.GroupName(values));
    }

    [Fact]
    public void HParamDomain_WhatHoldsNothing_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => HParamDomain.Discrete());
        Assert.Throws<ArgumentException>(() => HParamDomain.Discrete(1, "x"));
        Assert.Throws<ArgumentException>(() => HParamDomain.Interval(2, 1));
    }

    [Fact]
    public void Mesh_PartsThatDoNotFit_AreRefused()
    {
        float[] triangle = [0, 0, 0, 1, 0, 0, 0, 1, 0];
        Assert.Throws<ArgumentException>(() => new Mesh(triangle, [0, 1, 3]));
        Assert.Throws<ArgumentException>(() => new Mesh(triangle, [0, 1, -1]));
        Assert.Throws<ArgumentException>(() => new Mesh(triangle, colors: [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new Mesh(triangle, batchSize: 2));
        Assert.Throws<ArgumentException>(() => new Mesh(triangle, configJson: "null"));
        Assert.Throws<ArgumentException>(() => new Mesh(new float[3 * 65537], [0, 1, 2]));
    }

    [Fact]
    public void PrCurve_WhatTensorBoardRefuses_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => PrCurve.FromScores<double>([true], [double.NaN]));
        Assert.Throws<ArgumentException>(() => PrCurve.FromScores<double>([true, false], [0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrCurve.FromScores<double>([true], [0.5], thresholds: 1));
        Assert.Throws<ArgumentException>(() => new PrCurve([1, double.PositiveInfinity], [1, 1], [1, 1], [1, 1]));
    }

    [Fact]
    public void PrCurve_ScoresBeyondOne_AreClamped()
    {
        PrCurve curve = PrCurve.FromScores<float>([true, false], [7f, -7f], thresholds: 3);
        Assert.Equal([1f, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0], curve.Values[..12]);
    }

    [Fact]
    public void Text_MoreThanTwoDimensions_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Summary.Text("t", [1, 1, 1], ["x"]));

    [Fact]
    public void GraphBuilder_NameTakenOrInputMissing_IsRefused()
    {
        GraphBuilder graph = new();
        graph.Add("layer/weights", "VariableV2").With("dtype", Tensors.DType.Float32).WithOutputShapes([2, 3]);
        graph.Add("layer/out", "MatMul", ["layer/weights:0", "^layer/weights"], "/gpu:0");
        Assert.Throws<ArgumentException>(() => graph.Add("layer/out", "MatMul"));
        Assert.Throws<ArgumentException>(() => graph.Add("_private", "MatMul"));
        GraphDef built = GraphDef.Parser.ParseFrom(graph.Build());
        Assert.Equal(3, built.Node[0].Attr["_output_shapes"].List.Shape[0].Dim[1].Size);
        graph.Add("loss", "Mean", ["absent"]);
        Assert.Throws<InvalidOperationException>(graph.Build);
    }

    [Fact]
    public void TensorValue_CountsThatDiffer_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SummaryTensor.Create<int>([3], [1, 2]));
        Assert.Throws<ArgumentException>(() => SummaryTensor.Create([2], ["one"]));
        Assert.Throws<ArgumentException>(() => SummaryTensor.Create<char>([1], ['x']));
        Assert.Throws<ArgumentException>(() => SummaryTensor.Create(Tensors.DType.String, [1], new byte[1]));
    }

    private static HParamsPluginData Content(Event item) => HParamsPluginData.Parser.ParseFrom(item.Summary.Value[0].Metadata.PluginData.Content);

    private static List<Event> Written(string directory) =>
        [.. EventRecords.Summaries(EventRecords.ReadFile(Assert.Single(Directory.GetFiles(directory, "*tfevents*"))))];

    private static IEnumerable<string> Runs(string folder) =>
        Directory.EnumerateFiles(folder, "*tfevents*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, Path.GetDirectoryName(file)!)).Where(run => run != ".").Order(StringComparer.Ordinal);
}
