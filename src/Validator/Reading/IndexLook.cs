using TensorBoardFormats.Checkpoints;

namespace TensorBoardFormats.Validation.Reading;

/// <summary>What the strict reader holds against the index of a checkpoint that TensorFlow opens all the same, and its entries.</summary>
internal sealed class IndexLook
{
    private readonly Dictionary<string, CheckpointEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>An index that cannot be looked at.</summary>
    public static IndexLook None { get; } = new();

    /// <summary>Where the first fault is; null for none.</summary>
    public long? FaultOffset { get; private init; }

    /// <summary>The header entry is missing.</summary>
    public bool LacksHeader { get; private init; }

    /// <summary>It has a slice that no variable lists.</summary>
    public bool UnlistedSlice { get; private init; }

    /// <summary>Opens it by the path of its index, or of its file in the old format.</summary>
    public static IndexLook Read(string path, bool isV1)
    {
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(isV1 ? path : path[..^".index".Length]);
            IndexLook look = new() { FaultOffset = reader.Faults is [var first, ..] ? first.Offset : null, UnlistedSlice = reader.Faults.Any(IsUnlistedSlice) };
            foreach (CheckpointEntry entry in reader.Entries)
            {
                look._entries[entry.Name] = entry;
            }

            return look;
        }
        catch (MalformedFileException e)
        {
            return new IndexLook { FaultOffset = e.Offset, LacksHeader = e.Expected.Contains("header", StringComparison.Ordinal) };
        }
    }

    /// <summary>Partitioned tensors of two dimensions whose slices do not make up the whole.</summary>
    public IEnumerable<string> Incomplete => _entries.Values
        .Where(static e => e is { Slices.Count: > 0, Shape.Rank: 2 } && (e.Fault is not null || Covered(e) != e.Shape.ElementCount))
        .Select(static e => e.Name);

    /// <summary>The entry of a tensor; null when the strict reader has none.</summary>
    public CheckpointEntry? Find(string name) => _entries.GetValueOrDefault(name);

    private static decimal Covered(CheckpointEntry entry) =>
        entry.Slices.Sum(s => s.Rank == entry.Shape.Rank && s.FitsInto(entry.Shape) ? (decimal)s.ShapeIn(entry.Shape).ElementCount : 0);

    private static bool IsUnlistedSlice(MalformedFileException fault) => fault.Message.Contains("slice", StringComparison.Ordinal) && fault.Found.Contains("list", StringComparison.Ordinal);
}
