using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Makes one checkpoint with several data files out of parts, as TensorFlow's <c>MergeV2Checkpoints</c> does (spec/tensor-bundle.md §7): the
/// parts' data files get new names, their indexes become one.
/// </summary>
/// <remarks>Data files are numbered in the order in which the parts' entries first lead to them. A part without tensors leaves no trace; TensorFlow
/// counts it in the header only, and cannot read the result.</remarks>
public static class CheckpointMerger
{
    /// <summary>Puts together what <see cref="CheckpointWriter.CreateShard"/> made.</summary>
    /// <param name="prefix">Prefix of the whole checkpoint.</param>
    /// <param name="shardCount">Number of parts.</param>
    /// <param name="options">TensorFlow's ways when left out.</param>
    /// <inheritdoc cref="Merge"/>
    public static CheckpointInfo MergeShards(string prefix, int shardCount, CheckpointMergeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(shardCount, 1);
        return Merge(prefix, [.. Enumerable.Range(0, shardCount).Select(i => CheckpointFileNames.Part(prefix, i, shardCount))], options);
    }

    /// <summary>Puts parts together; they are gone afterwards.</summary>
    /// <param name="prefix">Prefix of the whole checkpoint.</param>
    /// <param name="parts">Prefixes of the parts, each a complete checkpoint, in the order that numbers the data files.</param>
    /// <param name="options">TensorFlow's ways when left out.</param>
    /// <exception cref="ArgumentException">There is no part, two parts have the same tensor, or their slices of a tensor do not go together.</exception>
    /// <exception cref="MalformedFileException">The index of a part is damaged.</exception>
    /// <exception cref="IOException">A part is missing, or the disk fails; the parts are as they were then.</exception>
    public static CheckpointInfo Merge(string prefix, IReadOnlyList<string> parts, CheckpointMergeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentNullException.ThrowIfNull(parts);
        options ??= CheckpointMergeOptions.Default;
        List<MergePart> read = ReadParts(parts, options);
        BundleIndexBuilder index = new();
        List<string> dataFiles = Collect(read, index);
        List<string> unused = UnusedDataFiles(read, dataFiles);
        if (dataFiles.Count == 0)
        {
            dataFiles.Add(unused[0]); // Nothing but empty parts: an empty checkpoint has one empty data file.
            unused.RemoveAt(0);
        }

        long bytes = dataFiles.Sum(path => options.Files.Length(path) ?? throw new FileNotFoundException($"{path}: the data file of a part is missing", path));
        Publish(prefix, index, dataFiles, options);
        RemoveParts(prefix, read, unused, options);
        return new CheckpointInfo(prefix, dataFiles.Count, index.TensorCount, bytes);
    }

    private static List<MergePart> ReadParts(IReadOnlyList<string> parts, CheckpointMergeOptions options)
    {
        List<MergePart> read = [];
        foreach (string part in parts)
        {
            if (options.Files.Probe(CheckpointFileNames.Index(part)) != EntryKind.Missing)
            {
                read.Add(MergePart.Read(options.Files, part));
            }
            else if (!options.AllowMissingParts)
            {
                throw new FileNotFoundException($"{CheckpointFileNames.Index(part)}: the index of a part is missing", CheckpointFileNames.Index(part));
            }

            if (read.Count > 1 && (read[^1].Header.Endianness != read[0].Header.Endianness || !Equals(read[^1].Header.Version, read[0].Header.Version)))
            {
                throw new ArgumentException($"The parts {read[0].Prefix} and {part} differ in byte order or version.", nameof(parts));
            }
        }

        if (read.Count == 0)
        {
            throw new ArgumentException("Of all parts, at least one must exist.", nameof(parts));
        }

        return read[0].Header.Endianness == BundleHeaderProto.Types.Endianness.Little
            ? read
            : throw new ArgumentException($"The part {read[0].Prefix} is big-endian; repack it first.", nameof(parts));
    }

    // Enters all entries with the new numbers of their data files.
    private static List<string> Collect(List<MergePart> parts, BundleIndexBuilder index)
    {
        List<string> dataFiles = [];
        foreach (MergePart part in parts)
        {
            int[] numbers = new int[part.Header.NumShards];
            HashSet<string> sliceKeys = part.SliceKeys();
            foreach ((byte[] key, BundleEntryProto entry) in part.Entries)
            {
                if (numbers[entry.ShardId] == 0)
                {
                    dataFiles.Add(CheckpointFileNames.Data(part.Prefix, entry.ShardId, part.Header.NumShards));
                    numbers[entry.ShardId] = dataFiles.Count;
                }

                int shard = numbers[entry.ShardId] - 1;
                if (entry.Slices.Count > 0)
                {
                    AddSlices(index, part, key, entry, shard);
                }
                else if (index.Contains(key))
                {
                    throw new ArgumentException($"The part {part.Prefix} has a tensor '{Text(key)}' that an earlier part has, too.");
                }
                else
                {
                    StoredBytes stored = new(shard, entry.Offset, entry.Size, entry.Crc32C);
                    index.Add(key, (DType)entry.Dtype, ShapeOf(entry), stored, sliceKeys.Contains(Convert.ToHexString(key)));
                }
            }
        }

        return dataFiles;
    }

    private static void AddSlices(BundleIndexBuilder index, MergePart part, byte[] key, BundleEntryProto entry, int shard)
    {
        SlicedTensor? tensor = index.FindSliced(key);
        if (tensor is null)
        {
            if (index.Contains(key))
            {
                throw new ArgumentException($"The part {part.Prefix} has slices of '{Text(key)}', of which an earlier part has the whole.");
            }

            tensor = new SlicedTensor((DType)entry.Dtype, ShapeOf(entry), shard);
            index.AddSliced(key, tensor);
        }

        if (tensor.DType != (DType)entry.Dtype || tensor.Shape != ShapeOf(entry))
        {
            throw new ArgumentException($"The part {part.Prefix} has slices of '{Text(key)}' with another type or shape than an earlier part.");
        }

        foreach (TensorSlice slice in MergePart.SlicesOf(entry))
        {
            tensor.Add(slice);
        }
    }

    private static TensorShape ShapeOf(BundleEntryProto entry) => new([.. entry.Shape.Dim.Select(static d => d.Size)]);

    private static string Text(byte[] key) => System.Text.Encoding.UTF8.GetString(key);

    private static List<string> UnusedDataFiles(List<MergePart> parts, List<string> used)
    {
        HashSet<string> known = [.. used];
        return [.. parts.SelectMany(static p => Enumerable.Range(0, p.Header.NumShards).Select(i => CheckpointFileNames.Data(p.Prefix, i, p.Header.NumShards)))
            .Where(path => !known.Contains(path))];
    }

    // The index is whole, under a temporary name, before the first file moves; if one cannot be moved, the others go back.
    private static void Publish(string prefix, BundleIndexBuilder index, List<string> dataFiles, CheckpointMergeOptions options)
    {
        FileStore files = options.Files;
        files.CreateDirectory(CheckpointFileNames.Directory(prefix));
        using AtomicFile target = AtomicFile.Create(files, CheckpointFileNames.Index(prefix));
        using (ChunkedFile table = new(target.File))
        {
            index.WriteTo(table, dataFiles.Count);
            table.Drain();
            target.Close(options.FlushToDisk);
        }

        int moved = 0;
        try
        {
            for (; moved < dataFiles.Count; moved++)
            {
                files.Rename(dataFiles[moved], CheckpointFileNames.Data(prefix, moved, dataFiles.Count));
            }

            target.Publish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            while (--moved >= 0)
            {
                files.Rename(CheckpointFileNames.Data(prefix, moved, dataFiles.Count), dataFiles[moved]);
            }

            throw;
        }

        if (options.FlushToDisk)
        {
            files.FlushDirectory(CheckpointFileNames.Directory(prefix));
        }
    }

    // The checkpoint is there; what cannot be tidied away harms nobody.
    private static void RemoveParts(string prefix, List<MergePart> parts, List<string> unused, CheckpointMergeOptions options)
    {
        string target = Path.GetFullPath(CheckpointFileNames.Directory(prefix));
        foreach (string path in unused.Concat(parts.Where(p => p.Prefix != prefix).Select(static p => CheckpointFileNames.Index(p.Prefix))))
        {
            Try(() => options.Files.Delete(path));
        }

        if (options.DeleteOldDirectories)
        {
            foreach (string directory in parts.Select(static p => CheckpointFileNames.Directory(p.Prefix)).Distinct())
            {
                if (Path.GetFullPath(directory) != target)
                {
                    Try(() => options.Files.DeleteDirectory(directory));
                }
            }
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
