using System.CommandLine;
using System.Globalization;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.TbCheck.Console;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck repack PREFIX TARGET</c>: copies a checkpoint by reading, checking and writing its values.</summary>
internal static class RepackCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string> source = new("PREFIX") { Description = "The checkpoint: its path without .index." };
        Argument<string> target = new("TARGET") { Description = "The prefix of the copy." };
        Option<bool> single = new("--single-shard") { Description = "Put everything into one data file." };
        Option<string[]> select = new("--select")
        {
            Description = "Take only tensors whose names match: * any characters, ? one. May be given again.",
            HelpName = "GLOB",
        };
        Option<string[]> rename = new("--rename") { Description = "Give a tensor another name. May be given again.", HelpName = "OLD=NEW" };
        Option<bool> quiet = new("--no-progress") { Description = "No progress on the terminal." };
        rename.Validators.Add(static result =>
        {
            foreach (string pair in result.Tokens.Select(static token => token.Value))
            {
                if (pair.IndexOf('=', StringComparison.Ordinal) < 1)
                {
                    result.AddError($"--rename takes OLD=NEW, not '{pair}'.");
                }
            }
        });
        Command command = new("repack", "Copies a checkpoint, checking every value; shards, order and slices stay unless told otherwise.")
        {
            source, target, single, select, rename, quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            host,
            parsed.GetRequiredValue(source),
            parsed.GetRequiredValue(target),
            new CheckpointRepackOptions { SingleShard = parsed.GetValue(single), Select = parsed.GetValue(select) ?? [], Rename = Pairs(parsed.GetValue(rename) ?? []) },
            !parsed.GetValue(quiet),
            cancellation)));
        return command;
    }

    private static int Run(Host host, string source, string target, CheckpointRepackOptions options, bool showProgress, CancellationToken cancellation)
    {
        try
        {
            CheckpointInfo info;
            using (ProgressLine progress = new(host, showProgress && host.ErrorIsTerminal ? SizeOf(source) : 0, showProgress))
            {
                info = CheckpointRepacker.Repack(source, target, options, progress, cancellation);
            }

            using StreamWriter text = host.OpenText();
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{info.Prefix}: {info.TensorCount} tensors, {info.ShardCount} data files, {Terminal.Size(info.DataBytes)}"));
            return ExitCode.Clean;
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

    private static long SizeOf(string source)
    {
        using CheckpointReader reader = CheckpointReader.Open(source);
        return reader.Entries.Sum(static entry => entry.Length);
    }

    private static Dictionary<string, string> Pairs(string[] pairs)
    {
        Dictionary<string, string> names = [];
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            names[pair[..equals]] = pair[(equals + 1)..];
        }

        return names;
    }
}
