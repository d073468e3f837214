using System.Text.Json;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.TbCheck.Console;
using TensorBoardFormats.Validation.Events;
using TensorBoardFormats.Validation.Events.Dashboards;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>What a directory holds: the checkpoints that its state file names, and what a loader of TensorBoard makes of its event files.</summary>
internal static class DirectoryInspection
{
    /// <summary>Inspects <paramref name="directory"/>.</summary>
    /// <returns><see cref="ExitCode.Findings"/> when the load of the event files ends in an error.</returns>
    public static int Run(Host host, string directory, bool asJson, LoaderKind loader, LoaderFlags flags, CancellationToken cancellation)
    {
        CheckpointStateResult state = CheckpointState.Read(directory);
        LoaderView view = new LogDirectoryLoader(FileStore.Disk, flags).Load(loader, directory, cancellation);
        if (asJson)
        {
            using Utf8JsonWriter json = JsonReport.Open(host);
            json.WriteStartObject();
            WriteState(json, directory, state);
            json.WritePropertyName("events");
            new LoaderViewJson(json, view, FileStore.Disk).Write();
            json.WriteEndObject();
        }
        else
        {
            using StreamWriter text = host.OpenText();
            text.WriteLine(state.Latest is { } latest ? $"latest checkpoint: {Below(latest, directory)}" : $"no checkpoint: {state.Problem}");
            foreach (string kept in state.All)
            {
                text.WriteLine($"  kept: {Below(kept, directory)}");
            }

            EventTable.Write(host, text, view);
        }

        return view.Error is null ? ExitCode.Clean : ExitCode.Findings;
    }

    /// <summary>Writes the member <c>checkpoint_state</c>.</summary>
    public static void WriteState(Utf8JsonWriter json, string directory, CheckpointStateResult state)
    {
        json.WriteStartObject("checkpoint_state");
        json.WriteString("outcome", state.Outcome switch
        {
            CheckpointStateOutcome.Found => "found",
            CheckpointStateOutcome.None => "none",
            _ => "error",
        });
        json.WriteString("latest", state.Latest is { } latest ? Below(latest, directory) : null);
        json.WriteStartArray("all");
        foreach (string path in state.All)
        {
            json.WriteStringValue(Below(path, directory));
        }

        json.WriteEndArray();
        if (state.Problem is { } problem)
        {
            json.WriteString("problem", problem);
        }

        json.WriteEndObject();
    }

    // Normalised, and relative to the directory when below it.
    private static string Below(string path, string directory)
    {
        string full = Path.GetFullPath(path);
        string top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return full.StartsWith(top + "/", StringComparison.Ordinal) ? full[(top.Length + 1)..] : full;
    }
}
