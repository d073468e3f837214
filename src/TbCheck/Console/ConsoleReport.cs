using TensorBoardFormats.Files;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Reports;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>The report for people: the verdict, then each cause with its place, its consequences and the way out.</summary>
internal sealed class ConsoleReport(TextWriter output, Palette palette, int width)
{
    private const int WidestText = 100;
    private const int MostConsequences = 4;
    private const int MostInfos = 3;

    private int Width => Math.Min(width, WidestText);

    /// <summary>Writes one report.</summary>
    public void Write(ValidationReport report, ReportOptions options)
    {
        WriteVerdict(report);
        IReadOnlyList<Finding> listed = options.Listed(report);
        ILookup<(string, string?), Finding> byCause = listed.Where(static f => f.Cause is not null).ToLookup(static f => (f.Cause!.Id, f.Cause.Path));
        HashSet<(string, string?)> present = [.. listed.Select(static f => (f.Rule.Id, f.Path))];
        HashSet<Finding> told = new(ReferenceEqualityComparer.Instance);
        Finding[] causes = [.. listed.Where(f => f.Cause is null || !present.Contains((f.Cause.Id, f.Cause.Path)))
            .OrderByDescending(f => Math.Max((int)f.Severity, (int)byCause[(f.Rule.Id, f.Path)].Select(static c => c.Severity).DefaultIfEmpty().Max()))];
        foreach (Finding finding in causes.Where(static f => f.Severity > Severity.Info || f.Fix is not null))
        {
            WriteFinding(report, finding, [.. byCause[(finding.Rule.Id, finding.Path)].Where(f => BelongsTo(f, finding, causes)).Where(told.Add)]);
        }

        WriteInfos(report, [.. causes.Where(static f => f.Severity == Severity.Info && f.Fix is null)]);
        WriteSummary(report, listed.Count);
    }

    // Several causes of one kind may stand in one file; the one in the same line is meant.
    private static bool BelongsTo(Finding consequence, Finding cause, Finding[] causes) =>
        consequence.Line == cause.Line || !causes.Any(c => c.Rule == cause.Rule && c.Path == cause.Path && c.Line == consequence.Line);

    private void WriteVerdict(ValidationReport report)
    {
        string line = $"{Paragraph.Harmless(report.Input)}: {VerdictLine.Of(report)}";
        Func<string, string> paint = report.Verdict.Loads ? report.Count(Severity.Error) > 0 ? palette.Yellow : palette.Green
            : report.Count(Severity.Error) > 0 ? palette.Red : palette.Bold;
        foreach (string part in Paragraph.Wrap(line, Width, "  "))
        {
            output.WriteLine(paint(part));
        }

        foreach (string detail in VerdictLine.Details(report))
        {
            foreach (string part in Paragraph.Wrap(Paragraph.Harmless(detail.Trim()), Width - 2, "    "))
            {
                output.WriteLine("  " + part);
            }
        }
    }

    private void WriteFinding(ValidationReport report, Finding finding, IReadOnlyList<Finding> consequences)
    {
        output.WriteLine();
        string place = Place(finding);
        string word = finding.Severity.Word();
        string head = $"{place}{(place.Length > 0 ? ": " : "")}{word} {finding.Rule.Id}:";
        string condition = finding.Holds.Condition(report.Judged) is string when ? $" ({char.ToUpperInvariant(when[0])}{when[1..]}.)" : "";
        bool isFirst = true;
        foreach (string part in Paragraph.Wrap($"{head} {Paragraph.Harmless(finding.Message)}{condition}", Width, "  "))
        {
            output.WriteLine(isFirst && part.StartsWith(head, StringComparison.Ordinal)
                ? $"{palette.Bold(place)}{(place.Length > 0 ? ": " : "")}{Paint(finding.Severity, $"{word} {finding.Rule.Id}")}:{part[head.Length..]}" : part);
            isFirst = false;
        }

        foreach (string line in Excerpt.Of(FileStore.Disk, report, finding, Width - 4))
        {
            output.WriteLine("    " + palette.Dim(line));
        }

        foreach (Finding consequence in consequences.Take(MostConsequences))
        {
            string message = consequence.Message;
            int cause = message.IndexOf(" The cause: ", StringComparison.Ordinal); // It stands right above.
            WriteIndented("-> ", $"{consequence.Rule.Id}: {Paragraph.Harmless(cause < 0 ? message : message[..cause])}");
        }

        if (consequences.Count > MostConsequences)
        {
            output.WriteLine($"  -> and {consequences.Count - MostConsequences} more");
        }

        if (finding.Fix is string fix)
        {
            string option = finding.Repair!.Safety == FixSafety.Safe ? "--fix" : "--unsafe-fixes";
            WriteIndented("", $"{option} would {Paragraph.Harmless(fix)}.", palette.Blue);
        }
    }

    private void WriteInfos(ValidationReport report, IReadOnlyList<Finding> infos)
    {
        if (infos.Count == 0)
        {
            return;
        }

        output.WriteLine();
        foreach (IGrouping<string, Finding> group in infos.GroupBy(static f => f.Rule.Id).Take(report.Count(Severity.Error) > 0 ? MostInfos : int.MaxValue))
        {
            Finding first = group.First();
            string more = group.Count() > 1 ? $" ({group.Count()} times)" : "";
            string condition = first.Holds.Condition(report.Judged) is string when ? $" ({char.ToUpperInvariant(when[0])}{when[1..]}.)" : "";
            foreach (string part in Paragraph.Wrap($"info {first.Rule.Id}:"
                + $" {Paragraph.Harmless(first.Message)}{condition}{more}", Width, "  "))
            {
                output.WriteLine(palette.Dim(part));
            }
        }
    }

    private void WriteSummary(ValidationReport report, int listed)
    {
        output.WriteLine();
        string counts = string.Join(", ", ((Severity[])[Severity.Error, Severity.Warning, Severity.Info]).Select(s => (Severity: s, Count: report.Count(s)))
            .Where(static c => c.Count > 0).Select(static c => $"{c.Count} {c.Severity.Word()}{(c.Count > 1 && c.Severity != Severity.Info ? "s" : "")}"));
        output.WriteLine(counts.Length == 0 ? "Nothing is wrong." : $"{counts}{(listed < report.Findings.Count ? $", {listed} of them listed" : "")}. tbcheck rule ID explains a rule.");
    }

    private void WriteIndented(string mark, string text, Func<string, string>? paint = null)
    {
        foreach (string part in Paragraph.Wrap(mark + text, Width - 2, new string(' ', mark.Length)))
        {
            output.WriteLine("  " + (paint is null ? part : paint(part)));
        }
    }

    private static string Place(Finding finding) => finding.Path is not string path ? ""
        : Paragraph.Harmless(path) + (finding.Line is int line ? finding.Column is int column ? $":{line}:{column}" : $":{line}"
            : finding.Offset is long offset ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@0x{offset:x}") : "");

    private string Paint(Severity severity, string text) => severity switch
    {
        Severity.Error => palette.Red(text),
        Severity.Warning => palette.Yellow(text),
        _ => palette.Blue(text),
    };
}
