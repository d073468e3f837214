namespace TensorBoardFormats.Events;

/// <summary>Directories of sub-runs, made of tags and keys that may hold what no file system takes.</summary>
internal static class RunPath
{
    private const string Forbidden = "<>:\"|?*";

    /// <summary>Directory of one curve of <see cref="SummaryWriter.AddScalars"/>.</summary>
    public static string ForCurve(string logDirectory, string mainTag, string key, SubRunLayout layout) => layout == SubRunLayout.Joined
        ? Path.Combine(logDirectory, Component($"{mainTag}_{key}"))
        : Path.Combine([logDirectory, .. mainTag.Split('/', '\\').Where(static part => part.Length > 0).Select(Component), Component(key)]);

    /// <summary>Directory of a run below the log directory; slashes nest.</summary>
    public static string ForRun(string logDirectory, string run) =>
        Path.Combine([logDirectory, .. run.Split('/', '\\').Where(static part => part.Length > 0).Select(Component)]);

    /// <summary>A name that every file system takes; dots alone, and dots and blanks at its end, would mean something else.</summary>
    private static string Component(string name)
    {
        char[] safe = [.. name.Select(static c => c < ' ' || c is '/' or '\\' || Forbidden.Contains(c, StringComparison.Ordinal) ? '_' : c)];
        for (int i = safe.Length - 1; i >= 0 && safe[i] is '.' or ' '; i--)
        {
            safe[i] = '_';
        }

        return safe.Length == 0 ? "_" : new string(safe);
    }
}
