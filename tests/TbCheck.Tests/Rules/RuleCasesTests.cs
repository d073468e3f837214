using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Rules;
using Xunit;

namespace TensorBoardFormats.Tests.Rules;

/// <summary>Each rule of the projector has a directory that raises it and one that does not.</summary>
public sealed partial class RuleCasesTests
{
    public static TheoryData<string> Made() => [.. RuleCases.All.Keys];

    [Theory]
    [MemberData(nameof(Made))]
    public void Check_FailingCase_RaisesTheRule(string id)
    {
        using LogdirBuilder directory = new();
        RuleCases.All[id].Failing(directory);
        Assert.Contains(id, directory.Raised());
    }

    [Theory]
    [MemberData(nameof(Made))]
    public void Check_PassingCase_DoesNotRaiseTheRule(string id)
    {
        using LogdirBuilder directory = new();
        RuleCases.All[id].Passing(directory);
        Assert.DoesNotContain(id, directory.Raised());
    }

    [Fact]
    public void Catalogue_EveryProjectorRule_HasACase()
    {
        HashSet<string> recorded = [];
        foreach (string suite in (string[])["logdirs", "browser"])
        {
            foreach (string verdict in Directory.GetDirectories(Repository.GoldenSuite(suite)).Select(static f => Path.Combine(f, "verdict.json")).Where(File.Exists))
            {
                JsonNode node = JsonNode.Parse(NotJson().Replace(File.ReadAllText(verdict), "$1\"$2\""))!;
                recorded.UnionWith(node["rules"]?.AsArray().Select(static r => (string)r!) ?? []);
            }
        }

        IEnumerable<Rule> projector = RuleCatalog.Groups.Where(static g => g.Title != "Event files").SelectMany(static g => g.Rules);
        Assert.DoesNotContain(projector, rule => !recorded.Contains(rule.Id) && !RuleCases.All.ContainsKey(rule.Id));
    }

    [Fact]
    public void Check_SoundDirectory_RaisesNothingButAdvice()
    {
        using LogdirBuilder directory = new();
        ValidationReport report = directory.Sound(20, "metadata_path: \"m.tsv\"").Text("m.tsv", "Index\tLabel\n" + string.Concat(Enumerable.Range(0, 20).Select(static i => $"{i}\tlabel {i % 5}\n"))).Check();
        Assert.True(report.Verdict.Loads);
        Assert.Equal(["metadata-repeated-colours", "tab-needs-reload"], report.Findings.Select(static f => f.Rule.Id).Order());
    }

    // Python's json writes what JSON has not.
    [GeneratedRegex(@"(?m)^(\s*(?:""\w+"": )?)(NaN|-?Infinity)(?=,?\r?$)")]
    private static partial Regex NotJson();
}
