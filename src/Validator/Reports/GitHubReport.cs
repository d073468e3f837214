namespace TensorBoardFormats.Validation.Reports;

/// <summary>The report as workflow commands of GitHub Actions, which annotate the files of a commit.</summary>
public static class GitHubReport
{
    // GitHub shows ten annotations of each level and step.
    private const int MostPerLevel = 10;

    /// <summary>Writes one line a finding, at most ten of each severity.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ValidationReport> reports, ReportOptions options)
    {
        foreach (Severity severity in (Severity[])[Severity.Error, Severity.Warning, Severity.Info])
        {
            var all = reports.SelectMany(options.Listed, static (report, finding) => (report.Input, Finding: finding))
                .Where(f => f.Finding.Severity == severity).ToArray();
            foreach ((string input, Finding finding) in all.Take(MostPerLevel))
            {
                output.WriteLine(Line(input, finding));
            }

            if (all.Length > MostPerLevel)
            {
                output.WriteLine($"{all.Length - MostPerLevel} more of severity {severity.Word()} are not shown");
            }
        }
    }

    private static string Line(string input, Finding finding)
    {
        string command = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
        List<string> properties = [$"title={Property($"{ToolInfo.Name} ({finding.Rule.Id})")}"];
        if (finding.Path is string path)
        {
            properties.Add($"file={Property(InWorkspace(input, path))}");
        }

        if (finding.Line is int line)
        {
            properties.Add($"line={line}");
            if (finding.Column is int column)
            {
                properties.Add($"col={column}");
            }
        }

        string place = finding.Offset is long offset
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at byte 0x{offset:x}: ") : "";
        return $"::{command} {string.Join(',', properties)}::{Data(place + finding.Message)}";
    }

    // A log directory given relative to the working directory lies in the workspace; of any other only its own paths are told.
    private static string InWorkspace(string input, string path) =>
        Path.IsPathRooted(input) || input.StartsWith('~') || input is "." or "" ? path : input.Replace('\\', '/').TrimEnd('/') + "/" + path;

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
