using System.Text.Json;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.TbCheck.Console;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>What a directory holds: the checkpoints that its state file names.</summary>
internal static class DirectoryInspection
{
    /// <summary>Inspects <paramref name="directory"/>.</summary>
    public static int Run(Host host, string directory, bool asJson)
    {
        CheckpointStateResult state = CheckpointState.Read(directory);
        if (asJson)
        {
            using Utf8JsonWriter json = JsonReport.Open(host);
            json.WriteStartObject();
            WriteState(json, directory, state);
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
        }

        return ExitCode.Clean;
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
