using TensorBoardFormats.Files;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Copies a checkpoint by reading, checking and writing its values: shards, entries, their order in the data files and their slices stay, so that
/// what TensorFlow wrote comes out byte for byte, unless the options change it.
/// </summary>
/// <remarks>Constant memory. Big-endian bundles come out little-endian, V1 checkpoints as V2 with one data file.</remarks>
public static class CheckpointRepacker
{
    /// <summary>Copies a checkpoint.</summary>
    /// <param name="source">Its prefix.</param>
    /// <param name="target">The prefix of the copy, another one.</param>
    /// <param name="options">What to change; nothing when left out.</param>
    /// <param name="progress">Told the bytes that are written so far.</param>
    /// <param name="cancellation">Ends the copy; nothing is left behind.</param>
    /// <exception cref="MalformedFileException">The source is damaged; nothing is left behind.</exception>
    /// <exception cref="ArgumentException">Source and target are one, an option matches nothing, or two tensors would have one name.</exception>
    /// <exception cref="IOException">The source is not there, or the disk fails.</exception>
    public static CheckpointInfo Repack(
        string source, string target, CheckpointRepackOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (Path.GetFullPath(source) == Path.GetFullPath(target))
        {
            throw new ArgumentException($"{target} is the checkpoint itself; a copy needs another prefix.", nameof(target));
        }

        options ??= CheckpointRepackOptions.Default;
        options.Writer.Check();
        using CheckpointReader reader = CheckpointReader.Open(source, new CheckpointReaderOptions { Files = options.Files });
        RepackPlan plan = RepackPlan.Make(reader, options);
        List<string> made = MissingDirectories(options.Writer.Files, target);
        try
        {
            return Write(reader, plan, target, options, progress, cancellation);
        }
        catch
        {
            RemoveDirectories(options.Writer.Files, made);
            throw;
        }
    }

    private static CheckpointInfo Write(
        CheckpointReader reader, RepackPlan plan, string target, CheckpointRepackOptions options, IProgress<long>? progress, CancellationToken cancellation)
    {
        using BundleWriter bundle = new(target, plan.Shards.Count, options.Writer);
        ObjectGraphRenaming graph = new(options, plan);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(ChunkedFile.ChunkSize);
        long done = 0;
        for (int i = 0; i < plan.Shards.Count; i++)
        {
            if (i > 0)
            {
                bundle.NextShard();
            }

            foreach (StoredCopy copy in plan.Shards[i])
            {
                cancellation.ThrowIfCancellationRequested();
                long offset = bundle.Position;
                uint crc = graph.Applies(copy) ? graph.Write(reader, copy, bundle) : Copy(reader.Source, copy.Entry, bundle, buffer, cancellation);
                bundle.Index.Add(copy.Key, copy.Entry.DType, copy.Entry.Shape, bundle.EndTensor(offset, crc), copy.IsSlice);
                done += copy.Entry.Length;
                progress?.Report(done);
            }
        }

        foreach ((byte[] key, SlicedTensor tensor) in plan.Partitioned)
        {
            bundle.Index.AddSliced(key, tensor);
        }

        return bundle.Commit();
    }

    private static uint Copy(CheckpointSource source, CheckpointEntry entry, BundleWriter bundle, byte[] buffer, CancellationToken cancellation) =>
        entry.DType == DType.String ? CopyStrings(source, entry, bundle, buffer, cancellation)
        : entry.DType == DType.Variant ? CopyVariants(source, entry, bundle, buffer, cancellation)
        : CopyNumbers(source, entry, bundle, buffer, cancellation);

    private static uint CopyNumbers(CheckpointSource source, CheckpointEntry entry, BundleWriter bundle, byte[] buffer, CancellationToken cancellation)
    {
        uint crc = 0;
        bundle.Reserve(entry.Length);
        using TensorStream stream = source.OpenTensor(entry);
        while (stream.Read(buffer) is > 0 and int got)
        {
            cancellation.ThrowIfCancellationRequested();
            crc = bundle.Append(crc, buffer.AsSpan(0, got));
        }

        return crc;
    }

    // Lengths come first in the file, so the elements are walked through twice.
    private static uint CopyStrings(CheckpointSource source, CheckpointEntry entry, BundleWriter bundle, byte[] buffer, CancellationToken cancellation)
    {
        StringsEncoder encoder = new(bundle);
        using (ElementStream lengths = source.OpenElements(entry))
        {
            while (lengths.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                encoder.AddLength(lengths.Length);
            }
        }

        encoder.EndLengths();
        using ElementStream elements = source.OpenElements(entry);
        while (elements.MoveNext())
        {
            while (elements.Read(buffer) is > 0 and int got)
            {
                cancellation.ThrowIfCancellationRequested();
                encoder.AddBytes(buffer.AsSpan(0, got));
            }
        }

        return encoder.Crc;
    }

    private static uint CopyVariants(CheckpointSource source, CheckpointEntry entry, BundleWriter bundle, byte[] buffer, CancellationToken cancellation)
    {
        VariantsEncoder encoder = new(bundle);
        using ElementStream elements = source.OpenElements(entry);
        while (elements.MoveNext())
        {
            encoder.Begin(elements.Length);
            while (elements.Read(buffer) is > 0 and int got)
            {
                cancellation.ThrowIfCancellationRequested();
                encoder.AddBytes(buffer.AsSpan(0, got));
            }

            encoder.End();
        }

        return encoder.Crc;
    }

    private static List<string> MissingDirectories(FileStore files, string target)
    {
        List<string> missing = [];
        for (string? directory = CheckpointFileNames.Directory(target);
            !string.IsNullOrEmpty(directory) && files.Probe(directory) == EntryKind.Missing;
            directory = Path.GetDirectoryName(directory))
        {
            missing.Add(directory);
        }

        return missing;
    }

    private static void RemoveDirectories(FileStore files, List<string> made)
    {
        try
        {
            made.ForEach(files.DeleteDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else put something there meanwhile; the error that brought us here matters more.
        }
    }
}
