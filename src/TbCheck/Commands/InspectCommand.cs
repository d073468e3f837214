using System.CommandLine;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;

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
        Command command = new("inspect", "Says what is in a checkpoint, an event file or a log directory.") { path, json, hash };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(host, parsed.GetRequiredValue(path), parsed.GetValue(json), parsed.GetValue(hash), cancellation)));
        return command;
    }

    private static int Run(Host host, string path, bool json, bool hash, CancellationToken cancellation)
    {
        bool isPrefix = FileStore.Disk.Probe(CheckpointFileNames.Index(path)) != EntryKind.Missing;
        if (!isPrefix && FileStore.Disk.Probe(path) == EntryKind.Directory)
        {
            return DirectoryInspection.Run(host, path, json);
        }

        return json ? CheckpointInspection.Run(host, path, hash, cancellation) : CheckpointTable.Run(host, path, hash, cancellation);
    }
}
