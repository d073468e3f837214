namespace TensorBoardFormats.Validation.Logdirs;

/// <summary>Paths as text, as Python's <c>posixpath</c> and TensorFlow's file layer treat them. Nothing here looks at a disk.</summary>
internal static class PosixPath
{
    /// <summary><c>os.path.isabs</c>; on Windows a drive counts, too.</summary>
    public static bool IsAbsolute(string path) =>
        path.StartsWith('/') || (OperatingSystem.IsWindows() && path.Length > 1 && char.IsAsciiLetter(path[0]) && path[1] == ':');

    /// <summary><c>os.path.join</c>: an absolute second part replaces the first.</summary>
    public static string Join(string first, string second) =>
        IsAbsolute(second) || first.Length == 0 ? second : first.EndsWith('/') ? first + second : first + "/" + second;

    /// <summary>TensorFlow's <c>io::JoinPath</c>: exactly one slash between the parts, whatever they are.</summary>
    public static string JoinWithOneSlash(string first, string second) =>
        first.Length == 0 ? second
            : first.EndsWith('/') ? (second.StartsWith('/') ? first + second[1..] : first + second)
            : second.StartsWith('/') ? first + second : first + "/" + second;

    /// <summary><c>os.path.dirname</c>: slashes at its end are dropped unless it is nothing else.</summary>
    public static string DirectoryName(string path)
    {
        string head = path[..(path.LastIndexOf('/') + 1)];
        string trimmed = head.TrimEnd('/');
        return trimmed.Length == 0 ? head : trimmed;
    }

    /// <summary><c>os.path.basename</c>: what follows the last slash.</summary>
    public static string BaseName(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary><c>os.path.normpath</c>, which is also how TensorFlow's file layer shortens every path: <c>.</c>, <c>..</c>, doubled
    /// and trailing slashes go, as text.</summary>
    public static string Normalize(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        bool rooted = path[0] == '/';
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != ".." || (!rooted && (parts.Count == 0 || parts[^1] == "..")))
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        string joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    /// <summary>The path as it is reached from <paramref name="start"/>, both absolute and shortened; only for paths at or below it.</summary>
    public static string Below(string start, string path) =>
        path == start ? "." : path.StartsWith(start == "/" ? start : start + "/", StringComparison.Ordinal) ? path[(start == "/" ? 1 : start.Length + 1)..] : path;
}
