using System.Text.Json.Nodes;
using TensorBoardFormats.Events;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Whatever the writers make must please the judge: no finding above advice, and every tab filled under both loaders.</summary>
public class WriterOutputTests
{
    private static readonly SummaryWriterOptions Strict = new() { Events = new EventFileWriterOptions { StepOrder = StepOrder.Strict } };

    [Theory]
    [InlineData("slow")]
    [InlineData("fast")]
    public void SummaryWriter_EveryKind_FillsEveryTabAndHasNothingWrong(string loader)
    {
        using TempFolder folder = new();
        WriteEverything(folder.Path);

        JsonNode report = Run("check", folder.Path, "--format", "json", "--loader", loader);
        string[] faults =
        [
            .. report["findings"]!.AsArray().Where(finding => (string)finding!["severity"]! != "info").Select(finding => finding!.ToJsonString()),
        ];
        Assert.Empty(faults);

        JsonNode events = Run("inspect", folder.Path, "--json", "--loader", loader)["events"]!;
        string[] active = [.. events["active_plugins"]!.AsArray().Select(plugin => (string)plugin!).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["audio", "custom_scalars", "distributions", "graphs", "histograms", "hparams", "images", "mesh", "pr_curves", "scalars", "text", "timeseries"],
            active);
    }

    [Fact]
    public void SummaryWriter_SecondLifeOfARun_DropsWhatTheFirstWroteFromThereOn()
    {
        using TempFolder folder = new();
        WriteScalars(folder.Path, 1, 10);
        WriteScalars(folder.Path, 6, 8);
        foreach (string loader in new[] { "slow", "fast" })
        {
            JsonNode scalars = Run("inspect", folder.Path, "--json", "--loader", loader)["events"]!["plugins"]!["scalars"]![0]!;
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], scalars["steps"]!.AsArray().Select(step => (long)step!));
        }
    }

    private static void WriteScalars(string directory, long first, long last)
    {
        // The name's counter goes up, so the second file is read behind the first also within one second.
        using SummaryWriter writer = new(directory, Strict);
        for (long step = first; step <= last; step++)
        {
            writer.AddScalar("loss", step, step);
        }
    }

    private static void WriteEverything(string directory)
    {
        using SummaryWriter writer = new(directory, Strict);
        float[] numbers = [.. Enumerable.Range(0, 48).Select(i => i / 48f)];
        writer.AddHParamsConfig(new HParamsExperiment([new HParam("lr", HParamDomain.Interval(0, 1))], [new HParamMetric("loss")]));
        writer.AddHParams(new Dictionary<string, HParamValue> { ["lr"] = 0.5 });
        writer.AddCustomScalars(new CustomScalarLayout(new CustomScalarCategory("all", [CustomScalarChart.Multiline("losses", "loss")])));
        GraphBuilder graph = new();
        graph.Add("x", "Placeholder").With("dtype", DType.Float32);
        graph.Add("y", "Identity", ["x"]);
        writer.AddGraph(graph);
        for (long step = 1; step <= 3; step++)
        {
            writer.AddScalar("loss", 1.0 / step, step, description: "The *loss*.", displayName: "Loss");
            writer.AddHistogram<float>("weights", numbers, step);
            writer.AddImages<float>("images", numbers, 2, 2, 4, 3, step);
            writer.AddAudio("sound", numbers, 8000, step, channels: 2);
            writer.AddText("table", [2, 2], ["a", "b", "c", "d"], step);
            writer.AddPrCurve<float>("curve", [.. numbers.Select(number => number > 0.4f)], numbers, step);
            writer.AddMesh("mesh", new Mesh(numbers, [0, 1, 2, 2, 3, 4]), step);
            writer.AddScalars("group", new Dictionary<string, double> { ["train"] = step, ["test"] = -step }, step);
        }

        writer.EndHParams(SessionResult.Success);
    }

    private static JsonNode Run(params string[] arguments)
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        int code = TbCheck.Program.Run(arguments, new Host(output, error, false, false, 80, TimeProvider.System));
        Assert.True(code is ExitCode.Clean or ExitCode.Findings, error.ToString());
        return JsonNode.Parse(output.ToArray())!;
    }
}
