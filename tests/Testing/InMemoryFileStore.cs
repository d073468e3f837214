using TensorBoardFormats.Files;

namespace TensorBoardFormats.Testing;

/// <summary>Files in memory, with the rules of the seam; counts what was asked of it. Paths are compared as text.</summary>
internal sealed class InMemoryFileStore(TimeProvider? clock = null) : FileStore
{
    private readonly Dictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal) { "/" };
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Calls of <see cref="ReadableFile.Read"/> on all files.</summary>
    public int Reads { get; private set; }

    /// <summary>Calls of <see cref="WritableFile.Write"/> on all files.</summary>
    public int Writes { get; private set; }

    /// <summary>Full paths of all files, in ordinal order.</summary>
    public IEnumerable<string> Paths => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>The bytes of a file.</summary>
    public byte[] this[string path]
    {
        get => Find(path).ToArray();
        set
        {
            CreateDirectory(Parent(path));
            _files[path] = new MemoryFile { Bytes = [.. value], Changed = _clock.GetUtcNow() };
        }
    }

    public override EntryKind Probe(string path) =>
        _files.ContainsKey(path) ? EntryKind.File : _directories.Contains(path) ? EntryKind.Directory : EntryKind.Missing;

    public override long? Length(string path) => _files.TryGetValue(path, out MemoryFile? file) ? file.Bytes.Count : null;

    public override DateTimeOffset? LastWriteTime(string path) => _files.TryGetValue(path, out MemoryFile? file) ? file.Changed : null;

    public override IReadOnlyList<DirectoryEntry> List(string directory) =>
    [
        .. _files.Keys.Where(path => Parent(path) == directory).Select(static path => new DirectoryEntry(Path.GetFileName(path), EntryKind.File, false))
            .Concat(_directories.Where(path => path != "/" && Parent(path) == directory)
                .Select(static path => new DirectoryEntry(Path.GetFileName(path), EntryKind.Directory, false)))
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal),
    ];

    public override string? LinkTarget(string path) => null;

    public override ReadableFile OpenRead(string path) => new Reader(this, path, Find(path));

    public override WritableFile CreateNew(string path, long preallocate = 0)
    {
        if (_files.ContainsKey(path))
        {
            throw new IOException($"The file '{path}' already exists.");
        }

        if (!_directories.Contains(Parent(path)))
        {
            throw new DirectoryNotFoundException($"Could not find a part of the path '{path}'.");
        }

        MemoryFile file = new() { Changed = _clock.GetUtcNow() };
        _files[path] = file;
        return new Writer(this, path, file);
    }

    public override WritableFile OpenWrite(string path) => new Writer(this, path, Find(path));

    public override void CreateDirectory(string path)
    {
        for (string at = path; at.Length > 1; at = Parent(at))
        {
            _directories.Add(at);
        }
    }

    public override void Rename(string from, string to)
    {
        MemoryFile file = Find(from);
        _files.Remove(from);
        _files[to] = file;
    }

    public override void Delete(string path) => _files.Remove(path);

    public override void DeleteDirectory(string path) => _directories.Remove(path);

    public override void FlushDirectory(string path)
    {
    }

    private static string Parent(string path) => Path.GetDirectoryName(path) ?? "/";

    private MemoryFile Find(string path) =>
        _files.TryGetValue(path, out MemoryFile? file) ? file : throw new FileNotFoundException($"Could not find file '{path}'.", path);

    private sealed class MemoryFile
    {
        public List<byte> Bytes { get; init; } = [];

        public DateTimeOffset Changed { get; set; }

        public byte[] ToArray() => [.. Bytes];
    }

    private sealed class Reader(InMemoryFileStore store, string path, MemoryFile file) : ReadableFile
    {
        public override string Path => path;

        public override long Length => file.Bytes.Count;

        public override int Read(Span<byte> destination, long offset)
        {
            store.Reads++;
            int count = (int)Math.Clamp(file.Bytes.Count - offset, 0, destination.Length);
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file.Bytes).Slice((int)Math.Min(offset, file.Bytes.Count), count).CopyTo(destination);
            return count;
        }

        public override void Dispose()
        {
        }
    }

    private sealed class Writer(InMemoryFileStore store, string path, MemoryFile file) : WritableFile
    {
        public override string Path => path;

        public override void Write(ReadOnlySpan<byte> source, long offset)
        {
            store.Writes++;
            file.Changed = store._clock.GetUtcNow();
            int end = checked((int)offset + source.Length);
            if (file.Bytes.Count < end)
            {
                System.Runtime.InteropServices.CollectionsMarshal.SetCount(file.Bytes, end);
            }

            source.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file.Bytes)[(int)offset..]);
        }

        public override void SetLength(long length) => System.Runtime.InteropServices.CollectionsMarshal.SetCount(file.Bytes, (int)length);

        public override void Flush()
        {
        }

        public override void Dispose()
        {
        }
    }
}
