using System.IO.Enumeration;
using System.Text;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>What a copy of a checkpoint will hold, worked out from its index before a byte is written.</summary>
internal sealed class RepackPlan
{
    private RepackPlan(List<(byte[] Key, SlicedTensor Tensor)> partitioned, List<List<StoredCopy>> shards)
    {
        Partitioned = partitioned;
        Shards = shards;
    }

    /// <summary>The entries of partitioned tensors, with their new names.</summary>
    public IReadOnlyList<(byte[] Key, SlicedTensor Tensor)> Partitioned { get; }

    /// <summary>For each new data file what lies in it, in order.</summary>
    public IReadOnlyList<IReadOnlyList<StoredCopy>> Shards { get; }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="MalformedFileException">The source contradicts itself.</exception>
    /// <exception cref="ArgumentException">A pattern or an old name matches nothing, or two tensors would have one name.</exception>
    public static RepackPlan Make(CheckpointReader source, CheckpointRepackOptions options)
    {
        if (source.Faults.Count > 0)
        {
            throw source.Faults[0];
        }

        List<(CheckpointEntry Entry, byte[] NewName)> tensors = Choose(source, options);
        List<(byte[], SlicedTensor)> partitioned = [];
        List<StoredCopy> stored = [];
        foreach ((CheckpointEntry entry, byte[] name) in tensors)
        {
            if (entry.Slices.Count > 0 && source.Source is BundleSource bundle)
            {
                partitioned.Add((name, Partition(bundle, entry, name, stored)));
            }
            else
            {
                stored.Add(entry.Fault is { } fault ? throw fault : new StoredCopy(name, entry, IsSlice: false));
            }
        }

        return Arrange(source.ShardCount, options.SingleShard || source.Format == CheckpointFormat.V1, partitioned, stored);
    }

    private static List<(CheckpointEntry Entry, byte[] NewName)> Choose(CheckpointReader source, CheckpointRepackOptions options)
    {
        HashSet<string> unused = [.. options.Rename.Keys];
        HashSet<string> taken = [];
        List<(CheckpointEntry, byte[])> chosen = [];
        foreach (CheckpointEntry entry in source.Entries)
        {
            bool isText = entry.TryGetName(out string name);
            if (options.Select.Count > 0 && !options.Select.Any(pattern => FileSystemName.MatchesSimpleExpression(Escaped(pattern), entry.Name, ignoreCase: false)))
            {
                continue;
            }

            byte[] newName = entry.NameBytes.ToArray();
            if (isText && options.Rename.TryGetValue(name, out string? other))
            {
                unused.Remove(name);
                byte[] buffer = [];
                newName = ((TensorName)other).Encode(ref buffer).ToArray();
            }

            if (!taken.Add(Convert.ToHexString(newName)))
            {
                throw new ArgumentException($"Two tensors would be named '{Encoding.UTF8.GetString(newName)}'.");
            }

            chosen.Add((entry, newName));
        }

        return unused.Count > 0 ? throw new ArgumentException($"There is no tensor '{unused.First()}' to rename in {source.Prefix}.")
            : chosen.Count == 0 && options.Select.Count > 0 ? throw new ArgumentException($"No tensor of {source.Prefix} matches {string.Join(" or ", options.Select)}.")
            : chosen;
    }

    // A backslash is an ordinary character in a name.
    private static string Escaped(string pattern) => pattern.Replace("\\", "\\\\", StringComparison.Ordinal);

    // A tensor of which slices are missing is kept as it is; what is there must be of the right type and shape.
    private static SlicedTensor Partition(BundleSource source, CheckpointEntry entry, byte[] name, List<StoredCopy> stored)
    {
        SlicedTensor tensor = new(entry.DType, entry.Shape, entry.Shard);
        foreach (TensorSlice slice in entry.Slices)
        {
            CheckpointEntry? part = source.TryFindSlice(entry, slice);
            if (part is null || part.Fault is not null || part.DType != entry.DType || !slice.FitsInto(entry.Shape) || part.Shape != slice.ShapeIn(entry.Shape))
            {
                throw part?.Fault ?? entry.Fault ?? new MalformedFileException(source.IndexPath, null, $"a sound slice {slice} of '{entry.Shown}'", "none");
            }

            tensor.Add(slice);
            stored.Add(new StoredCopy(SliceKey.Encode(name, slice), part, IsSlice: true));
        }

        return tensor;
    }

    // Data files keep their numbers, but for those in which nothing is left.
    private static RepackPlan Arrange(int shardCount, bool single, List<(byte[] Key, SlicedTensor Tensor)> partitioned, List<StoredCopy> stored)
    {
        List<List<StoredCopy>> shards = [];
        Dictionary<int, int> numbers = [];
        foreach (IGrouping<int, StoredCopy> shard in stored.OrderBy(static c => c.Entry.Offset).ThenBy(static c => c.Entry.Length)
            .GroupBy(static c => c.Entry.Shard).OrderBy(static g => g.Key))
        {
            if (shards.Count == 0 || !single)
            {
                shards.Add([]);
            }

            numbers.Add(shard.Key, shards.Count - 1);
            shards[^1].AddRange(shard);
        }

        bool isWhole = shards.Count == Math.Min(shardCount, single ? 1 : shardCount);
        List<(byte[], SlicedTensor)> renumbered = [.. partitioned.Select(p =>
        {
            int number = single ? 0 : isWhole ? p.Tensor.Shard : numbers.GetValueOrDefault(p.Tensor.Shard);
            SlicedTensor tensor = new(p.Tensor.DType, p.Tensor.Shape, number);
            foreach (TensorSlice slice in p.Tensor.Slices)
            {
                tensor.Add(slice);
            }

            return (p.Key, tensor);
        })];
        if (shards.Count == 0)
        {
            shards.Add([]);
        }

        return new RepackPlan(renumbered, shards);
    }
}

/// <summary>An entry with bytes in a data file, and the key it gets.</summary>
internal sealed record StoredCopy(byte[] Key, CheckpointEntry Entry, bool IsSlice);
