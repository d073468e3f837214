using System.Globalization;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.TbCheck.Console;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck inspect PREFIX</c>: the tensors of a checkpoint for people.</summary>
internal static class CheckpointTable
{
    /// <summary>Prints the table.</summary>
    /// <returns><see cref="ExitCode.Findings"/> when a tensor cannot be read or the checkpoint contradicts itself.</returns>
    public static int Run(Host host, string prefix, bool withHash, CancellationToken cancellation)
    {
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        using TensorDigest digest = new(reader);
        using StreamWriter text = host.OpenText();
        string[] headers = ["tensor", "dtype", "shape", ">bytes", "where"];
        TextColumns table = new(withHash ? [.. headers, "sha256"] : headers);
        long bytes = 0;
        bool sound = reader.Faults.Count == 0;
        List<(CheckpointEntry Entry, string Error)> errors = [];
        foreach (CheckpointEntry entry in reader.Entries)
        {
            bytes += entry.Length;
            string? sha256 = null;
            string? error = entry.Fault?.Message ?? (withHash ? digest.Read(entry, static _ => { }, cancellation, out sha256) : null);
            if (error is not null)
            {
                errors.Add((entry, error));
            }

            table.Add(Row(entry, withHash ? sha256 ?? "-" : null));
        }

        table.WriteTo(text);
        text.WriteLine();
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{reader.Entries.Count} tensors, {Terminal.Size(bytes)}, {reader.ShardCount}"
                + $" {(reader.ShardCount == 1 ? "shard" : "shards")}, format {reader.Format}"));
        foreach (MalformedFileException fault in reader.Faults)
        {
            text.WriteLine($"error: {fault.Message}");
        }

        foreach ((CheckpointEntry entry, string error) in errors)
        {
            text.WriteLine($"error: {entry.Shown}: {error}");
        }

        return sound && errors.Count == 0 ? ExitCode.Clean : ExitCode.Findings;
    }

    private static string[] Row(CheckpointEntry entry, string? sha256)
    {
        string place = entry.Slices.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{entry.Slices.Count} slices")
            : string.Create(CultureInfo.InvariantCulture, $"shard {entry.Shard} @ {entry.Offset}");
        string[] cells = [entry.Shown, entry.DType.Name(), entry.Shape.ToString(), entry.Length.ToString(CultureInfo.InvariantCulture),
            place];
        return sha256 is null ? cells : [.. cells, sha256];
    }
}
