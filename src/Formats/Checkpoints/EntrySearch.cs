namespace TensorBoardFormats.Checkpoints;

/// <summary>Looks for names in entries that stand in byte order.</summary>
internal static class EntrySearch
{
    /// <summary>Index of the first entry whose name is not below <paramref name="name"/>; their number when all are below.</summary>
    public static int FirstNotBelow(IReadOnlyList<CheckpointEntry> entries, ReadOnlySpan<byte> name)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = entries[middle].NameBytes.Span.SequenceCompareTo(name) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>The order of keys in a table: unsigned bytes, the shorter first.</summary>
internal sealed class ByteOrderComparer : IComparer<ReadOnlyMemory<byte>>
{
    /// <summary>The only one.</summary>
    public static ByteOrderComparer Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
}
