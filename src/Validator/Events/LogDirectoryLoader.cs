using TensorBoardFormats.Files;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Validation.Events;

/// <summary>Loads a log directory once as one of TensorBoard's loaders does, damage and all (spec/tfevents.md §2, §7).</summary>
/// <param name="files">The disk.</param>
/// <param name="flags">TensorBoard's flags.</param>
/// <param name="tensorFlow">Whether TensorFlow is installed beside TensorBoard.</param>
internal sealed class LogDirectoryLoader(FileStore files, LoaderFlags flags, bool tensorFlow = true)
{
    /// <summary>The view of one loader.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="root">The log directory.</param>
    /// <param name="cancellation">Ends a long load.</param>
    public LoaderView Load(LoaderKind kind, string root, CancellationToken cancellation = default)
    {
        IReadOnlyList<EventDirectory> directories = EventDirectory.Find(files, root, cancellation);
        return kind == LoaderKind.Slow ? LoadSlow(directories, cancellation) : LoadFast(directories, cancellation);
    }

    private LoaderView LoadFast(IReadOnlyList<EventDirectory> directories, CancellationToken cancellation)
    {
        if (flags.SamplesPerPlugin.FirstOrDefault(static s => s.Value < 0).Key is string negative)
        {
            return new LoaderView(LoaderKind.Fast, LoadEnd.Died, $"the data server does not start: negative samples of {negative}", false, [], flags);
        }

        List<RunView> runs = [];
        foreach (EventDirectory directory in directories.Where(static d => d.IsFastRun))
        {
            FastRun run = new(flags);
            foreach (DirectoryEntry entry in directory.Entries.Where(static e => e.Kind == EntryKind.File))
            {
                ReadFast(run, directory.PathOf(entry), cancellation);
            }

            if (run.End != LoadEnd.Done)
            {
                return new LoaderView(LoaderKind.Fast, run.End, run.Error, false, [], flags);
            }

            RunView view = run.ToView(directory.Name, directory.Path);
            if (view.HasEvents)
            {
                runs.Add(FastValues.Fit(view, files));
            }
        }

        return new LoaderView(LoaderKind.Fast, LoadEnd.Done, null, false, runs, flags);
    }

    private void ReadFast(FastRun run, string path, CancellationToken cancellation)
    {
        using RecordReader? reader = TryOpen(path);
        if (reader is null)
        {
            return; // A file that cannot be opened is dead; the others go on.
        }

        do
        {
            cancellation.ThrowIfCancellationRequested();
        }
        while (run.Take(new RecordView(path, reader, reader.Read())));
    }

    private LoaderView LoadSlow(IReadOnlyList<EventDirectory> directories, CancellationToken cancellation)
    {
        List<(EventDirectory Directory, SlowRunReader Reader)> runs =
            [.. directories.Where(static d => d.IsSlowRun).Select(d => (d, new SlowRunReader(d, files, flags, tensorFlow)))];
        string? error = null;
        LoadEnd end = LoadEnd.Done;
        try
        {
            foreach ((_, SlowRunReader reader) in runs)
            {
                end = reader.ReadAll(cancellation, out error);
                if (end == LoadEnd.Died)
                {
                    return new LoaderView(LoaderKind.Slow, end, "TensorBoard's process died over the length of a record", false, [], flags);
                }

                if (end == LoadEnd.Raised)
                {
                    break;
                }
            }

            // The list of runs needs every run's start time, and reads on by one record where it is not known.
            bool runsFail = false;
            foreach ((_, SlowRunReader reader) in runs)
            {
                LoadEnd asked = reader.ReadFirst(out _);
                if (asked == LoadEnd.Died)
                {
                    return new LoaderView(LoaderKind.Slow, asked, "TensorBoard's process died over the length of a record", false, [], flags);
                }

                runsFail |= asked == LoadEnd.Raised;
                if (runsFail)
                {
                    break;
                }
            }

            return new LoaderView(
                LoaderKind.Slow, end, error, runsFail, [.. runs.Select(static r => r.Reader.Run.ToView(r.Directory.Name, r.Directory.Path))], flags);
        }
        finally
        {
            foreach ((_, SlowRunReader reader) in runs)
            {
                reader.Dispose();
            }
        }
    }

    private RecordReader? TryOpen(string path)
    {
        try
        {
            return new RecordReader(files.OpenRead(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
