using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;
using Xunit;

namespace TensorBoardFormats.Tests.Rules;

/// <summary>The findings against what was recorded of TensorBoard: listed rules are raised, near misses are not, flawless directories have no error and dead ones have one.</summary>
public sealed partial class RecordedRulesTests
{
    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string suite in (string[])["logdirs", "browser"])
        {
            foreach (string folder in Directory.GetDirectories(Repository.GoldenSuite(suite)).Order(StringComparer.Ordinal))
            {
                cases.Add(suite, Path.GetFileName(folder));
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Validate_RecordedDirectory_RaisesWhatTheVerdictSays(string suite, string name)
    {
        string source = Path.Combine(Repository.GoldenSuite(suite), name);
        JsonObject verdict = JsonNode.Parse(NotJson().Replace(File.ReadAllText(Path.Combine(source, "verdict.json")), "$1\"$2\""))!.AsObject();
        using PreparedCase place = new(source);
        LogDirectoryValidator validator = new(new TensorBoardHost(new ClosedFileStore(place.Closed), place.WorkingDirectory, place.Home));
        ValidationReport report = validator.Validate(place.Argument, new ValidationOptions { IsLogDirectorySpec = place.IsSpec }, cancellation: TestContext.Current.CancellationToken);
        List<string> differences = [.. Differences(verdict, report)];
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static IEnumerable<string> Differences(JsonObject verdict, ValidationReport report)
    {
        string[] rules = Words(verdict["rules"]), nearMisses = Words(verdict["near_misses"]);
        HashSet<string> ids = [.. report.Findings.Select(static f => f.Rule.Id)];
        Dictionary<string, string> outcomes = verdict["profiles"] is JsonObject profiles
            ? profiles.ToDictionary(static p => p.Key, static p => (string)p.Value!["outcome"]!)
            : new() { ["browser"] = (string)verdict["browser"]!["outcome"]! };
        string[] failed = [.. outcomes.Where(o => rules.Length == 0 && Failing().IsMatch(o.Value)).Select(static o => o.Key)];
        foreach (string missing in rules.Where(r => !ids.Contains(r)))
        {
            yield return $"{missing} is not raised; raised: {string.Join(", ", ids)}";
        }

        foreach (Finding near in report.Findings.Where(f => nearMisses.Contains(f.Rule.Id) && !f.Holds.Words().All(failed.Contains)))
        {
            yield return $"{near.Rule.Id} is raised and only comes close: {near.Message}";
        }

        // The server's verdicts do not tell what the page makes of its answers.
        bool isShown = report.Verdict.Profiles.All(static p => p.Runs.All(static r => r.Embeddings.All(static e => e.IsShown)));
        bool flawless = rules.Length == 0 && outcomes.Values.All(static o => o is "OK" or "SHOWN") && (isShown || verdict["browser"] is not null);
        foreach (Finding error in report.Findings.Where(f => flawless && f.Severity == Severity.Error))
        {
            yield return $"{error.Rule.Id} is an error, and nothing was wrong: {error.Message}";
        }

        if (outcomes.Values.All(static o => o.StartsWith("DEAD", StringComparison.Ordinal) || o.StartsWith("ABORT", StringComparison.Ordinal)) && report.Count(Severity.Error) == 0)
        {
            yield return "everything is dead, and no error says so";
        }

        foreach (Finding absolute in report.Findings.Where(static f => f.Path?.StartsWith('/') ?? false))
        {
            yield return $"{absolute.Rule.Id} has an absolute path: {absolute.Path}";
        }
    }

    private static string[] Words(JsonNode? list) => [.. list?.AsArray().Select(static w => (string)w!) ?? []];

    // Python's json writes what JSON has not.
    [GeneratedRegex(@"(?m)^(\s*(?:""\w+"": )?)(NaN|-?Infinity)(?=,?\r?$)")]
    private static partial Regex NotJson();

    [GeneratedRegex("-[45]00")]
    private static partial Regex Failing();
}
