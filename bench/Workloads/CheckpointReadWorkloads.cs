using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Workloads;

/// <summary>Reading checkpoints.</summary>
internal static class CheckpointReadWorkloads
{
    /// <summary><c>checkpoint-read PREFIX</c>: every tensor's bytes through the hands of a caller, in constant memory.</summary>
    public static string Read(string[] args)
    {
        using CheckpointReader reader = CheckpointReader.Open(args[0]);
        long bytes = 0;
        foreach (CheckpointEntry entry in reader.Entries)
        {
            reader.CopyTo(entry, Stream.Null);
            bytes += entry.Length;
        }

        return FormattableString.Invariant($"{reader.Entries.Count} tensors read, {bytes} bytes");
    }

    /// <summary><c>checkpoint-verify PREFIX</c>: every checksum.</summary>
    public static string Verify(string[] args)
    {
        using CheckpointReader reader = CheckpointReader.Open(args[0]);
        VerificationReport report = reader.Verify();
        return FormattableString.Invariant($"{report.TensorsChecked} tensors verified, {report.BytesChecked} bytes, {(report.IsSound ? "sound" : "DAMAGED")}, CRC by {Crc32C.FoldingWidth} bits");
    }

    /// <summary><c>checkpoint-list PREFIX</c>: names, types and shapes from the index.</summary>
    public static string List(string[] args)
    {
        using CheckpointReader reader = CheckpointReader.Open(args[0]);
        long elements = 0;
        long characters = 0;
        foreach (CheckpointEntry entry in reader.Entries)
        {
            elements += entry.Shape.ElementCount;
            characters += entry.Name.Length;
        }

        return FormattableString.Invariant($"{reader.Entries.Count} tensors listed, {elements} elements, names of {characters} characters");
    }
}
