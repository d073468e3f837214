using System.Text;
using System.Text.Json.Nodes;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.TbCheck.Console;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

/// <summary><c>inspect</c>, <c>verify</c> and <c>dump</c> on checkpoints: the members that contracts name, the exit codes, and nothing else
/// on stdout.</summary>
public class CheckpointCommandTests
{
    [Fact]
    public void Inspect_Json_NamesEveryMember()
    {
        string prefix = Repository.Golden("checkpoints", "slices", "p");

        CommandRun.Answer answer = CommandRun.Of("inspect", prefix, "--json", "--hash");

        Assert.Equal((ExitCode.Clean, ""), (answer.Code, answer.Error));
        JsonNode report = JsonNode.Parse(answer.Output)!;
        Assert.Equal(("checkpoint", prefix, 1), ((string)report["kind"]!, (string)report["prefix"]!, (int)report["num_shards"]!));
        JsonNode sliced = report["tensors"]!.AsArray().First(static t => t!["slices"] is not null)!;
        Assert.Equal("ok", (string)sliced["status"]!);
        Assert.Equal(64, ((string)sliced["sha256"]!).Length);
        Assert.All(new[] { "name", "dtype", "shape", "shard", "offset", "bytes", "crc32c" }, name => Assert.NotNull(sliced[name]));
    }

    [Fact]
    public void Inspect_Strings_HaveTheirLengths()
    {
        JsonNode expect = JsonNode.Parse(File.ReadAllText(Repository.Golden("checkpoints", "strings", "expect.json")))!["bundles"]![0]!;

        CommandRun.Answer answer = CommandRun.Of("inspect", Repository.Golden("checkpoints", "strings", (string)expect["prefix"]!),
            "--json", "--hash");

        Dictionary<string, JsonNode> tensors = JsonNode.Parse(answer.Output)!["tensors"]!.AsArray()
            .ToDictionary(static t => (string)t!["name"]!, static t => t!);
        Assert.All(expect["tensors"]!.AsArray().Where(static t => t!["lengths"] is not null), t =>
            Assert.Equal(t!["lengths"]!.ToJsonString(), tensors[(string)t["name"]!]["lengths"]!.ToJsonString()));
    }

    [Fact]
    public void Inspect_ForPeople_IsATable()
    {
        CommandRun.Answer answer = CommandRun.Of("inspect", Repository.Golden("minimalsample", "model.ckpt-1"));

        Assert.Equal(ExitCode.Clean, answer.Code);
        Assert.Matches(@"float32\s+\[500,784\]\s+1568000\s+shard 0 @ ", answer.Output);
        Assert.Matches(@"(?m)^[0-9]+ tensors, 1\.5 MiB, 1 shard, format V2$", answer.Output);
    }

    [Theory]
    [InlineData("data_first_byte_a", "alpha")]
    [InlineData("header_twice_a", "one header")]
    [InlineData("graph_node_out_of_range", "expected the child")]
    public void Inspect_Damaged_SaysWhatAndExitsWithOne(string name, string expected)
    {
        string prefix = PrefixOf(name);
        CommandRun.Answer json = CommandRun.Of("inspect", prefix, "--json", "--hash");
        CommandRun.Answer table = CommandRun.Of("inspect", prefix, "--hash");

        Assert.Equal((ExitCode.Findings, ExitCode.Findings), (json.Code, table.Code));
        Assert.Contains(expected, json.Output, StringComparison.Ordinal);
        Assert.Contains(expected, table.Output, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(json.Output));
    }

    [Theory]
    [InlineData("magic_byte_0", "magic number")]
    [InlineData("index_missing_a", "no checkpoint of that prefix")]
    public void Inspect_CannotBeOpened_ExitsWithThree(string name, string expected)
    {
        CommandRun.Answer answer = CommandRun.Of("inspect", PrefixOf(name), "--json");

        Assert.Equal((ExitCode.Failure, ""), (answer.Code, answer.Output));
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_Directory_ChecksCheckpointsAndEventFiles()
    {
        CommandRun.Answer answer = CommandRun.Of("verify", Repository.Golden("minimalsample"), "--json");

        Assert.Equal(ExitCode.Clean, answer.Code);
        JsonNode report = JsonNode.Parse(answer.Output)!;
        Assert.InRange((int)report["tensors_checked"]!, 1, 1000);
        Assert.Contains(report["files"]!.AsArray(), static f => ((string)f!["path"]!)
            .EndsWith("model.ckpt-1.index", StringComparison.Ordinal));
        Assert.All(report["files"]!.AsArray(), static f =>
            Assert.Equal(("ok", (string?)null), ((string)f!["status"]!, (string?)f["error"])));
    }

    [Theory]
    [InlineData("data_last_byte_a")]
    [InlineData("data_missing_a")]
    [InlineData("blocks_last_damaged")]
    [InlineData("shards_one_cut")]
    [InlineData("keys_unsorted_a")]
    public void Verify_Damaged_NamesTheFile(string name)
    {
        CommandRun.Answer json = CommandRun.Of("verify", PrefixOf(name), "--json");
        CommandRun.Answer text = CommandRun.Of("verify", PrefixOf(name));

        Assert.Equal((ExitCode.Findings, ExitCode.Findings), (json.Code, text.Code));
        JsonNode report = JsonNode.Parse(json.Output)!;
        Assert.Contains(report["files"]!.AsArray(), static f => (string)f!["status"]! == "error" && f["error"] is not null);
        Assert.NotEmpty(report["errors"]!.AsArray());
        Assert.Contains("error", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Dump_Index_GivesEveryEntry()
    {
        string prefix = Repository.Golden("checkpoints", "slices", "p");

        CommandRun.Answer answer = CommandRun.Of("dump", prefix + ".index");

        JsonNode[] lines = [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonNode.Parse(line)!)];
        Assert.Equal(ExitCode.Clean, answer.Code);
        Assert.Equal("", (string)lines[0]["key"]!);
        Assert.Equal(1, (int)lines[0]["entry"]!["num_shards"]!);
        Assert.All(lines, static line => Assert.Equal(0, (int)line["block"]!));
        Assert.Contains(lines, static line => line["entry"]!["slices"] is not null && (string)line["entry"]!["dtype"]! == "DT_FLOAT");
        Assert.Contains(lines, static line => line["key_base64"] is not null || ((string)line["key"]!).StartsWith('\0'));
    }

    [Fact]
    public void Dump_IndexWithAnEntryThatIsNone_GoesOnAndExitsWithOne()
    {
        CommandRun.Answer answer = CommandRun.Of("dump", PrefixOf("entry_is_text") + ".index");

        string[] lines = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ExitCode.Findings, answer.Code);
        Assert.Single(lines, static line => JsonNode.Parse(line)!["error"] is not null);
        Assert.InRange(lines.Length, 5, 20);
    }

    [Fact]
    public void Dump_IndexWithADamagedBlock_EndsWithALineThatSaysSo()
    {
        CommandRun.Answer answer = CommandRun.Of("dump", PrefixOf("blocks_last_damaged") + ".index");

        JsonNode last = JsonNode.Parse(answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;
        Assert.Equal((ExitCode.Findings, ""), (answer.Code, answer.Error));
        Assert.Contains("with CRC-32C", (string)last["error"]!, StringComparison.Ordinal);
        Assert.Null(last["entry"]);
    }

    [Fact]
    public void ProgressLine_Terminal_IsDrawnAndTakenAway()
    {
        using StringWriter error = new();
        Host host = new(Stream.Null, error, OutputIsTerminal: false, ErrorIsTerminal: true, 80, TimeProvider.System);
        using (ProgressLine progress = new(host, 4 << 20, wanted: true))
        {
            progress.Report(1 << 20);
        }

        Assert.StartsWith("\r[=======                       ] 25 %", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[K", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void ProgressLine_NobodyLooksOrWants_StaysSilent(bool wanted, bool isTerminal)
    {
        using StringWriter error = new();
        using (ProgressLine progress = new(new Host(Stream.Null, error, false, isTerminal, 80, TimeProvider.System), 100, wanted))
        {
            progress.Report(50);
        }

        Assert.Equal("", error.ToString());
    }

    private static string PrefixOf(string name)
    {
        string folder = Path.Combine(Repository.GoldenSuite("checkpoint_verdicts"), name);
        JsonNode verdict = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "verdict.json"), Encoding.UTF8))!;
        return Path.Combine(folder, (string)verdict["prefix"]!);
    }
}
