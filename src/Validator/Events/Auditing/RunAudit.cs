using System.Globalization;
using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;
using TensorBoardFormats.Validation.Rules;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Looks through the event files of one run, in the order in which the loaders take them.</summary>
internal sealed partial class RunAudit(RuleContext context, FindingSink sink, EventDirectory directory, TimeProvider clock)
{
    private readonly FindingLog _log = new(context, sink, directory.Name);
    private readonly TagTable<TagAudit> _tags = new();
    private readonly List<FileFacts> _files = [];
    private readonly SessionFacts _session = new(directory.Name);
    private readonly double _future = clock.GetUtcNow().ToUnixTimeSeconds() + 86400.0;
    private FileFacts _file = null!;

    /// <summary>What is remembered of a file.</summary>
    private sealed class FileFacts(string path)
    {
        public string Path { get; } = path;

        public double FirstWallTime { get; set; } = double.NaN;

        public double LastWallTime { get; set; } = double.NaN;

        public double GreatestWallTime { get; set; } = double.NaN;

        public long Events { get; set; }
    }

    /// <summary>Reads all of it.</summary>
    /// <returns>What other runs are compared with.</returns>
    public SessionFacts Run()
    {
        LookAtNames();
        foreach (DirectoryEntry entry in directory.Entries.Where(static e => e.Kind == EntryKind.File))
        {
            string path = directory.PathOf(entry);
            try
            {
                using RecordReader reader = new(context.Files.OpenRead(path));
                _file = new FileFacts(path);
                _files.Add(_file);
                ReadFile(reader);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue; // What cannot be read is a finding of the rules about files and directories.
            }

            if (_file.Events > 0 && !EventDirectory.IsReadBySlowLoader(entry.Name))
            {
                Report(FileRules.ProfileEmpty, null, "file", $"{_file.Events} events", "a name that the slow loader opens");
            }
        }

        CompareFiles();
        Finish();
        _log.Flush();
        return _session;
    }

    private void Report(Rule rule, Place? place, string subject, string found, string expected, Severity? severity = null, ProfileSet? holds = null) =>
        _log.Report(rule, place ?? new Place(_file.Path), subject, found, expected, severity, holds);

    private void LookAtNames()
    {
        foreach (DirectoryEntry entry in directory.Entries)
        {
            string path = directory.PathOf(entry);
            if (entry.Kind == EntryKind.Directory)
            {
                _log.Report(FileRules.DirectoryNamedTfevents, new Place(path), $"directory '{entry.Name}'", "a directory", "a file, or a name without 'tfevents'");
            }
            else if (!EventFileName.TryParse(entry.Name, out _))
            {
                _log.Report(FileRules.NamePattern, new Place(path), $"file '{entry.Name}'", "another pattern", $"{EventFileName.Prefix}, ten digits and a dot");
            }
        }

        string name = Path.GetFileName(directory.Path.TrimEnd('/'));
        if (EventDirectory.IsReadBySlowLoader(name))
        {
            _log.Report(FileRules.DirectoryNamedTfevents, new Place(directory.Path), $"run '{name}'", "a run with 'tfevents' in its name", "another name");
        }
    }

    private void ReadFile(RecordReader reader)
    {
        ReadStatus status;
        bool isFirst = true;
        while ((status = reader.Read()) is ReadStatus.Record or ReadStatus.BadPayloadChecksum or ReadStatus.TooLong)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            TakeRecord(new RecordView(_file.Path, reader, status), isFirst);
            isFirst = false;
        }

        LookAtEnd(reader, status, isFirst);
    }

    private void CompareFiles()
    {
        for (int i = 1; i < _files.Count; i++)
        {
            FileFacts earlier = _files[i - 1];
            FileFacts later = _files[i];
            if (later.FirstWallTime < earlier.FirstWallTime)
            {
                _log.Report(
                    FileRules.NameOrder, new Place(later.Path), $"file '{Path.GetFileName(later.Path)}'",
                    $"a first wall time of {Seconds(later.FirstWallTime)} behind a file that begins at {Seconds(earlier.FirstWallTime)}", "names in the order of time");
            }
            else if (later.FirstWallTime < earlier.GreatestWallTime)
            {
                _log.Report(
                    FileRules.ConcurrentFiles, new Place(later.Path), $"file '{Path.GetFileName(later.Path)}'",
                    $"events from {Seconds(later.FirstWallTime)} on, while '{Path.GetFileName(earlier.Path)}' goes on to {Seconds(earlier.GreatestWallTime)}",
                    "one file after the other");
            }
        }
    }

    private static string Seconds(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
