using System.Collections.Concurrent;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Logdirs;

/// <summary>
/// A disk that is looked at once: what stood at a path, what a directory held and where a link led stay as they were first seen.
/// TensorBoard asks for the same paths with every question; a judgement holds for one moment. Files are opened anew each time.
/// </summary>
internal sealed class RememberingFileStore(FileStore disk) : FileStore
{
    private readonly ConcurrentDictionary<string, EntryKind> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<DirectoryEntry>> _lists = new(StringComparer.Ordinal);

    public override EntryKind Probe(string path) => _kinds.TryGetValue(path, out EntryKind kind) ? kind
        : _kinds.GetOrAdd(path, IsKnownToBeMissing(path) ? EntryKind.Missing : disk.Probe(path));

    public override IReadOnlyList<DirectoryEntry> List(string directory) => _lists.GetOrAdd(directory, ListAndLearn);

    public override string? LinkTarget(string path) => _links.TryGetValue(path, out string? target) ? target
        : _links.GetOrAdd(path, !_kinds.ContainsKey(path) && IsKnownToBeMissing(path) ? null : disk.LinkTarget(path));

    public override long? Length(string path) => disk.Length(path);

    public override DateTimeOffset? LastWriteTime(string path) => disk.LastWriteTime(path);

    public override ReadableFile OpenRead(string path) => disk.OpenRead(path);

    public override WritableFile CreateNew(string path, long preallocate = 0) => disk.CreateNew(path, preallocate);

    public override WritableFile OpenWrite(string path) => disk.OpenWrite(path);

    public override void CreateDirectory(string path) => disk.CreateDirectory(path);

    public override void Rename(string from, string to) => disk.Rename(from, to);

    public override void Delete(string path) => disk.Delete(path);

    public override void DeleteDirectory(string path) => disk.DeleteDirectory(path);

    public override void FlushDirectory(string path) => disk.FlushDirectory(path);

    // What is not in a directory that was listed is not there, unless names may be written in other ways, as elsewhere than on Linux.
    private bool IsKnownToBeMissing(string path)
    {
        string parent = PosixPath.DirectoryName(path);
        return OperatingSystem.IsLinux() && parent.Length > 1 && PosixPath.BaseName(path) is not ("" or "." or "..")
            && (_lists.ContainsKey(parent) || (_kinds.TryGetValue(parent, out EntryKind above) && above is EntryKind.Missing or EntryKind.File));
    }

    private IReadOnlyList<DirectoryEntry> ListAndLearn(string directory)
    {
        IReadOnlyList<DirectoryEntry> entries = disk.List(directory);
        foreach (DirectoryEntry entry in entries)
        {
            string path = PosixPath.Join(directory, entry.Name);
            _kinds.TryAdd(path, entry.Kind);
            if (!entry.IsLink)
            {
                _links.TryAdd(path, null);
            }
        }

        return entries;
    }
}
