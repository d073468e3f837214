using System.Text;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>The pages of the rules as text; <c>docs/rules.md</c> and <c>tbcheck rule</c> are made of them.</summary>
public static class RulePage
{
    /// <summary>One rule's page.</summary>
    public static string Markdown(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        string holds = rule.Holds.Condition(ProfileSet.All) is string condition ? $"{condition}; " : "";
        string fix = rule.Fix switch { FixSafety.Safe => "`--fix`", FixSafety.Unsafe => "`--unsafe-fixes`", _ => "by hand" };
        StringBuilder page = new();
        page.Append($"### {rule.Id}\n\n");
        page.Append($"{rule.Severity.Word()}; holds {holds}TensorBoard versions: {rule.Versions}; fix: {fix}; since {rule.Since}\n\n");
        page.Append($"{rule.What}\n\n");
        page.Append($"Why it matters: {rule.Why}\n\n");
        page.Append($"Failing:\n\n    {rule.Failing}\n\n");
        page.Append($"Corrected:\n\n    {rule.Corrected}\n\n");
        page.Append($"References: {rule.References}\n");
        return page.ToString();
    }

    /// <summary>All pages, as <c>docs/rules.md</c> has them.</summary>
    public static string Catalogue()
    {
        StringBuilder text = new();
        text.Append("# Rules\n\nMade from the catalogue by `tbcheck rules --markdown`; a test compares the two.\n");
        foreach (RuleGroup group in RuleCatalog.Groups.Where(static g => g.Rules.Count > 0))
        {
            text.Append($"\n## {group.Title}\n");
            foreach (Rule rule in group.Rules)
            {
                text.Append($"\n{Markdown(rule)}");
            }
        }

        return text.ToString();
    }
}
