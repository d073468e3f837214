using System.Globalization;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Gathers what is found in one run: the first of a kind with its place, the others as a number.</summary>
internal sealed class FindingLog(RuleContext context, FindingSink sink, string run)
{
    private readonly Dictionary<(Rule Rule, string Path, string Subject), (Finding First, int Count)> _findings = [];

    /// <summary>Notes a fault.</summary>
    /// <param name="rule">What kind.</param>
    /// <param name="place">Where.</param>
    /// <param name="subject">What it is about, as <c>tag 'loss'</c>; faults of one rule and subject in one file are told once.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What a sound file has there.</param>
    /// <param name="severity">Other than the rule's.</param>
    /// <param name="holds">Other than the rule's.</param>
    /// <param name="repair">What takes it away.</param>
    public void Report(
        Rule rule, Place place, string subject, string found, string expected, Severity? severity = null, ProfileSet? holds = null, Repair? repair = null)
    {
        var key = (rule, place.Path, subject);
        if (_findings.TryGetValue(key, out (Finding First, int Count) known))
        {
            _findings[key] = (known.First, known.Count + 1);
            return;
        }

        ProfileSet profiles = (holds ?? rule.Holds) & context.Options.Profiles;
        if (profiles != ProfileSet.None)
        {
            string message = $"{subject}: found {found}, expected {expected}. {rule.Why}";
            _findings.Add(key, (new Finding(rule, severity ?? rule.Severity, message)
            {
                Path = context.Relative(place.Path),
                Offset = place.Offset,
                Length = place.Length,
                Run = run,
                Holds = profiles,
                Repair = repair,
            }, 1));
        }
    }

    /// <summary>Hands everything on.</summary>
    public void Flush()
    {
        foreach ((Finding first, int count) in _findings.Values)
        {
            sink.Add(count == 1 ? first : first with
            {
                Message = first.Message + string.Create(CultureInfo.InvariantCulture, $" ({count - 1} more like it in this file.)"),
            });
        }

        _findings.Clear();
    }
}

/// <summary>A place in a file.</summary>
/// <param name="Path">The file as the file store is asked for it.</param>
/// <param name="Offset">Byte offset of the record, or null for the file as a whole.</param>
/// <param name="Length">Bytes of the record.</param>
internal readonly record struct Place(string Path, long? Offset = null, long? Length = null);
