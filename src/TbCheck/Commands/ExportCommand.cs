using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using TensorBoardFormats.Files;
using TensorBoardFormats.TbCheck.Export;
using TensorBoardFormats.Validation.Events;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck export LOGDIR --as csv|jsonl|parquet -o FILE</c>: every scalar of a log directory as a table.</summary>
internal static class ExportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string> logdir = new("LOGDIR") { Description = "The log directory." };
        Option<string> format = new("--as") { Description = "csv, jsonl or parquet.", Required = true };
        format.AcceptOnlyFromAmong("csv", "jsonl", "parquet");
        Option<string> output = new("--output", "-o") { Description = "The file to write; it must not exist.", Required = true };
        Command command = new("export", "Writes every scalar of a log directory, unsampled, as CSV, JSON lines or Parquet.") { logdir, format, output };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            host, parsed.GetRequiredValue(logdir), parsed.GetRequiredValue(format), parsed.GetRequiredValue(output), cancellation)));
        return command;
    }

    private static int Run(Host host, string logdir, string format, string output, CancellationToken cancellation)
    {
        if (FileStore.Disk.Probe(logdir) != EntryKind.Directory)
        {
            host.Error.WriteLine($"tbcheck: {logdir}: expected a directory");
            return ExitCode.Failure;
        }

        if (format == "parquet" && !RuntimeFeature.IsDynamicCodeSupported)
        {
            host.Error.WriteLine("tbcheck: the native program cannot write Parquet, whose library makes code as it runs; use the dotnet tool, or csv or jsonl");
            return ExitCode.Usage;
        }

        int faults = 0;
        ScalarExport export = new(FileStore.Disk, logdir, fault =>
        {
            faults++;
            host.Error.WriteLine($"tbcheck: left out: {fault}");
        });
        if (FileStore.Disk.Probe(output) != EntryKind.Missing)
        {
            host.Error.WriteLine($"tbcheck: {output}: exists already");
            return ExitCode.Failure;
        }

        long rows;
        using (AtomicFile file = AtomicFile.Create(FileStore.Disk, output))
        {
            using (FileSink sink = new(file.File))
            {
                rows = Write(format, sink, export.Rows(cancellation));
            }

            file.Close(flushToDisk: false);
            file.Publish();
        }

        using StreamWriter text = host.OpenText();
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {rows} scalars"));
        return faults == 0 ? ExitCode.Clean : ExitCode.Findings;
    }

    // The condition is a constant in the native program, which therefore holds nothing of Parquet.
    private static long Write(string format, Stream target, IEnumerable<ScalarRow> rows)
    {
        if (RuntimeFeature.IsDynamicCodeSupported && format == "parquet")
        {
            return ScalarParquet.Write(target, rows);
        }

        return format == "csv" ? ScalarText.WriteCsv(target, rows) : ScalarText.WriteJsonLines(target, rows);
    }
}
