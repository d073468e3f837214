using TensorBoardFormats.Files;

namespace TensorBoardFormats.Testing;

/// <summary>Passes everything on to another store, until the step with the number asked for, which fails as a disk does.</summary>
/// <remarks>Every call that changes something counts as a step: create, write, set length, flush, rename, delete, make directory.</remarks>
internal sealed class FaultingFileStore(FileStore inner, int failAtStep) : FileStore
{
    /// <summary>Steps taken so far.</summary>
    public int Steps { get; private set; }

    /// <summary>True once the fault was raised; everything after it fails too, as for a process that was killed.</summary>
    public bool Failed { get; private set; }

    public override EntryKind Probe(string path) => inner.Probe(path);

    public override long? Length(string path) => inner.Length(path);

    public override DateTimeOffset? LastWriteTime(string path) => inner.LastWriteTime(path);

    public override IReadOnlyList<DirectoryEntry> List(string directory) => inner.List(directory);

    public override string? LinkTarget(string path) => inner.LinkTarget(path);

    public override ReadableFile OpenRead(string path) => inner.OpenRead(path);

    public override WritableFile CreateNew(string path, long preallocate = 0)
    {
        Step(path);
        return new Writer(this, inner.CreateNew(path, preallocate));
    }

    public override WritableFile OpenWrite(string path) => new Writer(this, inner.OpenWrite(path));

    public override void CreateDirectory(string path)
    {
        Step(path);
        inner.CreateDirectory(path);
    }

    public override void Rename(string from, string to)
    {
        Step(to);
        inner.Rename(from, to);
    }

    public override void Delete(string path)
    {
        Step(path);
        inner.Delete(path);
    }

    public override void DeleteDirectory(string path)
    {
        Step(path);
        inner.DeleteDirectory(path);
    }

    public override void FlushDirectory(string path)
    {
        Step(path);
        inner.FlushDirectory(path);
    }

    private void Step(string path)
    {
        if (Failed || ++Steps == failAtStep)
        {
            Failed = true;
            throw new IOException($"No space left on device : '{path}'");
        }
    }

    private sealed class Writer(FaultingFileStore store, WritableFile file) : WritableFile
    {
        public override string Path => file.Path;

        public override void Write(ReadOnlySpan<byte> source, long offset)
        {
            store.Step(Path);
            file.Write(source, offset);
        }

        public override void SetLength(long length)
        {
            store.Step(Path);
            file.SetLength(length);
        }

        public override void Flush()
        {
            store.Step(Path);
            file.Flush();
        }

        public override void Dispose() => file.Dispose();
    }
}
