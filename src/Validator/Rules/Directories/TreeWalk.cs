using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Reading;

namespace TensorBoardFormats.Validation.Rules.Directories;

/// <summary>One directory of the log directory's tree.</summary>
/// <param name="Path">As the disk is asked for it.</param>
/// <param name="Name">Relative to the log directory; <c>.</c> for itself.</param>
/// <param name="Entries">What is in it; null when it cannot be read.</param>
internal sealed record TreeDirectory(string Path, string Name, IReadOnlyList<DirectoryEntry>? Entries)
{
    /// <summary>A file of it makes it a run.</summary>
    public bool HasEventFile => Entries?.Any(static e => e.Kind != EntryKind.Directory && RunDiscovery.IsEventFileName(e.Name)) ?? false;

    /// <summary>It is, or lies in, the asset folder of another plugin, which is none of the projector's business.</summary>
    public bool IsOfOtherPlugin
    {
        get
        {
            string[] parts = Name.Split('/');
            int plugins = Array.LastIndexOf(parts, "plugins");
            return plugins >= 0 && plugins + 1 < parts.Length && parts[plugins + 1] != "org_tensorflow_tensorboard_projector" && !HasEventFile;
        }
    }

    /// <summary>It has a file of that name.</summary>
    public bool Has(string name) => Entries?.Any(e => e.Name == name) ?? false;
}

/// <summary>Walks the tree below a log directory once; links into a parent are named and not followed.</summary>
internal static class TreeWalk
{
    // TensorBoard itself would be no use on a tree of that size.
    private const int MostDirectories = 100_000;

    public static IReadOnlyList<TreeDirectory> Walk(FileReads reads, string root, List<string> loops, CancellationToken cancellation)
    {
        List<TreeDirectory> found = [];
        HashSet<string> visited = new(StringComparer.Ordinal);
        Stack<(string Path, string Name, string Real)> pending = new([(root, ".", reads.RealPath(root))]);
        while (found.Count < MostDirectories && pending.TryPop(out var here))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!visited.Add(here.Real))
            {
                continue;
            }

            IReadOnlyList<DirectoryEntry>? entries = reads.TryList(here.Path);
            found.Add(new TreeDirectory(here.Path, here.Name, entries));
            foreach (DirectoryEntry entry in (entries ?? []).Where(static e => e.Kind == EntryKind.Directory).Reverse())
            {
                string path = PosixPath.Join(here.Path, entry.Name), name = here.Name == "." ? entry.Name : here.Name + "/" + entry.Name;
                string real = entry.IsLink ? reads.RealPath(path) : PosixPath.Join(here.Real, entry.Name);
                if (entry.IsLink && (here.Real == real || here.Real.StartsWith(real.TrimEnd('/') + "/", StringComparison.Ordinal)))
                {
                    loops.Add(name);
                }
                else
                {
                    pending.Push((path, name, real));
                }
            }
        }

        return found;
    }
}
