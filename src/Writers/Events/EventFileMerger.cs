using TensorBoardFormats.Files;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Events;

/// <summary>What a merge did.</summary>
/// <param name="Path">The file that was made.</param>
/// <param name="Files">Event files that were read, in the order of their records.</param>
/// <param name="Records">Records that were copied.</param>
/// <param name="Faults">What was left out: a torn tail of a file, and what else was damaged; empty when all was sound.</param>
public sealed record EventMergeResult(string Path, IReadOnlyList<string> Files, long Records, IReadOnlyList<string> Faults);

/// <summary>
/// Joins the event files of one run into one file, in the order in which TensorBoard reads them: by name (spec/tfevents.md §2.3).
/// </summary>
/// <remarks>The new file begins with a version event of its own; those of the parts are left out, all other records are copied byte for byte,
/// START logs too, so that what they drop is dropped as before. It appears whole or not at all, under a name made of the time of the first
/// event. Constant memory.</remarks>
public static class EventFileMerger
{
    /// <summary>Joins the event files that stand directly in some directories.</summary>
    /// <param name="directories">Directories of one run, for example its copies from several machines.</param>
    /// <param name="target">Directory of the new file; made if it is missing. It must hold no event file: the run would show everything twice.</param>
    /// <param name="skipDamaged">True to leave damaged records out; false to refuse them. A torn tail is left out in any case.</param>
    /// <param name="options">Host name and so on for the new file's name; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no event file to read, or <paramref name="target"/> holds one.</exception>
    /// <exception cref="MalformedFileException">A record is damaged; nothing is left behind.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public static EventMergeResult Merge(
        IReadOnlyList<string> directories, string target, bool skipDamaged = false, EventFileWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentException.ThrowIfNullOrEmpty(target);
        options ??= EventFileWriterOptions.Default;
        FileStore store = options.Files;
        string[] files = [.. directories.SelectMany(directory => EventFiles(store, directory)).OrderBy(Path.GetFileName, StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            throw new ArgumentException($"No event file in {string.Join(", ", directories)}.", nameof(directories));
        }

        if (store.Probe(target) == EntryKind.Directory && EventFiles(store, target).Any())
        {
            throw new ArgumentException($"{target} holds an event file already: TensorBoard would show everything twice.", nameof(target));
        }

        store.CreateDirectory(target);
        WallTime first = FirstTime(store, files) ?? WallTime.Now(options.Clock);
        string path = Path.Combine(target, EventFileCreation.Name(first, options, attempt: 0).ToString());
        using AtomicFile file = AtomicFile.Create(store, path);
        List<string> faults = [];
        long records;
        using (EventFileWriter writer = EventFileWriter.Create(new FileSink(file.File, leaveOpen: true), path, first, options with { SessionStart = false }))
        {
            records = files.Sum(part => Copy(store, part, writer, skipDamaged, faults));
        }

        file.Close(options.FlushToDisk);
        file.Publish();
        return new EventMergeResult(path, files, records, faults);
    }

    private static IEnumerable<string> EventFiles(FileStore store, string directory) =>
        from entry in store.List(directory)
        where entry.Kind == EntryKind.File && EventFileName.IsEventFile(entry.Name)
        select Path.Combine(directory, entry.Name);

    private static WallTime? FirstTime(FileStore store, string[] files)
    {
        foreach (string file in files)
        {
            using EventFileReader reader = EventFileReader.Open(store, file);
            if (reader.TryRead(out EventRecord record) == ReadStatus.Record && double.IsFinite(record.WallTime) && record.WallTime >= 0)
            {
                return new WallTime(record.WallTime);
            }
        }

        return null;
    }

    private static long Copy(FileStore store, string file, EventFileWriter writer, bool skipDamaged, List<string> faults)
    {
        using EventFileReader reader = EventFileReader.Open(store, file);
        long copied = 0;
        while (true)
        {
            ReadStatus status = reader.TryRead(out EventRecord record);
            if (status == ReadStatus.End)
            {
                return copied;
            }

            if (status == ReadStatus.Record)
            {
                if (record.Kind != EventKind.FileVersion)
                {
                    writer.WriteRecord(record.Payload.Span);
                    copied++;
                }

                continue;
            }

            if (status != ReadStatus.Truncated && !skipDamaged)
            {
                throw new MalformedFileException(file, reader.Offset, "a sound record", reader.Fault ?? status.ToString());
            }

            faults.Add(FormattableString.Invariant($"{file}@0x{reader.Offset:x}: {reader.Fault}"));
            if (status is ReadStatus.Truncated or ReadStatus.BadLengthChecksum)
            {
                return copied;
            }
        }
    }
}
