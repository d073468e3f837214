using System.CommandLine;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Events;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck inspect PATH</c>: what is in a checkpoint, an event file or a log directory.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string> path = new("PATH") { Description = "The prefix of a checkpoint, or a directory." };
        Option<bool> json = new("--json") { Description = "For programs: one JSON object." };
        Option<bool> hash = new("--hash") { Description = "Read and check every tensor of a checkpoint, and give the SHA-256 of its value." };
        Option<LoaderKind> loader = new("--loader") { Description = "Whose view of the event files: slow (Python, the default) or fast (the data server)." };
        Option<string[]> flags = new("--flag")
        {
            Description = "A flag of TensorBoard that changes the view, as NAME=VALUE: " + string.Join(", ", LoaderFlags.Names) + ".",
        };
        Command command = new("inspect", "Says what is in a checkpoint, an event file or a log directory.") { path, json, hash, loader, flags };
        command.SetAction((parsed, cancellation) =>
        {
            LoaderFlags given = LoaderFlags.Default;
            foreach (string flag in parsed.GetValue(flags) ?? [])
            {
                try
                {
                    given = given.With(flag);
                }
                catch (ArgumentException e)
                {
                    host.Error.WriteLine($"tbcheck: {e.Message}");
                    return Task.FromResult(ExitCode.Usage);
                }
            }

            return Task.FromResult(Run(
                host, parsed.GetRequiredValue(path), parsed.GetValue(json), parsed.GetValue(hash), parsed.GetValue(loader), given, cancellation));
        });
        return command;
    }

    private static int Run(Host host, string path, bool json, bool hash, LoaderKind loader, LoaderFlags flags, CancellationToken cancellation)
    {
        bool isPrefix = FileStore.Disk.Probe(CheckpointFileNames.Index(path)) != EntryKind.Missing;
        if (!isPrefix && FileStore.Disk.Probe(path) == EntryKind.Directory)
        {
            return DirectoryInspection.Run(host, path, json, loader, flags, cancellation);
        }

        return json ? CheckpointInspection.Run(host, path, hash, cancellation) : CheckpointTable.Run(host, path, hash, cancellation);
    }
}
