namespace TensorBoardFormats.Validation.Rules;

/// <summary>
/// Collects findings from any number of threads. The same fault found under several profiles becomes one finding that holds under all of
/// them.
/// </summary>
internal sealed class FindingSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Id, string? Path, string? Run, string? Embedding, int? Line, long? Offset), Finding> _findings = [];

    /// <summary>Takes one finding.</summary>
    public void Add(Finding finding)
    {
        var key = (finding.Rule.Id, finding.Path, finding.Run, finding.Embedding, finding.Line, finding.Offset);
        lock (_gate)
        {
            _findings[key] = _findings.TryGetValue(key, out Finding? known) ? Merge(known, finding) : finding;
        }
    }

    /// <summary>All findings, sorted by path, place and id, whatever the order in which they came.</summary>
    public IReadOnlyList<Finding> Sorted()
    {
        lock (_gate)
        {
            Finding[] all = [.. _findings.Values];
            Array.Sort(all, Compare);
            return all;
        }
    }

    private static Finding Merge(Finding a, Finding b)
    {
        Finding first = Compare(a, b) is var order && (order < 0 || (order == 0 && string.CompareOrdinal(a.Message, b.Message) <= 0)) ? a : b;
        Finding worst = a.Severity == b.Severity ? first : a.Severity > b.Severity ? a : b;
        return worst with { Holds = a.Holds | b.Holds, Cause = worst.Cause ?? a.Cause ?? b.Cause, Repair = worst.Repair ?? a.Repair ?? b.Repair };
    }

    private static int Compare(Finding a, Finding b)
    {
        int order = string.CompareOrdinal(a.Path ?? "", b.Path ?? "");
        order = order != 0 ? order : (a.Line ?? 0).CompareTo(b.Line ?? 0);
        order = order != 0 ? order : (a.Column ?? 0).CompareTo(b.Column ?? 0);
        order = order != 0 ? order : (a.Offset ?? 0).CompareTo(b.Offset ?? 0);
        order = order != 0 ? order : string.CompareOrdinal(a.Rule.Id, b.Rule.Id);
        order = order != 0 ? order : string.CompareOrdinal(a.Run ?? "", b.Run ?? "");
        return order != 0 ? order : string.CompareOrdinal(a.Embedding ?? "", b.Embedding ?? "");
    }
}
