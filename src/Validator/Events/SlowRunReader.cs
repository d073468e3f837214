using TensorBoardFormats.Files;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Validation.Events;

/// <summary>
/// The Python loader's way through the files of one run: by name, one after the other, never back (spec/tfevents.md §2.3); and what it
/// does where a file is a directory or cannot be opened (§2.2).
/// </summary>
internal sealed class SlowRunReader(EventDirectory directory, FileStore files, LoaderFlags flags, bool tensorFlow) : IDisposable
{
    private readonly DirectoryEntry[] _entries = [.. directory.Entries.Where(static e => EventDirectory.IsReadBySlowLoader(e.Name))];
    private RecordReader? _reader;
    private string _path = "";
    private int _next;
    private bool _stopped;

    /// <summary>What was read.</summary>
    public SlowRun Run { get; } = new(flags);

    private string BaseName => Path.GetFileName(directory.Path.TrimEnd('/'));

    /// <summary>Reads all that there is.</summary>
    public LoadEnd ReadAll(CancellationToken cancellation, out string? error)
    {
        if (EventDirectory.IsReadBySlowLoader(BaseName))
        {
            return OpenRunAsFile(out error);
        }

        LoadEnd end;
        while ((end = ReadOne(out bool took, out error)) == LoadEnd.Done && took)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return end;
    }

    /// <summary>What asking for the start time does: nothing when an event was read, else one event more.</summary>
    public LoadEnd ReadFirst(out string? error)
    {
        error = null;
        if (Run.FirstTimestamp is not null)
        {
            return LoadEnd.Done;
        }

        if (EventDirectory.IsReadBySlowLoader(BaseName))
        {
            return OpenRunAsFile(out error);
        }

        return _stopped && !tensorFlow ? Raise("IsADirectoryError: Is a directory", out error) : ReadOne(out _, out error);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    private LoadEnd ReadOne(out bool took, out string? error)
    {
        error = null;
        while (_reader is not null || TryOpenNext())
        {
            took = Run.Take(new RecordView(_path, _reader!, _reader!.Read()));
            if (Run.Died)
            {
                return LoadEnd.Died;
            }

            if (Run.Raised is not null)
            {
                return Raise(Run.Raised, out error);
            }

            if (took)
            {
                return LoadEnd.Done;
            }

            if (_next == _entries.Length)
            {
                break; // It stays at the last file, in case that grows.
            }

            _reader.Dispose();
            _reader = null;
        }

        took = false;
        return LoadEnd.Done;
    }

    // Opening a directory or what may not be read ends the reading of the run, silently with TensorFlow.
    private bool TryOpenNext()
    {
        if (_stopped || _next == _entries.Length)
        {
            return false;
        }

        DirectoryEntry entry = _entries[_next];
        _path = directory.PathOf(entry);
        try
        {
            _reader = entry.Kind == EntryKind.File ? new RecordReader(files.OpenRead(_path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _reader = null;
        }

        _stopped = _reader is null;
        if (!_stopped)
        {
            _next++;
            Run.BeginFile();
        }

        return !_stopped;
    }

    // A run whose own name marks an event file is taken for one.
    private LoadEnd OpenRunAsFile(out string? error)
    {
        _stopped = true;
        if (tensorFlow)
        {
            return Raise($"FailedPreconditionError: {BaseName}; Is a directory", out error);
        }

        error = null;
        return LoadEnd.Done; // The worker catches Python's own IsADirectoryError and goes on with the next run.
    }

    private static LoadEnd Raise(string exception, out string? error)
    {
        error = exception;
        return LoadEnd.Raised;
    }
}
