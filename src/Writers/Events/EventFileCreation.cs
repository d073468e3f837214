using TensorBoardFormats.Files;

namespace TensorBoardFormats.Events;

/// <summary>Makes the file of a writer under a name that nobody has: create-new, and the next number when the name is taken.</summary>
internal static class EventFileCreation
{
    private const int MaxAttempts = 1000;

    private static long _counter = -1;

    /// <summary>Makes a new event file in <paramref name="directory"/>.</summary>
    public static WritableFile CreateNew(string directory, WallTime now, EventFileWriterOptions options)
    {
        for (int attempt = 0; ; attempt++)
        {
            string path = System.IO.Path.Combine(directory, Name(now, options, attempt).ToString());
            try
            {
                return options.Files.CreateNew(path);
            }
            catch (IOException) when (attempt < MaxAttempts && options.Files.Probe(path) != EntryKind.Missing)
            {
                // Another writer has this name; it keeps it.
            }
        }
    }

    /// <summary>The name that a writer tries at an attempt, counted from 0.</summary>
    public static EventFileName Name(WallTime now, EventFileWriterOptions options, int attempt)
    {
        long seconds = (long)Math.Floor(now.Seconds);
        string host = EventFileName.SafeHost(options.HostName);
        string suffix = options.FileNameSuffix.Length == 0 || options.FileNameSuffix[0] == '.' ? options.FileNameSuffix : "." + options.FileNameSuffix;
        if (options.ProcessId is not int processId)
        {
            // A name without number can only be told apart behind.
            return new EventFileName(seconds, host, Suffix: attempt == 0 ? suffix : FormattableString.Invariant($".{attempt}{suffix}"));
        }

        long counter = options.Counter is long first ? first + attempt : Interlocked.Increment(ref _counter);
        return new EventFileName(seconds, host, processId, counter, suffix);
    }
}
