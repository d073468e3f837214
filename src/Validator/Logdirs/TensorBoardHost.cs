using System.Text;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Logdirs;

/// <summary>What the TensorBoard process has around it: the disk, the directory it was started in and the home of its user.</summary>
/// <param name="Files">The disk.</param>
/// <param name="WorkingDirectory">What relative paths are relative to; absolute.</param>
/// <param name="Home">What <c>~</c> stands for.</param>
internal sealed record TensorBoardHost(FileStore Files, string WorkingDirectory, string Home)
{
    private const int PasswordFileLimit = 1 << 20;
    private const string Nowhere = "/dev/null/nothing"; // Nothing can stand below what is no directory.
    private const int MostLinks = 40; // What Linux follows in one path before it gives up.

    /// <summary>The surroundings of this process.</summary>
    public static TensorBoardHost Current { get; } = new(
        FileStore.Disk,
        WithSlashes(Environment.CurrentDirectory),
        WithSlashes(Environment.GetEnvironmentVariable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)));

    /// <summary>A path of the system in the form that is used here: with slashes, also on Windows.</summary>
    public static string WithSlashes(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;

    /// <summary>
    /// A path as the system takes it: absolute, a <c>..</c> leads to the parent of what a link before it leads to, and neither it nor
    /// a trailing slash may follow what is no directory. (.NET shortens paths as text before the system sees them.)
    /// </summary>
    /// <returns>A path that can be handed to <see cref="Files"/>.</returns>
    public string OnDisk(string path)
    {
        string absolute = PosixPath.Join(WorkingDirectory, path);
        if (absolute.EndsWith('/') && absolute.Length > 1)
        {
            return Files.Probe(absolute.TrimEnd('/')) == EntryKind.Directory ? OnDisk(absolute.TrimEnd('/')) : Nowhere;
        }

        int up = absolute.IndexOf("/..", StringComparison.Ordinal);
        while (up >= 0 && up + 3 < absolute.Length && absolute[up + 3] != '/')
        {
            up = absolute.IndexOf("/..", up + 1, StringComparison.Ordinal);
        }

        if (up <= 0)
        {
            return absolute;
        }

        string parent = absolute[..up];
        return Files.Probe(parent) == EntryKind.Directory
            ? OnDisk(PosixPath.DirectoryName(RealPath(parent)!) + absolute[(up + 3)..])
            : Nowhere;
    }

    /// <summary>What stands at a path, links followed.</summary>
    public EntryKind Probe(string path) => path.Length == 0 ? EntryKind.Missing : Files.Probe(OnDisk(path));

    /// <summary><c>os.path.abspath</c>.</summary>
    public string Absolute(string path) => PosixPath.Normalize(OnDisk(path));

    /// <summary><c>os.path.expanduser</c>: <c>~</c> and <c>~NAME</c> at the start; an unknown user stays as it is.</summary>
    public string ExpandUser(string path)
    {
        if (!path.StartsWith('~'))
        {
            return path;
        }

        int end = path.IndexOf('/', StringComparison.Ordinal) is >= 0 and int slash ? slash : path.Length;
        string? home = end == 1 ? Home : HomeOf(path[1..end]);
        if (home is null)
        {
            return path;
        }

        string expanded = home.TrimEnd('/') + path[end..];
        return expanded.Length == 0 ? "/" : expanded;
    }

    /// <summary>
    /// <c>os.path.realpath</c>: every link resolved, from left to right; missing components stay and <c>..</c> after one drops it as
    /// text. Null when the path cannot be one (a NUL).
    /// </summary>
    public string? RealPath(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        string resolved = "/";
        Stack<string> rest = new(PosixPath.Join(WorkingDirectory, path).Split('/').Reverse());
        for (int links = 0; rest.TryPop(out string? part);)
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                resolved = PosixPath.DirectoryName(resolved);
                continue;
            }

            string next = PosixPath.Join(resolved, part);
            string? target = LinkTarget(next);
            if (target is null || ++links > MostLinks)
            {
                resolved = next;
                continue;
            }

            foreach (string piece in target.Split('/').Reverse())
            {
                rest.Push(piece);
            }

            resolved = PosixPath.IsAbsolute(target) ? "/" : resolved;
        }

        return resolved;
    }

    private string? LinkTarget(string path)
    {
        try
        {
            return Files.LinkTarget(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private string? HomeOf(string user)
    {
        try
        {
            foreach (string line in Encoding.UTF8.GetString(Files.ReadAll("/etc/passwd", PasswordFileLimit)).Split('\n'))
            {
                string[] fields = line.Split(':');
                if (fields.Length > 5 && fields[0] == user)
                {
                    return fields[5];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No list of users: then none is known.
        }

        return null;
    }
}
