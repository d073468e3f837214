using System.Globalization;
using System.Text;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>What both keepers of checkpoints do in a directory: write the state file, remove a checkpoint, tidy up behind dead processes.</summary>
internal static class CheckpointDirectory
{
    /// <summary>Writes the state file (spec/tensor-bundle.md §10.2).</summary>
    /// <param name="files">The disk.</param>
    /// <param name="directory">The state file's directory as the user gave it: empty or relative to the working directory, or absolute.</param>
    /// <param name="fileName">Name of the state file.</param>
    /// <param name="state">What it says, with paths as the user sees them.</param>
    /// <param name="relative">Make absolute paths relative to the directory.</param>
    /// <param name="flushToDisk">Bring it to the disk.</param>
    public static void WriteState(FileStore files, string directory, string fileName, CheckpointState state, bool relative, bool flushToDisk)
    {
        string model = InState(state.ModelCheckpointPath, directory, relative);
        List<string> all = [.. state.AllModelCheckpointPaths.Select(path => InState(path, directory, relative))];
        if (all.Count == 0 || all[^1] != model)
        {
            all.Add(model);
        }

        string text = (state with { ModelCheckpointPath = model, AllModelCheckpointPaths = all }).ToText();
        AtomicFile.Write(files, Path.Combine(directory, fileName), Encoding.UTF8.GetBytes(text), flushToDisk);
    }

    /// <summary>Removes a checkpoint: its index first, so that what is left of it when the process dies is no checkpoint.</summary>
    public static void Delete(FileStore files, string prefix)
    {
        files.Delete(CheckpointFileNames.Index(prefix));
        files.Delete(CheckpointFileNames.MetaGraph(prefix));
        string directory = CheckpointFileNames.Directory(prefix);
        string baseName = Path.GetFileName(prefix);
        foreach (DirectoryEntry entry in files.List(directory))
        {
            if (entry.Kind == EntryKind.File && CheckpointFileNames.IsData(entry.Name, baseName))
            {
                files.Delete(Path.Combine(directory, entry.Name));
            }
        }
    }

    /// <summary>Makes the directory and removes from it what processes left behind that died while they saved under <paramref name="baseName"/>.</summary>
    public static void Prepare(FileStore files, string directory, string baseName, string stateFileName)
    {
        string place = directory.Length == 0 ? "." : directory;
        files.CreateDirectory(place);
        TemporaryNames.RemoveLeftovers(files, place, target => target.StartsWith(baseName, StringComparison.Ordinal) || target == stateFileName);
    }

    /// <summary>Removes the parts of sharded saves that were never put together. Parts have no process's number: only who makes them all may do this.</summary>
    public static void RemoveParts(FileStore files, string directory, string baseName)
    {
        string place = directory.Length == 0 ? "." : directory;
        foreach (DirectoryEntry entry in files.List(place))
        {
            if (entry.Kind == EntryKind.Directory && IsPartsDirectory(entry.Name, baseName))
            {
                RemoveParts(files, Path.Combine(place, entry.Name));
            }
        }
    }

    /// <summary>Seconds since 1970, as Python's <c>time.time()</c>.</summary>
    public static double Seconds(TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;

    private static string InState(string path, string directory, bool relative)
    {
        string from = directory.Length == 0 ? "." : directory;
        bool isRelative = !Path.IsPathRooted(path);
        return (isRelative && !Path.IsPathRooted(directory)) || (!isRelative && relative) ? Path.GetRelativePath(from, path) : path;
    }

    // NAME-STEP_temp, where a sharded save collects its parts.
    private static bool IsPartsDirectory(string name, string baseName)
    {
        const string Suffix = "_temp";
        if (!name.StartsWith(baseName, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> step = name.AsSpan(baseName.Length, Math.Max(0, name.Length - baseName.Length - Suffix.Length));
        return step.IsEmpty || (step[0] == '-' && long.TryParse(step[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private static void RemoveParts(FileStore files, string directory)
    {
        TemporaryNames.RemoveLeftovers(files, directory, static target => target.StartsWith("part-", StringComparison.Ordinal));
        IReadOnlyList<DirectoryEntry> parts = files.List(directory);
        if (parts.All(static part => part.Kind == EntryKind.File && part.Name.StartsWith("part-", StringComparison.Ordinal) && !TemporaryNames.IsOne(part.Name)))
        {
            foreach (DirectoryEntry part in parts)
            {
                files.Delete(Path.Combine(directory, part.Name));
            }

            files.DeleteDirectory(directory);
        }
    }
}
