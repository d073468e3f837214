using TensorBoardFormats.Files;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>A tensor bundle: its index in memory, its data files opened as they are needed.</summary>
internal sealed class BundleSource : CheckpointSource
{
    private readonly FileStore _files;
    private readonly string _prefix;
    private readonly BundleIndex _index;
    private readonly int _workers;
    private readonly Dictionary<int, ReadableFile> _open = [];
    private readonly Lock _gate = new();

    private BundleSource(FileStore files, string prefix, BundleIndex index, int workers)
    {
        _files = files;
        _prefix = prefix;
        _index = index;
        _workers = workers;
    }

    /// <inheritdoc/>
    public override CheckpointFormat Format => CheckpointFormat.V2;

    /// <inheritdoc/>
    public override int ShardCount => _index.Header.ShardCount;

    /// <summary>Numbers are stored with their high byte first.</summary>
    public bool IsBigEndian => _index.Header.IsBigEndian;

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointEntry> Entries => _index.Tensors;

    /// <summary>Everything that stands in data files: ordinary tensors, and the slices of partitioned ones.</summary>
    public IReadOnlyList<CheckpointEntry> Stored => _index.Stored;

    /// <inheritdoc/>
    public override IReadOnlyList<MalformedFileException> Faults => _index.Faults;

    /// <summary>Reads the index.</summary>
    public static BundleSource Open(FileStore files, string prefix, int workers)
    {
        using ReadableFile file = files.OpenRead(CheckpointFileNames.Index(prefix));
        return new BundleSource(files, prefix, BundleIndex.Read(file), workers);
    }

    /// <summary>The entry of a slice of a partitioned tensor.</summary>
    public CheckpointEntry FindSlice(CheckpointEntry entry, TensorSlice slice) =>
        _index.FindSlice(entry, slice) ?? throw new ArgumentException($"'{entry.Shown}' has no slice {slice}.", nameof(slice));

    /// <summary>The entry of a slice of a partitioned tensor, or null where it is missing.</summary>
    public CheckpointEntry? TryFindSlice(CheckpointEntry entry, TensorSlice slice) => _index.FindSlice(entry, slice);

    /// <summary>The index file.</summary>
    public string IndexPath => CheckpointFileNames.Index(_prefix);

    /// <summary>The data file of a shard, opened once; it stays this object's.</summary>
    public ReadableFile OpenData(int shard)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(shard, out ReadableFile? file))
            {
                file = _files.OpenRead(DataPath(shard));
                _open.Add(shard, file);
            }

            return file;
        }
    }

    /// <summary>The name of the data file of a shard.</summary>
    public string DataPath(int shard) => CheckpointFileNames.Data(_prefix, shard, ShardCount);

    /// <inheritdoc/>
    public override TensorStream OpenTensor(CheckpointEntry entry)
    {
        ThrowFault(entry);
        if (entry.Slices.Count == 0)
        {
            TensorPlace place = PlaceOf(entry);
            return new StoredTensorStream(OpenPlace(place), place, IsBigEndian ? entry.DType.ComponentSize() : 1);
        }

        return new SlicedTensorStream(
            entry.Shape,
            entry.DType.ElementSize(),
            [.. entry.Slices.Select(slice => (slice, OpenTensor(FindSlice(entry, slice))))]);
    }

    /// <inheritdoc/>
    public override ElementStream OpenElements(CheckpointEntry entry)
    {
        ThrowFault(entry);
        if (entry.Slices.Count > 0)
        {
            return SlicedElements.Open(entry.Shape, [.. entry.Slices.Select(slice => (slice, OpenElements(FindSlice(entry, slice))))]);
        }

        TensorPlace place = PlaceOf(entry);
        ReadableFile file = OpenPlace(place);
        return entry.DType == DType.String
            ? new StringStream(file, place, entry.Shape.ElementCount, IsBigEndian)
            : new VariantStream(file, place, entry.Shape.ElementCount, IsBigEndian);
    }

    /// <inheritdoc/>
    public override VerificationReport Verify(IProgress<long>? progress, CancellationToken cancellation) =>
        new BundleVerifier(this, _files, CheckpointFileNames.Index(_prefix), _workers).Run(progress, cancellation);

    /// <summary>Where an ordinary entry's bytes are.</summary>
    public static TensorPlace PlaceOf(CheckpointEntry entry) =>
        new(entry.NameBytes, entry.Shard, entry.Offset, entry.Length, entry.MaskedCrc32C);

    /// <summary>Opens the data file of a place and makes sure that it reaches that far.</summary>
    public ReadableFile OpenPlace(TensorPlace place)
    {
        ReadableFile file = OpenData(place.Shard);
        long length = file.Length;
        return place.Offset + place.Size <= length ? file : throw place.Shortened(file.Path, length - place.Offset);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (ReadableFile file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    private static void ThrowFault(CheckpointEntry entry)
    {
        if (entry.Fault is { } fault)
        {
            // A fresh one: the stored one may be thrown by many threads.
            throw new MalformedFileException(fault.Path, fault.Offset, fault.Expected, fault.Found);
        }
    }
}
