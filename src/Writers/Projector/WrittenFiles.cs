using TensorBoardFormats.Files;

namespace TensorBoardFormats.Projector;

/// <summary>The files that one call writes into a directory, so that those that were not there before can be taken away when it fails.</summary>
internal sealed class WrittenFiles(FileStore files, string directory, bool flushToDisk)
{
    private readonly HashSet<string> _before = [.. files.List(directory).Select(static e => e.Name)];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Where they lie.</summary>
    public string Directory => directory;

    /// <summary>Their names, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _names];

    /// <summary>Writes one, whole or not at all.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        AtomicFile.Write(files, Path.Combine(directory, name), content, flushToDisk);
        Note(name);
    }

    /// <summary>Somebody else wrote one.</summary>
    public void Note(string name) => _names.Add(name);

    /// <summary>Removes those that were not there before. A file that cannot be removed stays: the error that brought us here matters more.</summary>
    public void TakeBack()
    {
        foreach (string name in _names.Where(name => !_before.Contains(name)))
        {
            try
            {
                files.Delete(Path.Combine(directory, name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
    }
}
