namespace TensorBoardFormats.Files;

/// <summary>A file that appears whole or not at all: written under a temporary name beside its target, and renamed when it is complete.</summary>
/// <remarks>One thread at a time. Without <see cref="Publish"/>, <see cref="Dispose"/> removes the temporary.</remarks>
internal sealed class AtomicFile : IDisposable
{
    private readonly FileStore _store;
    private readonly string _temporary;
    private WritableFile? _file;
    private bool _isPublished;

    private AtomicFile(FileStore store, string target, string temporary, WritableFile file)
    {
        _store = store;
        Target = target;
        _temporary = temporary;
        _file = file;
    }

    /// <summary>The final path.</summary>
    public string Target { get; }

    /// <summary>The open temporary file.</summary>
    public WritableFile File => _file ?? throw new InvalidOperationException($"{Target} is closed.");

    /// <summary>Makes the temporary file for <paramref name="target"/>.</summary>
    /// <param name="store">The disk.</param>
    /// <param name="target">Final path; its directory must exist.</param>
    /// <param name="preallocate">Bytes to reserve, 0 for none.</param>
    /// <exception cref="IOException">A directory or device stands at <paramref name="target"/>, or the file cannot be made.</exception>
    public static AtomicFile Create(FileStore store, string target, long preallocate = 0)
    {
        RefuseTarget(store, target);
        string temporary = TemporaryNames.Take(target);
        try
        {
            return new AtomicFile(store, target, temporary, store.CreateNew(temporary, preallocate));
        }
        catch
        {
            TemporaryNames.Release(temporary);
            throw;
        }
    }

    /// <summary>Throws where a file could not be put in the end, before anything is written.</summary>
    /// <exception cref="IOException">A directory or device stands at <paramref name="target"/>.</exception>
    public static void RefuseTarget(FileStore store, string target)
    {
        if (store.Probe(target) is EntryKind.Directory or EntryKind.Special)
        {
            throw new IOException($"{target}: cannot be replaced by a file: it is a directory or a device");
        }
    }

    /// <summary>Writes a small file in one step.</summary>
    public static void Write(FileStore store, string target, ReadOnlySpan<byte> bytes, bool flushToDisk)
    {
        using AtomicFile file = Create(store, target);
        file.File.Write(bytes, 0);
        file.Close(flushToDisk);
        file.Publish();
        if (flushToDisk)
        {
            store.FlushDirectory(PathOf.Directory(target));
        }
    }

    /// <summary>Ends writing; the file keeps its temporary name.</summary>
    public void Close(bool flushToDisk)
    {
        if (flushToDisk)
        {
            File.Flush();
        }

        File.Dispose();
        _file = null;
    }

    /// <summary>Gives the closed file its final name; one of that name is replaced.</summary>
    public void Publish()
    {
        if (_file is not null)
        {
            throw new InvalidOperationException($"{Target} is still open.");
        }

        _store.Rename(_temporary, Target);
        _isPublished = true;
        TemporaryNames.Release(_temporary);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        if (_isPublished)
        {
            return;
        }

        _isPublished = true;
        try
        {
            _store.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next save of this target removes it; the error that brought us here matters more.
        }

        TemporaryNames.Release(_temporary);
    }
}
