namespace TensorBoardFormats.Files;

/// <summary>What stands at a path, links followed.</summary>
internal enum EntryKind
{
    /// <summary>Nothing, or a link that leads nowhere.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A FIFO, socket or device: opening it may never return, so nobody here does.</summary>
    Special,

    /// <summary>It is there, and the system does not let us look at it (permissions, a loop of links).</summary>
    Unreadable,
}

/// <summary>One name in a directory.</summary>
/// <param name="Name">The last component, as the directory has it.</param>
/// <param name="Kind">What it is, links followed.</param>
/// <param name="IsLink">True when the name itself is a symbolic link.</param>
internal readonly record struct DirectoryEntry(string Name, EntryKind Kind, bool IsLink);

/// <summary>
/// The one seam to the disk. Everything in the house that reads, lists, makes, renames or removes a file goes through it, so that
/// tests can put a faulting or an in-memory one in its place.
/// </summary>
/// <remarks>All members may be called from any thread. Disk errors are <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/> that name the path.</remarks>
internal abstract class FileStore
{
    /// <summary>The operating system's file system.</summary>
    public static FileStore Disk { get; } = new DiskFileStore();

    /// <summary>What stands at <paramref name="path"/>, links followed. Never throws for what is on the disk.</summary>
    public abstract EntryKind Probe(string path);

    /// <summary>Length in bytes of a regular file, or null when there is none.</summary>
    public abstract long? Length(string path);

    /// <summary>Time of the last change, or null when there is nothing.</summary>
    public abstract DateTimeOffset? LastWriteTime(string path);

    /// <summary>The names in a directory, in ordinal order.</summary>
    public abstract IReadOnlyList<DirectoryEntry> List(string directory);

    /// <summary>Target of a symbolic link as written in it, or null when <paramref name="path"/> is no link.</summary>
    public abstract string? LinkTarget(string path);

    /// <summary>Opens a regular file for reading at offsets. A FIFO or device is refused, not waited for.</summary>
    public abstract ReadableFile OpenRead(string path);

    /// <summary>Makes a new file; one of that name must not exist.</summary>
    /// <param name="path">Where.</param>
    /// <param name="preallocate">Bytes to reserve, 0 for none.</param>
    public abstract WritableFile CreateNew(string path, long preallocate = 0);

    /// <summary>Opens an existing regular file for writing at offsets.</summary>
    public abstract WritableFile OpenWrite(string path);

    /// <summary>Makes a directory and those above it; one that exists is fine.</summary>
    public abstract void CreateDirectory(string path);

    /// <summary>Gives a file another name on the same file system, in one step; a file of that name is replaced.</summary>
    public abstract void Rename(string from, string to);

    /// <summary>Removes a file; one that is not there is fine.</summary>
    public abstract void Delete(string path);

    /// <summary>Removes an empty directory; one that is not there is fine.</summary>
    public abstract void DeleteDirectory(string path);

    /// <summary>Asks the system to bring a directory's names to the disk, where the system can.</summary>
    public abstract void FlushDirectory(string path);

    /// <summary>The bytes of a whole file that is known to be small.</summary>
    /// <param name="path">Which file.</param>
    /// <param name="limit">The most bytes to take; a longer file is refused.</param>
    /// <exception cref="MalformedFileException">The file is longer than <paramref name="limit"/>.</exception>
    public byte[] ReadAll(string path, int limit = 256 << 20)
    {
        using ReadableFile file = OpenRead(path);
        long length = file.Length;
        if (length > limit)
        {
            throw new MalformedFileException(path, null, $"at most {limit} bytes", $"{length} bytes");
        }

        byte[] bytes = new byte[length];
        int read = 0;
        while (read < bytes.Length)
        {
            int got = file.Read(bytes.AsSpan(read), read);
            if (got == 0)
            {
                return bytes[..read]; // It shrank while it was read: what is left is the file.
            }

            read += got;
        }

        return bytes;
    }
}

/// <summary>An open file that is read at offsets.</summary>
internal abstract class ReadableFile : IDisposable
{
    /// <summary>The path it was opened by.</summary>
    public abstract string Path { get; }

    /// <summary>Length in bytes at this moment.</summary>
    public abstract long Length { get; }

    /// <summary>Reads up to <paramref name="destination"/>.Length bytes at <paramref name="offset"/>.</summary>
    /// <returns>Bytes read; 0 only at or behind the end of the file.</returns>
    public abstract int Read(Span<byte> destination, long offset);

    /// <summary>Fills <paramref name="destination"/> as far as the file goes.</summary>
    /// <returns>Bytes read; fewer than asked for only when the file ends before.</returns>
    public int ReadFully(Span<byte> destination, long offset)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int got = Read(destination[total..], offset + total);
            if (got == 0)
            {
                break;
            }

            total += got;
        }

        return total;
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>An open file that is written at offsets.</summary>
internal abstract class WritableFile : IDisposable
{
    /// <summary>The path it was opened by.</summary>
    public abstract string Path { get; }

    /// <summary>Writes all of <paramref name="source"/> at <paramref name="offset"/>.</summary>
    public abstract void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Asks the system to set room aside for bytes that will be written; the length stays. A hint: nothing happens where it cannot be done.</summary>
    public virtual void Reserve(long offset, long length)
    {
    }

    /// <summary>Cuts or extends the file.</summary>
    public abstract void SetLength(long length);

    /// <summary>Brings what was written to the disk.</summary>
    public abstract void Flush();

    /// <inheritdoc/>
    public abstract void Dispose();
}
