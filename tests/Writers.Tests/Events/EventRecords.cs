using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Reads back what was written, every checksum checked.</summary>
internal static class EventRecords
{
    public static List<Event> Read(Stream stream)
    {
        stream.Position = 0;
        using EventFileReader reader = EventFileReader.Open(stream, new EventReaderOptions { Strict = true });
        return All(reader, static end => Assert.Equal(ReadStatus.End, end));
    }

    public static List<Event> ReadFile(string path)
    {
        using EventFileReader reader = EventFileReader.Open(path, new EventReaderOptions { Strict = true });
        return All(reader, static end => Assert.Equal(ReadStatus.End, end));
    }

    /// <summary>What is whole in a file that may end inside a record.</summary>
    public static List<Event> ReadTorn(string path)
    {
        using EventFileReader reader = EventFileReader.Open(path, new EventReaderOptions { Strict = true });
        return All(reader, static end => Assert.True(end is ReadStatus.End or ReadStatus.Truncated));
    }

    /// <summary>Summaries alone, without version event and START.</summary>
    public static IEnumerable<Event> Summaries(IEnumerable<Event> events) => events.Where(item => item.Summary is not null);

    private static List<Event> All(EventFileReader reader, Action<ReadStatus> check)
    {
        ReadStatus end;
        List<Event> events = [];
        while ((end = reader.TryRead(out EventRecord record)) == ReadStatus.Record)
        {
            events.Add(Event.Parser.ParseFrom(record.Payload.Span));
        }

        check(end);
        return events;
    }
}
