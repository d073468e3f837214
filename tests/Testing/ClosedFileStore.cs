using TensorBoardFormats.Files;

namespace TensorBoardFormats.Testing;

/// <summary>The disk, but some paths may not be read by anybody: file modes for tests that run as root.</summary>
internal sealed class ClosedFileStore(IReadOnlyList<string> closed) : FileStore
{
    public override EntryKind Probe(string path) => Disk.Probe(path);

    public override long? Length(string path) => Disk.Length(path);

    public override DateTimeOffset? LastWriteTime(string path) => Disk.LastWriteTime(path);

    public override IReadOnlyList<DirectoryEntry> List(string directory) => closed.Contains(directory) ? throw Denied(directory) : Disk.List(directory);

    public override string? LinkTarget(string path) => Disk.LinkTarget(path);

    public override ReadableFile OpenRead(string path) => closed.Contains(path) ? throw Denied(path) : Disk.OpenRead(path);

    public override WritableFile CreateNew(string path, long preallocate = 0) => Disk.CreateNew(path, preallocate);

    public override WritableFile OpenWrite(string path) => Disk.OpenWrite(path);

    public override void CreateDirectory(string path) => Disk.CreateDirectory(path);

    public override void Rename(string from, string to) => Disk.Rename(from, to);

    public override void Delete(string path) => Disk.Delete(path);

    public override void DeleteDirectory(string path) => Disk.DeleteDirectory(path);

    public override void FlushDirectory(string path) => Disk.FlushDirectory(path);

    private static UnauthorizedAccessException Denied(string path) => new($"Access to the path '{path}' is denied.");
}
