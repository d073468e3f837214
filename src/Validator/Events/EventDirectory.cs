using TensorBoardFormats.Events;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Events;

/// <summary>One directory that holds event files.</summary>
/// <param name="Name">Name of the run: the path below the log directory; <c>.</c> for itself.</param>
/// <param name="Path">The directory as the file store is asked for it.</param>
/// <param name="Entries">Its entries whose names mark event files, in the order in which both loaders take them.</param>
internal sealed record EventDirectory(string Name, string Path, IReadOnlyList<DirectoryEntry> Entries)
{
    private const string Profile = ".profile-empty";
    private const int MostLinks = 40; // The kernel's own limit on links in one path.

    /// <summary>Whether the Python loader takes it for a run: anything that is no directory counts as a file.</summary>
    public bool IsSlowRun => Entries.Any(static e => e.Kind != EntryKind.Directory);

    /// <summary>Whether the data server takes it for a run.</summary>
    public bool IsFastRun => Entries.Any(static e => e.Kind == EntryKind.File);

    /// <summary>Whether the Python loader opens a path of this base name as an event file.</summary>
    public static bool IsReadBySlowLoader(string name) => EventFileName.IsEventFile(name) && !name.EndsWith(Profile, StringComparison.Ordinal);

    /// <summary>A path of one of its entries.</summary>
    public string PathOf(DirectoryEntry entry) => Join(Path, entry.Name);

    /// <summary>All such directories at or below <paramref name="root"/>, parents before children, links followed.</summary>
    public static IReadOnlyList<EventDirectory> Find(FileStore files, string root, CancellationToken cancellation = default)
    {
        List<EventDirectory> found = [];
        Walk(files, root, directory =>
        {
            EventDirectory marked = directory with { Entries = [.. directory.Entries.Where(static e => EventFileName.IsEventFile(e.Name))] };
            if (marked.Entries.Count > 0)
            {
                found.Add(marked);
            }
        }, cancellation);
        return found;
    }

    /// <summary>Visits every directory at or below <paramref name="root"/> with all its entries, parents before children, links followed.</summary>
    public static void Walk(FileStore files, string root, Action<EventDirectory> visit, CancellationToken cancellation = default) =>
        Walk(files, root, ".", visit, 0, cancellation);

    private static void Walk(FileStore files, string path, string name, Action<EventDirectory> visit, int links, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<DirectoryEntry> entries;
        try
        {
            entries = files.List(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // Neither loader sees into it, and neither stops at it.
        }

        visit(new EventDirectory(name, path, entries));
        foreach (DirectoryEntry entry in entries)
        {
            if (entry.Kind == EntryKind.Directory && links + (entry.IsLink ? 1 : 0) <= MostLinks)
            {
                string below = name == "." ? entry.Name : name + "/" + entry.Name;
                Walk(files, Join(path, entry.Name), below, visit, links + (entry.IsLink ? 1 : 0), cancellation);
            }
        }
    }

    private static string Join(string directory, string name) => directory.EndsWith('/') ? directory + name : directory + "/" + name;
}
