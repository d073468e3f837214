using TensorBoardFormats.Files;

namespace TensorBoardFormats.Testing;

/// <summary>The disk, but no file can be renamed to a name with this end.</summary>
internal sealed class StubbornFileStore(string end) : FileStore
{
    public override EntryKind Probe(string path) => Disk.Probe(path);

    public override long? Length(string path) => Disk.Length(path);

    public override DateTimeOffset? LastWriteTime(string path) => Disk.LastWriteTime(path);

    public override IReadOnlyList<DirectoryEntry> List(string directory) => Disk.List(directory);

    public override string? LinkTarget(string path) => Disk.LinkTarget(path);

    public override ReadableFile OpenRead(string path) => Disk.OpenRead(path);

    public override WritableFile CreateNew(string path, long preallocate = 0) => Disk.CreateNew(path, preallocate);

    public override WritableFile OpenWrite(string path) => Disk.OpenWrite(path);

    public override void CreateDirectory(string path) => Disk.CreateDirectory(path);

    public override void Rename(string from, string to)
    {
        if (to.EndsWith(end, StringComparison.Ordinal))
        {
            throw new IOException($"Input/output error : '{to}'");
        }

        Disk.Rename(from, to);
    }

    public override void Delete(string path) => Disk.Delete(path);

    public override void DeleteDirectory(string path) => Disk.DeleteDirectory(path);

    public override void FlushDirectory(string path) => Disk.FlushDirectory(path);
}
