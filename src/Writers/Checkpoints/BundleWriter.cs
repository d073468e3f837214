using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// The files of one checkpoint while they are written: data files one after the other, then the index, all under temporary names; renamed data
/// first, so that an index on disk implies complete data (spec/tensor-bundle.md §1.1).
/// </summary>
internal sealed class BundleWriter : IDisposable
{
    private readonly CheckpointWriterOptions _options;
    private readonly List<AtomicFile> _finished = [];
    private readonly int _shardCount;
    private AtomicFile? _file;
    private ChunkedFile? _data;
    private long _finishedBytes;

    /// <summary>Starts with shard 0.</summary>
    public BundleWriter(string prefix, int shardCount, CheckpointWriterOptions options)
    {
        Prefix = prefix;
        _shardCount = shardCount;
        _options = options;
        string directory = CheckpointFileNames.Directory(prefix);
        options.Files.CreateDirectory(directory);
        string baseName = Path.GetFileName(prefix);
        TemporaryNames.RemoveLeftovers(
            options.Files, directory, target => target == CheckpointFileNames.Index(baseName) || CheckpointFileNames.IsData(target, baseName));
        AtomicFile.RefuseTarget(options.Files, CheckpointFileNames.Index(prefix));
        OpenShard();
    }

    /// <summary>What the files' names begin with.</summary>
    public string Prefix { get; }

    /// <summary>The entries.</summary>
    public BundleIndexBuilder Index { get; } = new();

    /// <summary>The shard that is written now.</summary>
    public int Shard { get; private set; }

    /// <summary>Bytes in the shard that is written now; the offset of what comes next.</summary>
    public long Position => Data.Length;

    private ChunkedFile Data => _data ?? throw new ObjectDisposedException(nameof(CheckpointWriter));

    /// <summary>The error of the disk that spoiled these files, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Appends bytes of a tensor.</summary>
    public uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Data.Append(crc, bytes);
        }
        catch (Exception e) when (Remember(e))
        {
            throw;
        }
    }

    /// <summary>Asks for room for a large tensor.</summary>
    public void Reserve(long bytes) => Data.Reserve(bytes);

    /// <summary>Ends a tensor: pads the file and says where the bytes since <paramref name="offset"/> lie.</summary>
    public StoredBytes EndTensor(long offset, uint crc)
    {
        long size = Position - offset;
        try
        {
            Data.Align(_options.DataAlignment);
        }
        catch (Exception e) when (Remember(e))
        {
            throw;
        }

        return new StoredBytes(Shard, offset, size, MaskedCrc32C.Mask(crc));
    }

    /// <summary>Goes on with the next data file.</summary>
    public void NextShard()
    {
        CloseShard();
        Shard++;
        OpenShard();
    }

    /// <summary>Writes the index and gives all files their names.</summary>
    public CheckpointInfo Commit()
    {
        try
        {
            return WriteIndexAndPublish();
        }
        catch (Exception e) when (Remember(e))
        {
            throw;
        }
    }

    /// <summary>Removes what is not committed.</summary>
    public void Dispose()
    {
        _data?.Dispose();
        _data = null;
        _file?.Dispose();
        _file = null;
        _finished.ForEach(static file => file.Dispose());
        _finished.Clear();
    }

    private CheckpointInfo WriteIndexAndPublish()
    {
        CloseShard();
        for (int shard = Shard + 1; shard < _shardCount; shard++)
        {
            Shard = shard;
            OpenShard();
            CloseShard();
        }

        using AtomicFile index = AtomicFile.Create(_options.Files, CheckpointFileNames.Index(Prefix));
        using (ChunkedFile table = new(index.File))
        {
            Index.WriteTo(table, _shardCount);
            table.Drain();
            index.Close(_options.FlushToDisk);
        }

        Publish(index);
        if (_options.FlushToDisk)
        {
            _options.Files.FlushDirectory(CheckpointFileNames.Directory(Prefix));
        }

        return new CheckpointInfo(Prefix, _shardCount, Index.TensorCount, _finishedBytes);
    }

    // Where a checkpoint of this prefix is replaced its data steps aside, to come back if the disk fails before the new index is in its place.
    private void Publish(AtomicFile index)
    {
        List<(string Aside, string Path)> replaced = [];
        try
        {
            foreach (AtomicFile file in _finished)
            {
                if (_options.Files.Probe(file.Target) == EntryKind.File)
                {
                    string aside = TemporaryNames.Take(file.Target);
                    _options.Files.Rename(file.Target, aside);
                    replaced.Add((aside, file.Target));
                }

                file.Publish();
            }

            index.Publish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            replaced.ForEach(old => _options.Files.Rename(old.Aside, old.Path));
            replaced.ForEach(static old => TemporaryNames.Release(old.Aside));
            throw;
        }

        foreach ((string aside, string _) in replaced)
        {
            _options.Files.Delete(aside);
            TemporaryNames.Release(aside);
        }
    }

    private void OpenShard()
    {
        _file = AtomicFile.Create(_options.Files, CheckpointFileNames.Data(Prefix, Shard, _shardCount));
        _data = new ChunkedFile(_file.File);
    }

    private void CloseShard()
    {
        Data.Drain();
        _finishedBytes += Data.Length;
        _file!.Close(_options.FlushToDisk);
        _finished.Add(_file);
        _file = null;
        _data = null;
    }

    private bool Remember(Exception e)
    {
        Failure ??= e;
        return false;
    }
}
