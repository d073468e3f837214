using System.Diagnostics;
using System.Globalization;

namespace TensorBoardFormats.Files;

/// <summary>
/// Names of files that are not finished: <c>TARGET.tempstate-PROCESS-NUMBER</c> beside their target. They carry the process id, so that a later
/// save finds what a process left behind that was killed, and takes nothing away from one that still writes.
/// </summary>
internal static class TemporaryNames
{
    private const string Marker = ".tempstate-";

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Live = new(StringComparer.Ordinal);
    private static long _lastNumber;

    /// <summary>A new temporary path for <paramref name="target"/>; it counts as in use until <see cref="Release"/>.</summary>
    public static string Take(string target)
    {
        lock (Gate)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{target}{Marker}{Environment.ProcessId}-{++_lastNumber}");
            Live.Add(Path.GetFullPath(path));
            return path;
        }
    }

    /// <summary>The file of this name is gone or has got its final name.</summary>
    public static void Release(string path)
    {
        lock (Gate)
        {
            Live.Remove(Path.GetFullPath(path));
        }
    }

    /// <summary>Is it the name of a file that is not finished?</summary>
    public static bool IsOne(string name) => TryParse(name, out _, out _);

    /// <summary>Removes temporary files in <paramref name="directory"/> whose process is gone, of targets whose names <paramref name="isOurs"/> says
    /// are the caller's.</summary>
    /// <remarks>A file that cannot be removed stays for the next save: it harms nobody.</remarks>
    public static void RemoveLeftovers(FileStore store, string directory, Func<string, bool> isOurs)
    {
        if (store.Probe(directory) != EntryKind.Directory)
        {
            return;
        }

        foreach (DirectoryEntry entry in store.List(directory))
        {
            string path = Path.Combine(directory, entry.Name);
            if (entry.Kind == EntryKind.File && TryParse(entry.Name, out string target, out int process) && isOurs(target) && IsAbandoned(store, path, process))
            {
                try
                {
                    store.Delete(path);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // Somebody else's directory rights; the file is no part of any checkpoint.
                }
            }
        }
    }

    private static bool TryParse(string name, out string target, out int process)
    {
        target = "";
        process = 0;
        int marker = name.LastIndexOf(Marker, StringComparison.Ordinal);
        if (marker <= 0)
        {
            return false;
        }

        ReadOnlySpan<char> numbers = name.AsSpan(marker + Marker.Length);
        int dash = numbers.IndexOf('-');
        target = name[..marker];
        return dash > 0
            && int.TryParse(numbers[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out process)
            && long.TryParse(numbers[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsAbandoned(FileStore store, string path, int process)
    {
        if (process == Environment.ProcessId)
        {
            lock (Gate)
            {
                return !Live.Contains(Path.GetFullPath(path)); // An earlier process had our number, as in a container that starts again.
            }
        }

        try
        {
            using Process owner = Process.GetProcessById(process);
            return store.LastWriteTime(path) is { } written && owner.StartTime.ToUniversalTime() > written.UtcDateTime.AddSeconds(1); // The number was given again.
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false; // It runs, and we may not look at it.
        }
    }
}
