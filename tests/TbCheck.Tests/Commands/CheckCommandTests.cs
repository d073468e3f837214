using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Tests.Rules;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

/// <summary><c>tbcheck check</c> as scripts and people meet it.</summary>
public sealed class CheckCommandTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Repository.Root, "docs", "report.schema.json")));

    [Fact]
    public void Json_SoundDirectory_FitsTheSchemaAndLoads()
    {
        using LogdirBuilder directory = new();
        JsonNode report = Json(0, "check", directory.Sound().Root, "--format", "json");
        Assert.True((bool)report["verdict"]!["loads"]!);
        Assert.Equal(["fast", "notf", "tf"], report["verdict"]!["profiles"]!.AsObject().Select(static p => p.Key).Order());
        Assert.Equal("active", (string)report["verdict"]!["profiles"]!["notf"]!["tab"]!);
        Assert.Equal([20, 3], report["verdict"]!["profiles"]!["tf"]!["runs"]![0]!["embeddings"]![0]!["shape"]!.AsArray().Select(static n => (int)n!));
    }

    [Theory]
    [InlineData("logdir-missing", "nowhere")]
    [InlineData("logdir-is-file", "logs/x.tsv")]
    [InlineData("cloud-logdir-assets", "gs://bucket/logs")]
    public void Json_NoDirectory_IsAFindingNotAFailure(string id, string logdir)
    {
        using LogdirBuilder directory = new();
        string path = logdir.Contains("://", StringComparison.Ordinal) ? logdir : Path.Combine(Path.GetDirectoryName(directory.Sound().Root)!, logdir);
        JsonNode report = Json(1, path, "--format", "json");
        Assert.Contains(id, report["findings"]!.AsArray().Select(static f => (string)f!["id"]!));
    }

    [Fact]
    public void Json_EmptyDirectory_IsCleanUnlessEmbeddingsAreRequired()
    {
        using LogdirBuilder directory = new();
        Assert.Equal("projector-nothing-found", (string)Json(0, directory.Root, "--format", "json")["findings"]![0]!["id"]!);
        JsonNode required = Json(1, directory.Root, "--format", "json", "--require", "embeddings");
        Assert.Contains("embeddings-not-shown", required["findings"]!.AsArray().Select(static f => (string)f!["id"]!));
    }

    [Fact]
    public void Options_SelectIgnoreSeverityFailOn_ChangeListAndExitCode()
    {
        using LogdirBuilder directory = new();
        string root = directory.Sound(10).Root;
        Assert.Equal(["points-too-few-for-umap"], Ids(Json(0, root, "--format", "json", "--select", "points-*")));
        Assert.DoesNotContain("points-too-few-for-umap", Ids(Json(0, root, "--format", "json", "--ignore", "points-too-few-for-umap")));
        Assert.Equal("error", (string)Json(1, root, "--format", "json", "--select", "points-*", "--severity", "points-too-few-for-umap=error")["findings"]![0]!["severity"]!);
        Assert.Equal(1, CommandRun.Of(root, "--fail-on", "info").Code);
        Assert.True((bool)Json(0, root, "--format", "json", "--max-findings", "1")["truncated"]!);
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("check", "--no-such-option")]
    [InlineData("check", ".", "--no-such-option")]
    [InlineData("predict", "--no-such-option")]
    [InlineData("inspect", "--no-such-option")]
    [InlineData("merge", "--no-such-option", "-o", "out")]
    public void Options_Unknown_AreUsageErrorsThatNameThem(params string[] args)
    {
        CommandRun.Answer answer = CommandRun.Of(args);

        Assert.Equal(2, answer.Code);
        Assert.Equal("", answer.Output);
        Assert.Contains("--no-such-option", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_WithADashBehindTwoDashes_IsAPath()
    {
        CommandRun.Answer answer = CommandRun.Of("check", "--", "--no-such-directory");

        Assert.Equal(1, answer.Code);
        Assert.Contains("logdir-missing", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--select", "no-such-rule")]
    [InlineData("--severity", "config-bom=terrible")]
    [InlineData("--format", "xml")]
    [InlineData("--tensorboard-version", "two")]
    [InlineData("--max-findings", "-1")]
    public void Options_Wrong_AreUsageErrors(string option, string value)
    {
        CommandRun.Answer answer = CommandRun.Of("check", ".", option, value);
        Assert.Equal(2, answer.Code);
        Assert.Equal("", answer.Output);
        Assert.NotEqual("", answer.Error);
    }

    [Fact]
    public void Sarif_BrokenDirectory_HasWhatTheStandardAsksFor()
    {
        using LogdirBuilder directory = new();
        directory.Sound(2, "metadata_path: \"logs/m.tsv\"").Text("m.tsv", "a\nb\n");
        CommandRun.Answer answer = CommandRun.Of(directory.Root, "--format", "sarif");
        JsonNode log = JsonNode.Parse(answer.Output)!;
        Assert.Equal("2.1.0", (string)log["version"]!);
        JsonNode run = log["runs"]![0]!;
        JsonArray rules = run["tool"]!["driver"]!["rules"]!.AsArray(), results = run["results"]!.AsArray();
        Assert.NotEmpty(results);
        foreach (JsonNode? result in results)
        {
            Assert.Equal((string)result!["ruleId"]!, (string)rules[(int)result["ruleIndex"]!]!["id"]!);
            Assert.Contains((string)result["level"]!, (string[])["error", "warning", "note"]);
            Assert.NotEqual("", (string)result["message"]!["text"]!);
            if (result["locations"]?[0]?["physicalLocation"] is JsonNode place)
            {
                Assert.True(Uri.IsWellFormedUriString((string)place["artifactLocation"]!["uri"]!, UriKind.Relative));
                Assert.True((int?)place["region"]?["startLine"] is null or >= 1);
            }
        }

        Assert.All(rules, static r => Assert.False(string.IsNullOrEmpty((string?)r!["help"]!["text"])));
    }

    [Fact]
    public void GitHub_BrokenDirectory_IsOneEscapedLineAFinding()
    {
        using LogdirBuilder directory = new();
        directory.Sound().Text("x.tsv", "a,b\n1,2\n");
        CommandRun.Answer answer = CommandRun.Of(directory.Root, "--format", "github");
        Assert.Equal(1, answer.Code);
        string[] lines = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, static l => l.StartsWith("::error title=tbcheck (tensor-tsv-not-numeric),file=x.tsv,line=1::", StringComparison.Ordinal));
        Assert.All(lines, static l => Assert.Matches("^::(error|warning|notice) title=[^:]+::", l));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Console_DoubledPath_NamesTheRightPathWithinTheWidth(int width)
    {
        using LogdirBuilder directory = new();
        directory.Sound(2, "metadata_path: \"logs/metadata.tsv\"").Text("metadata.tsv", "a\nb\n");
        CommandRun.Answer answer = CommandRun.Of(width, directory.Root);
        Assert.Equal(1, answer.Code);
        Assert.Contains("asset-path-doubled", answer.Output);
        Assert.Contains("Write \"metadata.tsv\".", string.Join(' ', answer.Output.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("--fix would replace \"logs/metadata.tsv\" by \"metadata.tsv\"", answer.Output);
        Assert.All(answer.Output.Split('\n').Skip(1), line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public void Output_File_HoldsTheReport()
    {
        using LogdirBuilder directory = new();
        using TempFolder folder = new();
        CommandRun.Answer answer = CommandRun.Of(directory.Sound().Root, "--format", "json", "--output", folder["report.json"]);
        Assert.Equal("", answer.Output);
        Assert.Equal(1, (int)JsonNode.Parse(File.ReadAllText(folder["report.json"]))!["schemaVersion"]!);
    }

    [Fact]
    public void Rule_KnownAndUnknown_AnswersAndRefuses()
    {
        Assert.Contains("metadata_path", CommandRun.Of("rule", "asset-path-doubled").Output);
        Assert.Equal(2, CommandRun.Of("rule", "no-such-rule").Code);
        Assert.Contains("asset-path-doubled [--fix]", CommandRun.Of("rules").Output);
    }

    private static IEnumerable<string> Ids(JsonNode report) => report["findings"]!.AsArray().Select(static f => (string)f!["id"]!);

    private static JsonNode Json(int code, params string[] args)
    {
        CommandRun.Answer answer = CommandRun.Of(args);
        Assert.Equal(code, answer.Code);
        using JsonDocument document = JsonDocument.Parse(answer.Output);
        EvaluationResults results = Schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, answer.Output);
        return JsonNode.Parse(answer.Output)!;
    }
}
