using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// TensorFlow's <c>GetMatchingPaths</c>: from the last directory without a glob character on, the names in it are held against each
/// part of the pattern with <c>fnmatch</c>; a pattern without such a character is just a path (spec/projector.md §6.3).
/// </summary>
internal static class TensorFlowGlob
{
    private const string GlobCharacters = "*?[\\";

    /// <summary>The paths that match.</summary>
    /// <exception cref="ServerFault">NotFoundError of old versions when the directory to begin with does not exist; an unknown scheme.</exception>
    public static List<string> Find(TensorFlowLayer layer, FileStore files, string pattern)
    {
        if (pattern.Length == 0)
        {
            return [];
        }

        if (layer.GlobRaises && DirectoryName(BeforeGlob(pattern)) is { Length: > 0 } directory && !layer.IsDirectory(directory))
        {
            throw new ServerFault("NotFoundError", $"{directory}; No such file or directory");
        }

        List<string> prefixes = Prefixes(pattern);
        int first = prefixes.FindIndex(HasGlob);
        if (first < 0)
        {
            return layer.Exists(pattern) ? [pattern] : [];
        }

        List<string> parents = [first == 0 ? "." : prefixes[first - 1]];
        for (int i = first; i < prefixes.Count; i++)
        {
            bool last = i == prefixes.Count - 1;
            parents = [.. parents.SelectMany(p => Children(layer, files, p)).Where(c => FnMatch.Matches(prefixes[i], c) && (last || layer.IsDirectory(c)))];
        }

        return parents;
    }

    private static bool HasGlob(string text) => text.AsSpan().IndexOfAny(GlobCharacters) >= 0;

    private static string BeforeGlob(string pattern) =>
        pattern.AsSpan().IndexOfAny(GlobCharacters) is >= 0 and int at ? pattern[..at] : pattern;

    // The pattern and all that it begins with up to a slash, shortest first; a relative one begins at ".".
    private static List<string> Prefixes(string pattern)
    {
        string patched = DirectoryName(BeforeGlob(pattern)).Length == 0 ? PosixPath.JoinWithOneSlash(".", pattern) : pattern;
        List<string> prefixes = [];
        for (string dir = pattern.EndsWith('/') ? DirectoryName(patched) : patched; dir.Length > 0;)
        {
            prefixes.Add(dir);
            string shorter = DirectoryName(dir);
            if (shorter == dir)
            {
                break;
            }

            dir = shorter;
        }

        prefixes.Reverse();
        return prefixes;
    }

    // io::Dirname: up to the last slash and without it, but the root stays; a scheme stays in front.
    private static string DirectoryName(string path)
    {
        int start = LogDirectory.Scheme(path) is string scheme ? scheme.Length + 3 : 0;
        start = start > 0 && path.IndexOf('/', start) is >= 0 and int hostEnd ? hostEnd : start;
        int slash = path.LastIndexOf('/');
        return slash < start ? path[..start] : slash == start ? path[..(start + 1)] : path[..slash];
    }

    private static IEnumerable<string> Children(TensorFlowLayer layer, FileStore files, string parent)
    {
        IReadOnlyList<DirectoryEntry> entries;
        try
        {
            entries = files.List(layer.OnDisk(parent));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return entries.Select(e => PosixPath.JoinWithOneSlash(parent, e.Name));
    }
}
