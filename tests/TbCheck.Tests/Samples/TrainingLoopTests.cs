using System.Diagnostics;
using System.Text.Json.Nodes;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.Testing;
using Xunit;
using Command = TensorBoardFormats.TbCheck.Program;

namespace TensorBoardFormats.Tests.Samples;

public class TrainingLoopTests
{
    [Fact]
    public void Main_Directory_FillsEveryTabAndHasNothingWrong()
    {
        using TempFolder folder = new();
        string build = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.Combine(Repository.Root, "artifacts", "bin", "TrainingLoop", build, OperatingSystem.IsWindows() ? "TrainingLoop.exe" : "TrainingLoop");
        using (Process process = Process.Start(program, folder["run"]))
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }

        JsonNode report = Run("check", folder["run"], "--format", "json");
        Assert.True((bool)report["verdict"]!["loads"]!);
        Assert.Equal(0, (int)report["summary"]!["error"]!);
        Assert.Equal(0, (int)report["summary"]!["warning"]!);

        foreach (string loader in new[] { "slow", "fast" })
        {
            JsonNode events = Run("inspect", folder["run"], "--json", "--loader", loader)["events"]!;
            Assert.Null(events["load_error"]);
            IEnumerable<string> active = events["active_plugins"]!.AsArray().Select(plugin => (string)plugin!);
            Assert.Equal(
                ["distributions", "histograms", "hparams", "images", "mesh", "pr_curves", "scalars", "text", "timeseries"],
                active.Order(StringComparer.Ordinal));
            Assert.Equal(100, (int)events["plugins"]!["scalars"]![0]!["points"]!);
        }
    }

    private static JsonNode Run(params string[] arguments)
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        int code = Command.Run(arguments, new Host(output, error, false, false, 80, TimeProvider.System));
        Assert.True(code == 0, error.ToString());
        return JsonNode.Parse(output.ToArray())!;
    }
}
