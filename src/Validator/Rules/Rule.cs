namespace TensorBoardFormats.Validation.Rules;

/// <summary>One way to be wrong: what is found, whom it hits, and what to do. The text stands beside the code that finds it.</summary>
public sealed class Rule
{
    internal Rule(
        string id,
        Severity severity,
        string what,
        string why,
        string failing,
        string corrected,
        string references,
        FixSafety fix = FixSafety.None,
        ProfileSet holds = ProfileSet.All,
        string versions = "all",
        string since = "0.1.0")
    {
        Id = id;
        Severity = severity;
        What = what;
        Why = why;
        Failing = failing;
        Corrected = corrected;
        References = references;
        Fix = fix;
        Holds = holds;
        Versions = versions;
        Since = since;
    }

    /// <summary>Kebab-case name; never reused for something else.</summary>
    public string Id { get; }

    /// <summary>The severity unless a report says otherwise.</summary>
    public Severity Severity { get; }

    /// <summary>The fault in one sentence.</summary>
    public string What { get; }

    /// <summary>What TensorBoard does then, and what a person sees.</summary>
    public string Why { get; }

    /// <summary>An example that raises the rule.</summary>
    public string Failing { get; }

    /// <summary>The same example made right.</summary>
    public string Corrected { get; }

    /// <summary>Where it can be read up: files of TensorBoard or TensorFlow, and reports of people who met it.</summary>
    public string References { get; }

    /// <summary>Whether the tool can repair it.</summary>
    public FixSafety Fix { get; }

    /// <summary>The surroundings under which the rule can hold at all.</summary>
    public ProfileSet Holds { get; }

    /// <summary>The TensorBoard versions that behave like this, in words.</summary>
    public string Versions { get; }

    /// <summary>The first version of this tool that has the rule.</summary>
    public string Since { get; }
}
