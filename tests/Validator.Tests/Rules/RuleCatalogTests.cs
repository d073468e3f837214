using System.Reflection;
using System.Text.RegularExpressions;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation.Rules;
using Xunit;

namespace TensorBoardFormats.Tests.Rules;

/// <summary>The catalogue keeps its promises: every rule is in it, once, with a whole page, and the documentation says the same.</summary>
public sealed partial class RuleCatalogTests
{
    [Fact]
    public void All_Ids_AreUniqueAndKebabCase()
    {
        string[] ids = [.. RuleCatalog.All.Select(static r => r.Id)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.Matches(KebabCase(), id));
    }

    [Fact]
    public void All_SpecifiedRules_AreListed()
    {
        string[] specified = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Validator.Tests", "Rules", "rule-ids.txt"));
        Assert.DoesNotContain(specified, static id => RuleCatalog.Find(id) is null);
    }

    [Fact]
    public void All_RulesOfTheAssembly_AreListed()
    {
        IEnumerable<Rule> declared = typeof(RuleCatalog).Assembly.GetTypes()
            .SelectMany(static t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static f => f.FieldType == typeof(Rule)).Select(static f => (Rule)f.GetValue(null)!);
        Assert.Empty(declared.Where(static r => RuleCatalog.Find(r.Id) != r).Select(static r => r.Id));
    }

    [Fact]
    public void All_Pages_AreComplete()
    {
        foreach (Rule rule in RuleCatalog.All)
        {
            Assert.All((string[])[rule.What, rule.Why, rule.Failing, rule.Corrected, rule.References, rule.Versions, rule.Since], text => Assert.False(string.IsNullOrWhiteSpace(text), rule.Id));
            Assert.NotEqual(rule.Failing, rule.Corrected);
            Assert.EndsWith(".", rule.What, StringComparison.Ordinal);
            Assert.NotEqual(0, (int)rule.Holds);
        }
    }

    [Fact]
    public void Catalogue_Documentation_IsTheSame() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules.md")), RulePage.Catalogue());

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
