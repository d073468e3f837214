using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>Which findings a report lists, and how bad they count.</summary>
public sealed record ReportOptions
{
    /// <summary>Everything, as the rules say.</summary>
    public static ReportOptions Default { get; } = new();

    /// <summary>Rules to keep, by id or with <c>*</c>; empty keeps all.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>Rules to leave out, by id or with <c>*</c>.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Severities that stand for the rule's own.</summary>
    public IReadOnlyDictionary<string, Severity> Severities { get; init; } = new Dictionary<string, Severity>();

    /// <summary>The most findings to list; null for all.</summary>
    public int? MaxFindings { get; init; }

    /// <summary>The report as these options want it, all findings still in it.</summary>
    public ValidationReport Apply(ValidationReport report) => report with
    {
        Findings =
        [
            .. report.Findings
                .Where(f => Keeps(f.Rule))
                .Select(f => Severities.TryGetValue(f.Rule.Id, out Severity severity) ? f with { Severity = severity } : f),
        ],
    };

    /// <summary>The findings that fit <see cref="MaxFindings"/>, worst first when some must go, in their order.</summary>
    public IReadOnlyList<Finding> Listed(ValidationReport report)
    {
        if (MaxFindings is not int most || report.Findings.Count <= most)
        {
            return report.Findings;
        }

        HashSet<Finding> kept = new(report.Findings.OrderByDescending(static f => f.Severity).Take(most), ReferenceEqualityComparer.Instance);
        return [.. report.Findings.Where(kept.Contains)];
    }

    /// <summary>True when <paramref name="pattern"/> names a rule, or has a <c>*</c>.</summary>
    public static bool IsKnown(string pattern) => pattern.Contains('*', StringComparison.Ordinal) || RuleCatalog.Find(pattern) is not null;

    private bool Keeps(Rule rule) =>
        (Select.Count == 0 || Select.Any(p => Matches(p, rule.Id))) && !Ignore.Any(p => Matches(p, rule.Id));

    private static bool Matches(string pattern, string id) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, id, ignoreCase: false);
}
