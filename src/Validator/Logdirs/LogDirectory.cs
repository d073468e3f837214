namespace TensorBoardFormats.Validation.Logdirs;

/// <summary>What TensorBoard is told to look at: <c>--logdir</c>, taken literally, or <c>--logdir_spec</c>.</summary>
/// <param name="Text">The value of the flag, as TensorBoard gets it: perhaps relative, with a <c>~</c> that no shell expanded, with a trailing slash.</param>
/// <param name="IsSpec">True for <c>--logdir_spec</c>: <c>NAME:DIR,NAME:DIR,…</c>.</param>
internal sealed record LogDirectory(string Text, bool IsSpec = false)
{
    /// <summary>The directories that the loaders walk, with the name that is put before their runs (null for none).</summary>
    /// <param name="host">For <c>~</c> and links.</param>
    /// <param name="takesSpec">True when <c>--logdir</c> itself is read as a spec (before 2.0).</param>
    public IReadOnlyList<LoaderRoot> Roots(TensorBoardHost host, bool takesSpec = false)
    {
        if (!IsSpec && !takesSpec)
        {
            return [new LoaderRoot(host.ExpandUser(Text), null)];
        }

        List<LoaderRoot> roots = [];
        foreach (string part in Text.Split(','))
        {
            bool named = part.Contains(':', StringComparison.Ordinal) && !part.StartsWith('/') && Scheme(part) is null;
            int colon = named ? part.IndexOf(':', StringComparison.Ordinal) : -1;
            string directory = host.ExpandUser(part[(colon + 1)..]);
            string resolved = Scheme(directory) is null ? host.RealPath(directory) ?? directory : directory;
            roots.RemoveAll(r => r.Directory == resolved);
            roots.Add(new LoaderRoot(resolved, named ? part[..colon] : null));
        }

        return roots;
    }

    /// <summary>The scheme of a URL (<c>gs</c>, <c>s3</c>, …) with which a path starts, or null.</summary>
    public static string? Scheme(string path)
    {
        int end = path.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && char.IsAsciiLetter(path[0]) && path.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0 ? path[..end] : null;
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");
}

/// <summary>A directory that a loader walks.</summary>
/// <param name="Directory">The directory, <c>~</c> expanded.</param>
/// <param name="Name">What is put before the names of its runs; null for nothing.</param>
internal sealed record LoaderRoot(string Directory, string? Name);

/// <summary>A run as a loader found it.</summary>
/// <param name="Name">Path relative to the directory walked; <c>.</c> for that directory itself.</param>
/// <param name="Directory">Its directory as the loader writes it.</param>
/// <param name="EventFiles">Names in that directory that count as event files, in ordinal order; for the slow loader directories may be among them.</param>
internal sealed record Run(string Name, string Directory, IReadOnlyList<string> EventFiles);
