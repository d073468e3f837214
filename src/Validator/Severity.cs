namespace TensorBoardFormats.Validation;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is lost.</summary>
    Info,

    /// <summary>Shown, but degraded, misleading or fragile.</summary>
    Warning,

    /// <summary>TensorBoard cannot show it, or shows something wrong.</summary>
    Error,
}

/// <summary>The words for <see cref="Severity"/> in reports and options.</summary>
public static class SeverityNames
{
    /// <summary>The word: <c>error</c>, <c>warning</c> or <c>info</c>.</summary>
    public static string Word(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    /// <summary>Reads a word of <see cref="Word"/>.</summary>
    public static bool TryParse(string word, out Severity severity)
    {
        severity = word switch { "error" => Severity.Error, "warning" => Severity.Warning, _ => Severity.Info };
        return word is "error" or "warning" or "info";
    }
}
