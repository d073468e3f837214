using System.CommandLine;
using System.Globalization;
using TensorBoardFormats.Events;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck merge DIR… -o DIR</c>: joins the event files of one run in order.</summary>
internal static class MergeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string[]> sources = new("DIR") { Description = "Directories that hold the event files of one run.", Arity = ArgumentArity.OneOrMore };
        Option<string> target = new("--output", "-o") { Description = "Directory of the joined file; it must hold no event file.", Required = true };
        Option<bool> skip = new("--skip-damaged") { Description = "Leave damaged records out instead of refusing them." };
        Command command = new("merge", "Joins the event files of one run into one, in the order in which TensorBoard reads them.") { sources, target, skip };
        command.SetAction((parsed, _) => Task.FromResult(Run(
            host, parsed.GetRequiredValue(sources), parsed.GetRequiredValue(target), parsed.GetValue(skip))));
        return command;
    }

    private static int Run(Host host, string[] sources, string target, bool skipDamaged)
    {
        try
        {
            EventMergeResult result = EventFileMerger.Merge(sources, target, skipDamaged, EventFileWriterOptions.Default with { Clock = host.Clock });
            foreach (string fault in result.Faults)
            {
                host.Error.WriteLine($"tbcheck: left out: {fault}");
            }

            using StreamWriter text = host.OpenText();
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Path}: {result.Records} records of {result.Files.Count} files"));
            return result.Faults.Count == 0 ? ExitCode.Clean : ExitCode.Findings;
        }
        catch (MalformedFileException e)
        {
            host.Error.WriteLine($"tbcheck: {e.Message}");
            return ExitCode.Findings;
        }
        catch (ArgumentException e)
        {
            host.Error.WriteLine($"tbcheck: {e.Message}");
            return ExitCode.Usage;
        }
    }
}
