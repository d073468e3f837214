using System.Globalization;
using System.Text.Json;
using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;
using TensorBoardFormats.Validation.Events;
using TensorBoardFormats.Validation.Events.Dashboards;

namespace TensorBoardFormats.Workloads;

/// <summary>Reading event files: <c>events-read DIR</c>, every event decoded and its checksum checked; <c>events-view DIR</c>, both loaders' views.</summary>
internal static class EventReadWorkloads
{
    /// <summary>Decodes every scalar of every event file in a directory.</summary>
    public static string Read(string[] args)
    {
        long events = 0;
        long tagBytes = 0;
        double sum = 0;
        foreach (EventDirectory directory in EventDirectory.Find(FileStore.Disk, args[0]))
        {
            foreach (DirectoryEntry entry in directory.Entries)
            {
                using EventFileReader reader = EventFileReader.Open(directory.PathOf(entry), new EventReaderOptions { Strict = true });
                while (reader.TryRead(out EventRecord record) == ReadStatus.Record)
                {
                    events++;
                    if (record.TryGetScalar(out ReadOnlySpan<byte> tag, out float value))
                    {
                        tagBytes += tag.Length;
                        sum += value;
                    }
                }
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{events} events, {tagBytes} bytes of tags, sum {sum:R}, read");
    }

    /// <summary>Loads a directory as the slow loader does (or <c>fast</c>) and answers for every dashboard.</summary>
    public static string View(string[] args)
    {
        LoaderKind kind = args.Length > 1 && args[1] == "fast" ? LoaderKind.Fast : LoaderKind.Slow;
        LoaderView view = new LogDirectoryLoader(FileStore.Disk, LoaderFlags.Default).Load(kind, args[0]);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            new LoaderViewJson(json, view, FileStore.Disk).Write();
        }

        int tags = view.Runs.Sum(static r => r.Series.Count);
        return string.Create(CultureInfo.InvariantCulture, $"{view.Runs.Count} runs, {tags} tags, {stream.Length} bytes of answers, viewed");
    }
}
