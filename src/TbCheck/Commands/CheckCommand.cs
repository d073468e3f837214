using System.CommandLine;
using TensorBoardFormats.Files;
using TensorBoardFormats.TbCheck.Console;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Reports;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck [check] LOGDIR…</c>: the verdict, and what is wrong.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        CheckOptions options = new();
        Command command = new("check", "Says whether TensorBoard's Embeddings tab will show a log directory, and if not, why and what to"
            + " do. The default command.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(new Check(host, options.Read(parsed), cancellation).Run()));
        return command;
    }
}

/// <summary>What the command line asks for.</summary>
/// <param name="Inputs">The log directories, or one spec.</param>
/// <param name="Validation">What is judged.</param>
/// <param name="Report">What is listed.</param>
internal sealed record CheckRequest(IReadOnlyList<string> Inputs, ValidationOptions Validation, ReportOptions Report)
{
    /// <summary>The form of the report.</summary>
    public string Format { get; init; } = "console";

    /// <summary>The file that the report goes to; null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>The severity from which on the exit code is 1.</summary>
    public Severity FailOn { get; init; } = Severity.Error;

    /// <summary>The fixes to make; <see cref="FixSafety.None"/> for none.</summary>
    public FixSafety Fix { get; init; }

    /// <summary>Show what would be changed and change nothing.</summary>
    public bool Diff { get; init; }

    /// <summary>Colour where there is a terminal.</summary>
    public bool Colour { get; init; } = true;

    /// <summary>Progress where there is a terminal.</summary>
    public bool Progress { get; init; } = true;
}

/// <summary>One run of the command.</summary>
internal sealed class Check(Host host, CheckRequest request, CancellationToken cancellation)
{
    /// <summary>Does it.</summary>
    public int Run()
    {
        List<ValidationReport> reports = [];
        foreach (string input in request.Inputs)
        {
            string logDirectory = TensorBoardHost.WithSlashes(input);
            ValidationReport report = Validate(logDirectory);
            if (request.Fix != FixSafety.None || request.Diff)
            {
                report = Fix(logDirectory, report);
            }

            reports.Add(request.Report.Apply(report));
        }

        Write(reports);
        return reports.Any(r => r.Findings.Any(f => f.Severity >= request.FailOn)) ? ExitCode.Findings : ExitCode.Clean;
    }

    private ValidationReport Validate(string logDirectory)
    {
        using ProgressLine progress = new(host, request.Validation.Deep ? DeepSize.Of(FileStore.Disk, logDirectory) : 0, request.Progress && request.Validation.Deep);
        return new LogDirectoryValidator().Validate(logDirectory, request.Validation, progress, cancellation);
    }

    private ValidationReport Fix(string logDirectory, ValidationReport report)
    {
        FixSafety allowed = request.Fix == FixSafety.None ? FixSafety.Safe : request.Fix;
        Fixer fixer = new(FileStore.Disk, host.Clock);
        if (request.Diff)
        {
            foreach (string line in fixer.Diff(request.Report.Apply(report), allowed))
            {
                host.Error.WriteLine(Paragraph.Harmless(line));
            }

            return report;
        }

        return fixer.Fix(report, request.Report, allowed, () => Validate(logDirectory), line => host.Error.WriteLine(Paragraph.Harmless(line)));
    }

    private void Write(IReadOnlyList<ValidationReport> reports)
    {
        if (request.Output is not string path)
        {
            WriteTo(host, reports);
            host.Output.Flush();
            return;
        }

        using MemoryStream bytes = new();
        WriteTo(host with { Output = bytes, OutputIsTerminal = false }, reports);
        AtomicFile.Write(FileStore.Disk, path, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), flushToDisk: false);
    }

    private void WriteTo(Host target, IReadOnlyList<ValidationReport> reports)
    {
        switch (request.Format)
        {
            case "json":
                Validation.Reports.JsonReport.Write(target.Output, reports, request.Report);
                break;
            case "sarif":
                SarifReport.Write(target.Output, reports, request.Report);
                break;
            case "html":
                HtmlReport.Write(target.Output, [.. reports.Select(static r => new HtmlSubject(r, VerdictLine.Of(r)))], request.Report);
                break;
            case "github":
                using (StreamWriter text = target.OpenText())
                {
                    GitHubReport.Write(text, reports, request.Report);
                }

                break;
            default:
                using (StreamWriter text = target.OpenText())
                {
                    ConsoleReport console = new(text, Palette.For(target, request.Colour), target.Width);
                    foreach (ValidationReport report in reports)
                    {
                        console.Write(report, request.Report);
                    }
                }

                break;
        }
    }
}
