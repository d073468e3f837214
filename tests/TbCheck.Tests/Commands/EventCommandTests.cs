using System.Text.Json.Nodes;
using Parquet;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

/// <summary><c>dump</c>, <c>inspect</c> and <c>export</c> on event files.</summary>
public class EventCommandTests
{
    private static string Verdict(string name) => Path.Combine(Repository.GoldenSuite("event_verdicts"), name, "logdir");

    [Fact]
    public void Dump_TornFile_EndsWithALineAboutTheTail()
    {
        string file = Path.Combine(Verdict("truncated-in-payload"), "events.out.tfevents.1700000000.host.1.0");

        CommandRun.Answer answer = CommandRun.Of("dump", file, "--payload");

        Assert.Equal((ExitCode.Findings, ""), (answer.Code, answer.Error));
        JsonNode[] lines = [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!)];
        Assert.All(lines[..^1], static line => Assert.NotNull(line["event"]));
        Assert.All(lines[..^1], static line => Assert.NotNull(line["payload"]));
        Assert.Equal(286, (int)lines[^1]["offset"]!);
        Assert.NotNull(lines[^1]["error"]);
    }

    [Fact]
    public void Dump_BadChecksum_GoesOnBehindIt()
    {
        string file = Path.Combine(Verdict("frame-flip-data-crc"), "events.out.tfevents.1700000000.host.1.0");

        CommandRun.Answer answer = CommandRun.Of("dump", file);

        JsonNode[] lines = [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!)];
        JsonNode damaged = Assert.Single(lines, static line => line["error"] is not null);
        Assert.False((bool)damaged["data_crc_ok"]!);
        Assert.NotNull(lines[^1]["event"]);
        Assert.Equal(ExitCode.Findings, answer.Code);
    }

    [Fact]
    public void Inspect_LogDirectory_ForPeopleIsALineATag()
    {
        CommandRun.Answer answer = CommandRun.Of("inspect", Verdict("restart-two-starts"));

        Assert.Equal((ExitCode.Clean, ""), (answer.Code, answer.Error));
        Assert.Matches(@"(?m)loss\s+scalars\s+\d+\s+0 – 5", answer.Output);
        Assert.Contains("as the Python loader keeps them", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Flags_ChangeTheView()
    {
        CommandRun.Answer answer = CommandRun.Of("inspect", Verdict("sampling-scalars-1200"), "--json", "--loader", "fast", "--flag", "samples_per_plugin=scalars=7");

        JsonNode tag = JsonNode.Parse(answer.Output)!["events"]!["plugins"]!["scalars"]![0]!;
        Assert.Equal((7, 1199), ((int)tag["points"]!, (int)tag["steps"]![6]!));
    }

    [Theory]
    [InlineData("nonsense=1")]
    [InlineData("reload_multifile=perhaps")]
    [InlineData("samples_per_plugin=scalars")]
    public void Inspect_WrongFlag_IsAWrongCommandLine(string flag)
    {
        CommandRun.Answer answer = CommandRun.Of("inspect", Verdict("header-only"), "--json", "--flag", flag);

        Assert.Equal((ExitCode.Usage, ""), (answer.Code, answer.Output));
        Assert.Contains("--flag", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_LoadThatEndsInAnError_ExitsWithOne()
    {
        CommandRun.Answer answer = CommandRun.Of("inspect", Verdict("bad-event-two-runs"), "--json");

        Assert.Equal(ExitCode.Findings, answer.Code);
        Assert.NotNull(JsonNode.Parse(answer.Output)!["events"]!["load_error"]);
    }

    [Fact]
    public void Export_Csv_HasEveryScalarUnsampled()
    {
        using TempFolder folder = new();

        CommandRun.Answer answer = CommandRun.Of("export", Verdict("sampling-scalars-1200"), "--as", "csv", "-o", folder["x.csv"]);

        Assert.Equal((ExitCode.Clean, ""), (answer.Code, answer.Error));
        string[] lines = File.ReadAllLines(folder["x.csv"]);
        Assert.Equal(1201, lines.Length);
        Assert.Equal("run,tag,step,wall_time,value", lines[0]);
        Assert.StartsWith(".,s,0,1700000000,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Export_JsonLines_WritesNotFiniteValuesAsText()
    {
        using TempFolder folder = new();

        CommandRun.Answer answer = CommandRun.Of("export", Verdict("scalar-kinds"), "--as", "jsonl", "-o", folder["x.jsonl"]);

        Assert.Equal(ExitCode.Clean, answer.Code);
        JsonNode[] rows = [.. File.ReadAllLines(folder["x.jsonl"]).Select(static l => JsonNode.Parse(l)!)];
        Assert.Contains(rows, static r => r["value"]!.ToJsonString() == "\"NaN\"");
        Assert.Contains(rows, static r => r["value"]!.ToJsonString() == "\"-Infinity\"");
        Assert.All(rows, static r => Assert.Equal(".", (string)r["run"]!));
    }

    [Fact]
    public async Task Export_Parquet_IsReadByParquet()
    {
        using TempFolder folder = new();

        CommandRun.Answer answer = CommandRun.Of("export", Verdict("files-overlapping"), "--as", "parquet", "-o", folder["x.parquet"]);

        Assert.Equal((ExitCode.Clean, ""), (answer.Code, answer.Error));
        await using FileStream file = File.OpenRead(folder["x.parquet"]);
        await using ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["run", "tag", "step", "wall_time", "value"], reader.Schema.GetDataFields().Select(static f => f.Name));
        Assert.Equal(8, reader.Metadata!.NumRows);
    }

    [Fact]
    public void Export_TargetThatExists_IsLeftAlone()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["x.csv"], "mine");

        CommandRun.Answer answer = CommandRun.Of("export", Verdict("scalar-kinds"), "--as", "csv", "-o", folder["x.csv"]);

        Assert.Equal(ExitCode.Failure, answer.Code);
        Assert.Equal("mine", File.ReadAllText(folder["x.csv"]));
    }
}
