using System.Globalization;
using System.Text.Json;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.TbCheck.Console;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck inspect PREFIX --json</c>: the tensors of a checkpoint for programs.</summary>
internal static class CheckpointInspection
{
    /// <summary>Writes the report.</summary>
    /// <returns><see cref="ExitCode.Findings"/> when a tensor cannot be read or the checkpoint contradicts itself.</returns>
    public static int Run(Host host, string prefix, bool withHash, CancellationToken cancellation)
    {
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        using TensorDigest digest = new(reader);
        using Utf8JsonWriter json = JsonReport.Open(host);
        bool sound = reader.Faults.Count == 0;
        json.WriteStartObject();
        json.WriteString("kind", reader.Format == CheckpointFormat.V1 ? "checkpoint-v1" : "checkpoint");
        json.WriteString("prefix", prefix);
        json.WriteNumber("num_shards", reader.ShardCount);
        json.WriteStartArray("tensors");
        foreach (CheckpointEntry entry in reader.Entries)
        {
            sound &= WriteTensor(json, entry, withHash ? digest : null, cancellation);
            JsonReport.FlushIfLarge(json);
        }

        json.WriteEndArray();
        if (reader.Faults.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (MalformedFileException fault in reader.Faults)
            {
                json.WriteStringValue(fault.Message);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        return sound ? ExitCode.Clean : ExitCode.Findings;
    }

    private static bool WriteTensor(Utf8JsonWriter json, CheckpointEntry entry, TensorDigest? digest, CancellationToken cancellation)
    {
        json.WriteStartObject();
        if (entry.TryGetName(out string name))
        {
            json.WriteString("name", name);
        }
        else
        {
            json.WriteBase64String("name_base64", entry.NameBytes.Span);
        }

        json.WriteString("dtype", entry.DType.Name());
        WriteNumbers(json, "shape", entry.Shape.Dimensions);
        json.WriteNumber("shard", entry.Shard);
        json.WriteNumber("offset", entry.Offset);
        json.WriteNumber("bytes", entry.Length);
        json.WriteString("crc32c", entry.MaskedCrc32C.ToString("x8", CultureInfo.InvariantCulture));
        if (entry.Slices.Count > 0)
        {
            WriteSlices(json, entry.Slices);
        }

        string? error = entry.Fault?.Message;
        if (digest is not null && error is null)
        {
            error = WriteValue(json, entry, digest, cancellation);
        }

        json.WriteString("status", error is null ? "ok" : "error");
        if (error is not null)
        {
            json.WriteString("error", error);
        }

        json.WriteEndObject();
        return error is null;
    }

    private static string? WriteValue(Utf8JsonWriter json, CheckpointEntry entry, TensorDigest digest, CancellationToken cancellation)
    {
        bool isString = entry.DType == DType.String;
        if (isString)
        {
            json.WriteStartArray("lengths");
        }

        string? error = digest.Read(entry, WriteLength, cancellation, out string? sha256);
        if (isString)
        {
            json.WriteEndArray();
        }

        if (error is null)
        {
            json.WriteString("sha256", sha256);
        }

        return error;

        void WriteLength(long length)
        {
            if (isString)
            {
                json.WriteNumberValue(length);
                JsonReport.FlushIfLarge(json);
            }
        }
    }

    private static void WriteSlices(Utf8JsonWriter json, IReadOnlyList<TensorSlice> slices)
    {
        json.WriteStartArray("slices");
        foreach (TensorSlice slice in slices)
        {
            json.WriteStartArray();
            foreach (SliceExtent extent in slice.Extents)
            {
                json.WriteStartArray();
                json.WriteNumberValue(extent.Start);
                json.WriteNumberValue(extent.Length);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
