using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Tests.Events.Golden;
using Xunit;
using Summary = TensorBoardFormats.Events.Summary;

namespace TensorBoardFormats.Tests.Events;

public sealed class EventFileWriterTests
{
    private const int Small = 256;

    private static readonly EventFileWriterOptions Plain = new() { SessionStart = false, FlushInterval = Timeout.InfiniteTimeSpan };

    [Fact]
    public void Create_Directory_HasTheVersionEventOnDiskAtOnce()
    {
        using TempFolder folder = new();
        GoldenClock clock = new();
        clock.Set(1700000000.75);
        EventFileWriterOptions options = Plain with { Clock = clock, HostName = "a/host:1", ProcessId = 12, Counter = 3, FileNameSuffix = "v2" };
        using EventFileWriter writer = EventFileWriter.Create(folder["deep", "run"], options);
        Assert.Equal("events.out.tfevents.1700000000.a_host_1.12.3.v2", Path.GetFileName(writer.Path));
        Event version = Assert.Single(EventRecords.ReadFile(writer.Path));
        Assert.Equal("brain.Event:2", version.FileVersion);
        Assert.Equal(1700000000.75, version.WallTime);
        Assert.Equal("tensorboardformats", version.SourceMetadata.Writer);
    }

    [Fact]
    public void Create_NameTaken_MovesOnAndLeavesTheOtherFileAlone()
    {
        using TempFolder folder = new();
        GoldenClock clock = new();
        clock.Set(1700000000);
        EventFileWriterOptions options = Plain with { Clock = clock, HostName = "h", ProcessId = 1, Counter = 0 };
        using EventFileWriter first = EventFileWriter.Create(folder.Path, options);
        byte[] before = File.ReadAllBytes(first.Path);
        using EventFileWriter second = EventFileWriter.Create(folder.Path, options);
        using EventFileWriter third = EventFileWriter.Create(folder.Path, options with { ProcessId = null });
        using EventFileWriter fourth = EventFileWriter.Create(folder.Path, options with { ProcessId = null });
        Assert.Equal(
            ["events.out.tfevents.1700000000.h", "events.out.tfevents.1700000000.h.1", "events.out.tfevents.1700000000.h.1.0", "events.out.tfevents.1700000000.h.1.1"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(first.Path));
    }

    [Fact]
    public void Write_FirstValue_HasAStartOfItsStepBefore()
    {
        using MemoryStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(stream, new EventFileWriterOptions()))
        {
            writer.Write(40, Summary.Scalar("loss", 1));
            writer.Write(41, Summary.Scalar("loss", 1));
        }

        List<Event> events = EventRecords.Read(stream);
        Assert.Equal(4, events.Count);
        Assert.Equal(SessionLog.Types.SessionStatus.Start, events[1].SessionLog.Status);
        Assert.Equal([0, 40, 40, 41], events.Select(item => item.Step));
    }

    [Fact]
    public void Create_PurgeStep_StartsThereAtOnce()
    {
        using MemoryStream stream = new();
        using EventFileWriter writer = EventFileWriter.Create(stream, new EventFileWriterOptions { PurgeStep = 1000 });
        List<Event> events = EventRecords.Read(stream);
        Assert.Equal(2, events.Count);
        Assert.Equal(1000, events[1].Step);
    }

    /// <summary>A START at step 0 would drop what earlier files of the run hold; hyperparameters, layouts and graphs stand at step 0 in every life of a run.</summary>
    [Fact]
    public void Write_TimelessValueFirst_StartsWhereNothingIsDropped()
    {
        using MemoryStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(stream, new EventFileWriterOptions()))
        {
            writer.WriteGraph(new GraphBuilder().Build());
            writer.Write(0, Summary.HParamsSessionEnd(SessionResult.Success));
            writer.Write(500, Summary.Scalar("loss", 1));
        }

        Assert.Equal([0, long.MaxValue, 0, 0, 500], EventRecords.Read(stream).Select(item => item.Step));
    }

    [Fact]
    public void Write_StrictAndStepNotAbove_IsRefusedAndNotWritten()
    {
        using MemoryStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(stream, Plain with { StepOrder = StepOrder.Strict }))
        {
            writer.Write(5, Summary.Scalar("a", 1));
            writer.Write(1, Summary.Scalar("b", 1));
            Assert.Throws<ArgumentException>(() => writer.Write(5, Summary.Scalar("a", 2)));
            Assert.Throws<ArgumentException>(() => writer.Write(4, Summary.Scalar("a", 2)));
            Assert.Throws<ArgumentException>(() => writer.Write(6, Summary.Text("a", "other plugin")));
            writer.Write(6, Summary.ScalarV1("a", 3));
        }

        Assert.Equal(["a", "b", "a"], EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Summary.Value[0].Tag));
    }

    [Fact]
    public void Write_LenientAndStepNotAbove_IsWritten()
    {
        using MemoryStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(stream, Plain))
        {
            writer.Write(5, Summary.Scalar("a", 1));
            writer.Write(4, Summary.Scalar("a", 2));
        }

        Assert.Equal([5, 4], EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Step));
    }

    [Fact]
    public void Write_TagThatCannotBe_IsRefused()
    {
        using EventFileWriter writer = EventFileWriter.Create(Stream.Null, Plain);
        Assert.Throws<ArgumentException>(() => writer.Write(0, Summary.Scalar("", 1)));
        Assert.Throws<ArgumentException>(() => writer.Write(0, Summary.Scalar("half " + '\ud83d' + " pair", 1)));
    }

    [Theory]
    [InlineData("/with space & é", "with_space___é")]
    [InlineData("a.b-c_d/e", "a.b-c_d/e")]
    public void Write_TagCleaned_IsAsTensorFlow1WritesIt(string tag, string expected)
    {
        using MemoryStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(stream, Plain with { TagRule = TagRule.Cleaned }))
        {
            writer.Write(0, Summary.Scalar(tag, 1));
        }

        Assert.Equal(expected, EventRecords.Read(stream)[1].Summary.Value[0].Tag);
    }

    [Fact]
    public void Write_SeveralValues_AreOneEvent()
    {
        using MemoryStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(stream, Plain))
        {
            writer.Write(2, [Summary.Scalar("a", 1), Summary.Text("b", "x")], new WallTime(1600000000.125));
        }

        Event item = EventRecords.Read(stream)[1];
        Assert.Equal(1600000000.125, item.WallTime);
        Assert.Equal(["a", "b"], item.Summary.Value.Select(value => value.Tag));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void WallTime_NotFinite_CannotBeMade(double seconds) => Assert.Throws<ArgumentOutOfRangeException>(() => new WallTime(seconds));

    [Fact]
    public void Write_RecordAboveTheQueue_PassesWhole()
    {
        ScriptedStream stream = new();
        string text = new('x', 100 * Small);
        using (EventFileWriter writer = EventFileWriter.Create(stream, Plain with { QueueBytes = Small }))
        {
            writer.Write(0, Summary.Scalar("before", 1));
            writer.Write(0, Summary.Text("large", text));
            writer.Write(0, Summary.Scalar("after", 1));
        }

        List<Event> events = EventRecords.Read(stream);
        Assert.Equal(["before", "large", "after"], EventRecords.Summaries(events).Select(item => item.Summary.Value[0].Tag));
        Assert.Equal(text, events[2].Summary.Value[0].Tensor.StringVal[0].ToStringUtf8());
    }

    [Fact]
    public void Write_Scalars_AllocateNothing()
    {
        using EventFileWriter writer = EventFileWriter.Create(Stream.Null, Plain with { QueueBytes = 4096 });
        string[] tags = ["train/loss", "train/accuracy"];
        WriteScalars(writer, tags, 2000); // Both buffers and the forms of both tags exist from here on.
        long before = GC.GetAllocatedBytesForCurrentThread();
        WriteScalars(writer, tags, 2000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Handing a full buffer to the pool may take a node of its queue; an event takes nothing.
        Assert.InRange(allocated, 0, 2000);
        before = GC.GetAllocatedBytesForCurrentThread();
        WriteScalars(writer, tags, 8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Write_AfterDispose_IsRefused()
    {
        EventFileWriter writer = EventFileWriter.Create(Stream.Null, Plain);
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Write(0, Summary.Scalar("a", 1)));
        Assert.Throws<ObjectDisposedException>(writer.Flush);
    }

    [Fact]
    public async Task DisposeAsync_PendingValues_AreWritten()
    {
        using MemoryStream stream = new();
        await using (EventFileWriter writer = EventFileWriter.Create(stream, Plain))
        {
            writer.Write(1, Summary.Scalar("a", 1));
            await writer.FlushAsync(TestContext.Current.CancellationToken);
            Assert.Equal(2, EventRecords.Read(stream).Count);
            writer.Write(2, Summary.Scalar("a", 1));
        }

        Assert.Equal(3, EventRecords.Read(stream).Count);
    }

    [Fact]
    public void WriteRunMetadata_SameTagAgain_IsRefused()
    {
        using EventFileWriter writer = EventFileWriter.Create(Stream.Null, Plain);
        writer.WriteRunMetadata("step1", []);
        Assert.Throws<ArgumentException>(() => writer.WriteRunMetadata("step1", []));
        Assert.Throws<ArgumentException>(() => writer.WriteRunMetadata("", []));
    }

    private static void WriteScalars(EventFileWriter writer, string[] tags, int count)
    {
        for (int i = 0; i < count; i++)
        {
            writer.Write(i, Summary.Scalar(tags[i % tags.Length], i));
        }
    }
}
