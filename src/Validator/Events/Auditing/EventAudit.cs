using System.Collections.Concurrent;
using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;
using TensorBoardFormats.Validation.Rules;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Looks for what is wrong with the event files of a log directory (the rules of spec/tfevents.md §12).</summary>
internal static class EventAudit
{
    /// <summary>Looks through every run, several at once; what comes out does not depend on that.</summary>
    /// <param name="context">The log directory, and what is judged.</param>
    /// <param name="sink">Takes the findings.</param>
    /// <param name="clock">Tells which wall times lie in the future, and which files are still being written.</param>
    public static void Run(RuleContext context, FindingSink sink, TimeProvider clock)
    {
        List<EventDirectory> runs = [];
        EventDirectory.Walk(context.Files.Store, context.Root, directory =>
        {
            EventDirectory marked = directory with { Entries = [.. directory.Entries.Where(static e => EventFileName.IsEventFile(e.Name))] };
            LookForMisnamed(context, sink, directory);
            if (marked.IsSlowRun)
            {
                runs.Add(marked);
            }
        }, context.Cancellation);

        ConcurrentBag<SessionFacts> sessions = [];
        ParallelOptions parallel = new() { CancellationToken = context.Cancellation };
        Parallel.ForEach(runs, parallel, run => sessions.Add(new RunAudit(context, sink, run, clock).Run()));
        SessionAudit.Compare(context, sink, [.. sessions.OrderBy(static s => s.Run, StringComparer.Ordinal)]);
    }

    // A file of another name whose first record is an event: its writer meant it for TensorBoard.
    private static void LookForMisnamed(RuleContext context, FindingSink sink, EventDirectory directory)
    {
        foreach (DirectoryEntry entry in directory.Entries)
        {
            if (entry.Kind != EntryKind.File || EventFileName.IsEventFile(entry.Name) || !BeginsWithEvent(context.Files.Store, directory.PathOf(entry)))
            {
                continue;
            }

            FindingLog log = new(context, sink, directory.Name);
            log.Report(
                FileRules.NameNotTfevents, new Place(directory.PathOf(entry)), $"file '{entry.Name}'", "events under a name without 'tfevents'",
                $"'{EventFileName.Prefix}…'");
            log.Flush();
        }
    }

    private static bool BeginsWithEvent(FileStore files, string path)
    {
        const int Head = RecordFraming.HeaderSize + 1;
        const ulong LongestVersion = 4096; // A version event is short; larger first records are of other programs.
        try
        {
            using ReadableFile file = files.OpenRead(path);
            Span<byte> head = stackalloc byte[Head];
            if (file.ReadFully(head, 0) < Head || head[RecordFraming.HeaderSize] != 0x09
                || System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(head) > LongestVersion)
            {
                return false;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        using EventFileReader reader = EventFileReader.Open(files, path);
        return reader.TryRead(out EventRecord record) == ReadStatus.Record && record.Kind is EventKind.FileVersion or EventKind.Summary;
    }
}
