using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Logdirs;

/// <summary>The runs below a log directory, as each of TensorBoard's loaders finds them (spec/projector.md §2).</summary>
internal static class RunDiscovery
{
    // Links to a parent are followed by the slow loader until the system refuses; several of them in one directory would
    // multiply without end, and TensorBoard itself would never finish.
    private const int MostDirectories = 50_000;

    /// <summary>
    /// The Python loader: every directory that directly holds anything but a directory whose name contains <c>tfevents</c>; links are
    /// followed as long as the system does. Top down, in ordinal order where the real order is the file system's.
    /// </summary>
    /// <param name="host">The disk.</param>
    /// <param name="root">Where it begins.</param>
    /// <param name="failure">Set when the walk ended with an exception: what raised. Runs found before stay.</param>
    public static List<Run> Slow(TensorBoardHost host, LoaderRoot root, out string? failure)
    {
        List<Run> runs = [];
        failure = null;
        EntryKind kind = host.Probe(root.Directory);
        if (kind != EntryKind.Directory)
        {
            failure = kind == EntryKind.Missing ? null : $"ValueError: GetLogdirSubdirectories: path exists and is not a directory,"
                + $" {root.Directory}";
            return runs;
        }

        Stack<(string Directory, string Name)> pending = new([(root.Directory, ".")]);
        for (int visited = 0; visited < MostDirectories && pending.TryPop(out (string Directory, string Name) here); visited++)
        {
            IReadOnlyList<DirectoryEntry> entries;
            try
            {
                entries = host.Files.List(host.OnDisk(here.Directory));
            }
            catch (DirectoryNotFoundException)
            {
                continue;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failure = $"PermissionDeniedError: {here.Directory}; {e.Message}";
                return runs;
            }

            if (entries.Any(static e => e.Kind != EntryKind.Directory && IsEventFileName(e.Name)))
            {
                runs.Add(Describe(root, here.Directory, here.Name, entries.Where(static e => IsEventFileName(e.Name))));
            }

            PushDirectories(pending, here, entries.Where(static e => e.Kind == EntryKind.Directory));
        }

        return runs;
    }

    /// <summary>
    /// The Rust data server's candidates: directories that directly hold a regular file (links followed) whose name contains
    /// <c>tfevents</c>. A link into one of its own parents is skipped, and so is what cannot be read. Which of them become runs
    /// depends on what is in the files.
    /// </summary>
    public static List<Run> FastCandidates(TensorBoardHost host, LoaderRoot root)
    {
        List<Run> runs = [];
        if (host.Probe(root.Directory) == EntryKind.Directory)
        {
            Walk(host, root, root.Directory, ".", [host.RealPath(root.Directory) ?? root.Directory], runs);
        }

        return runs;
    }

    /// <summary>True when both loaders take a file of this name for an event file.</summary>
    public static bool IsEventFileName(string name) => name.Contains("tfevents", StringComparison.Ordinal);

    private static void Walk(TensorBoardHost host, LoaderRoot root, string directory, string name, List<string> above, List<Run> runs)
    {
        IReadOnlyList<DirectoryEntry> entries;
        try
        {
            entries = host.Files.List(host.OnDisk(directory));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        static bool IsEventFile(DirectoryEntry e) => e.Kind == EntryKind.File && IsEventFileName(e.Name);
        if (entries.Any(IsEventFile))
        {
            runs.Add(Describe(root, directory, name, entries.Where(IsEventFile)));
        }

        foreach (DirectoryEntry entry in entries.Where(static e => e.Kind == EntryKind.Directory))
        {
            string below = PosixPath.Join(directory, entry.Name);
            string real = entry.IsLink ? host.RealPath(below) ?? below : PosixPath.Join(above[^1], entry.Name);
            if (!entry.IsLink || !above.Contains(real))
            {
                Walk(host, root, below, NameBelow(name, entry.Name), [.. above, real], runs);
            }
        }
    }

    private static void PushDirectories(
        Stack<(string Directory, string Name)> pending, (string Directory, string Name) here, IEnumerable<DirectoryEntry> directories)
    {
        foreach (DirectoryEntry entry in directories.Reverse())
        {
            pending.Push((PosixPath.Join(here.Directory, entry.Name), NameBelow(here.Name, entry.Name)));
        }
    }

    private static Run Describe(LoaderRoot root, string directory, string name, IEnumerable<DirectoryEntry> eventFiles) =>
        new(root.Name is null ? name : PosixPath.Join(root.Name, name), directory, [.. eventFiles.Select(static e => e.Name)]);

    private static string NameBelow(string name, string entry) => name == "." ? entry : PosixPath.Join(name, entry);
}
