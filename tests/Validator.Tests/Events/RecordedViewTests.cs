using System.Text.Json.Nodes;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation.Events;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Every recorded answer of TensorBoard about event files, against our models of its loaders.</summary>
public class RecordedViewTests
{
    public static TheoryData<string> Verdicts => Cases(Repository.GoldenSuite("event_verdicts"), "verdict.json");

    public static TheoryData<string> Served => Cases(Repository.Golden("events"), "served.json");

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Load_DamagedOrUnusualDirectory_ShowsWhatTensorBoardShows(string name)
    {
        string folder = Path.Combine(Repository.GoldenSuite("event_verdicts"), name);
        JsonObject verdict = Read(Path.Combine(folder, "verdict.json"));

        Assert.Empty(Differences(Path.Combine(folder, "logdir"), verdict));
    }

    [Theory]
    [MemberData(nameof(Served))]
    public void Load_DirectoryOfARealWriter_ShowsWhatTensorBoardShows(string name)
    {
        string folder = Repository.Golden("events", name);

        Assert.Empty(Differences(folder, Read(Path.Combine(folder, "served.json"))));
    }

    private static List<string> Differences(string directory, JsonObject recorded)
    {
        JsonObject slow = recorded["slow_loader"]!.AsObject();
        JsonObject fast = recorded["fast_loader"] as JsonObject ?? slow;
        string[] flags = [.. (recorded["flags"] as JsonArray ?? []).Select(static f => f!.GetValue<string>())];
        int runs = Directory.EnumerateFiles(directory, "*tfevents*", SearchOption.AllDirectories).Select(Path.GetDirectoryName).Distinct().Count();
        bool isPartial = slow["load_error"] is not null && runs > 1;
        return
        [
            .. RecordedView.Differences(directory, LoaderKind.Slow, flags, slow, isPartial).Select(static d => "slow " + d),
            .. RecordedView.Differences(directory, LoaderKind.Fast, flags, fast, isPartial: false).Select(static d => "fast " + d),
        ];
    }

    private static TheoryData<string> Cases(string folder, string file) =>
        [.. Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, file))).Select(static d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
}
