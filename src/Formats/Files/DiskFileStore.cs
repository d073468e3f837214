using Microsoft.Win32.SafeHandles;

namespace TensorBoardFormats.Files;

/// <summary>The operating system's file system: the only code of the house that touches the disk.</summary>
internal sealed class DiskFileStore : FileStore
{
    /// <inheritdoc/>
    public override EntryKind Probe(string path)
    {
        try
        {
            FileSystemInfo? info = Follow(path);
            return info switch
            {
                null => EntryKind.Missing,
                DirectoryInfo => EntryKind.Directory,
                FileInfo file => IsRegular(file) ? EntryKind.File : EntryKind.Special,
                _ => EntryKind.Missing,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return EntryKind.Unreadable;
        }
        catch (ArgumentException)
        {
            return EntryKind.Missing; // A NUL in the path, or no path: no such file can exist.
        }
    }

    /// <inheritdoc/>
    public override long? Length(string path) => Probe(path) == EntryKind.File ? ((FileInfo)Follow(path)!).Length : null;

    /// <inheritdoc/>
    public override DateTimeOffset? LastWriteTime(string path)
    {
        FileSystemInfo? info = Follow(path);
        return info is null ? null : new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DirectoryEntry> List(string directory)
    {
        List<DirectoryEntry> entries = [];
        foreach (FileSystemInfo info in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", AllNames))
        {
            bool isLink = info.LinkTarget is not null;
            EntryKind kind = isLink ? Probe(info.FullName)
                : info is DirectoryInfo ? EntryKind.Directory
                : IsRegular((FileInfo)info) ? EntryKind.File : EntryKind.Special;
            entries.Add(new DirectoryEntry(info.Name, kind, isLink));
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    /// <inheritdoc/>
    public override string? LinkTarget(string path) => new FileInfo(path).LinkTarget;

    /// <inheritdoc/>
    public override ReadableFile OpenRead(string path)
    {
        if (Probe(path) == EntryKind.Special)
        {
            throw new IOException($"{path}: expected a regular file, found a pipe, socket or device");
        }

        return new DiskReadableFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
    }

    /// <inheritdoc/>
    public override WritableFile CreateNew(string path, long preallocate = 0) =>
        new DiskWritableFile(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, FileOptions.None, preallocate));

    /// <inheritdoc/>
    public override WritableFile OpenWrite(string path) =>
        new DiskWritableFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete));

    /// <inheritdoc/>
    public override void CreateDirectory(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc/>
    public override void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public override void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Its directory is gone, so it is.
        }
    }

    /// <inheritdoc/>
    public override void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
    }

    /// <inheritdoc/>
    public override void FlushDirectory(string path) => DirectoryFlush.Flush(path);

    private static readonly EnumerationOptions AllNames = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
        ReturnSpecialDirectories = false,
    };

    private static FileSystemInfo? Follow(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (info.LinkTarget is not null)
        {
            FileSystemInfo? target = info.ResolveLinkTarget(returnFinalTarget: true);
            return target is { Exists: true } ? target : null;
        }

        return info.Exists ? info : null;
    }

    private static bool IsRegular(FileInfo file) => !SpecialFiles.IsSpecial(file.FullName);

    private sealed class DiskReadableFile(string path, SafeFileHandle handle) : ReadableFile
    {
        public override string Path => path;

        public override long Length => RandomAccess.GetLength(handle);

        public override int Read(Span<byte> destination, long offset) => RandomAccess.Read(handle, destination, offset);

        public override void Dispose() => handle.Dispose();
    }

    private sealed class DiskWritableFile(string path, SafeFileHandle handle) : WritableFile
    {
        public override string Path => path;

        public override void Write(ReadOnlySpan<byte> source, long offset) => RandomAccess.Write(handle, source, offset);

        public override void Reserve(long offset, long length) => DiskSpace.Reserve(handle, offset, length);

        public override void SetLength(long length) => RandomAccess.SetLength(handle, length);

        public override void Flush() => RandomAccess.FlushToDisk(handle);

        public override void Dispose() => handle.Dispose();
    }
}
