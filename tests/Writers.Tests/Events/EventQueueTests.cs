using TensorBoardFormats.Events;
using Xunit;
using Summary = TensorBoardFormats.Events.Summary;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Back-pressure, threads, time and errors. Nothing here sleeps: tests wait for what they have brought about.</summary>
public sealed class EventQueueTests
{
    private const int Small = 1024;

    private static readonly EventFileWriterOptions Plain = new()
    {
        SessionStart = false,
        FlushInterval = Timeout.InfiniteTimeSpan,
        QueueBytes = Small,
    };

    [Fact]
    public void Write_FileHeldUp_WaitsAndDropsNothing()
    {
        const int Count = 500;
        ScriptedStream stream = new();
        EventFileWriter writer = EventFileWriter.Create(stream, Plain);
        long start = stream.Length;
        stream.Hold();
        int taken = 0;
        Thread producer = new(() =>
        {
            for (int i = 0; i < Count; i++)
            {
                writer.Write(i, Summary.Scalar("a", i));
                Volatile.Write(ref taken, i + 1);
            }
        });
        producer.Start();
        SpinWait.SpinUntil(() => producer.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        Assert.InRange(Volatile.Read(ref taken), 1, 2 * Small / 40); // Two buffers of records of more than 40 bytes.
        Assert.Equal(start, stream.Length);
        stream.Release();
        producer.Join();
        writer.Dispose();
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Step));
    }

    [Fact]
    public void Write_ManyThreads_KeepsEveryValueAndTheOrderOfEachThread()
    {
        const int Threads = 8;
        const int Count = 2000;
        ScriptedStream stream = new();
        using (EventFileWriter writer = EventFileWriter.Create(stream, Plain))
        {
            using Barrier together = new(Threads);
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
            {
                together.SignalAndWait();
                for (int i = 0; i < Count; i++)
                {
                    writer.Write(i, Summary.Scalar($"thread {number}", i));
                    if (i % 500 == 0)
                    {
                        writer.Flush();
                    }
                }
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        }

        ILookup<string, long> steps = EventRecords.Summaries(EventRecords.Read(stream)).ToLookup(item => item.Summary.Value[0].Tag, item => item.Step);
        Assert.Equal(Threads, steps.Count);
        Assert.All(steps, own => Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), own));
    }

    [Fact]
    public void Flush_FullDisk_TellsEachTimeAndGoesOnWhenThereIsRoom()
    {
        ScriptedStream stream = new();
        EventFileWriter writer = EventFileWriter.Create(stream, Plain);
        writer.Write(0, Summary.Scalar("a", 0));
        stream.Room = 10;
        Assert.Contains("No space left", Assert.Throws<IOException>(writer.Flush).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => writer.Write(1, Summary.Scalar("a", 1))); // Not taken.
        stream.Room = long.MaxValue;
        writer.Write(2, Summary.Scalar("a", 2));
        writer.Dispose();
        Assert.Equal([0, 2], EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Step));
    }

    [Fact]
    public void Write_BackgroundWriteFailed_TellsTheNextCall()
    {
        ScriptedStream stream = new();
        EventFileWriter writer = EventFileWriter.Create(stream, Plain);
        stream.Room = 0;
        int written = stream.Writes;
        long step = 0;
        List<long> taken = [];
        IOException? fault = null;
        while (fault is null)
        {
            try
            {
                writer.Write(step, Summary.Scalar("a", step));
                taken.Add(step++);
            }
            catch (IOException e)
            {
                fault = e;
            }
        }

        Assert.True(stream.Writes > written);
        stream.Room = long.MaxValue;
        writer.Dispose();
        Assert.Equal(taken, EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Step));
    }

    [Fact]
    public void Flush_StreamThrowsSomethingElse_TellsItAsAnIoError()
    {
        ScriptedStream stream = new();
        EventFileWriter writer = EventFileWriter.Create(stream, Plain);
        writer.Write(0, Summary.Scalar("a", 0));
        stream.Fault = new InvalidOperationException("the bucket is gone");
        IOException told = Assert.Throws<IOException>(writer.Flush);
        Assert.Same(stream.Fault, told.InnerException);
        stream.Fault = null;
        writer.Dispose();
        Assert.Equal([0], EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Step));
    }

    [Fact]
    public void Flush_StreamThatCannotSeekFailed_StaysFailed()
    {
        ScriptedStream stream = new() { Seeks = false };
        EventFileWriter writer = EventFileWriter.Create(stream, Plain);
        writer.Write(0, Summary.Scalar("a", 0));
        stream.Room = 10;
        Assert.Throws<IOException>(writer.Flush);
        long length = stream.Length;
        stream.Room = long.MaxValue;
        Assert.Throws<IOException>(writer.Flush);
        Assert.Throws<IOException>(writer.Dispose);
        Assert.Equal(length, stream.Length); // Writing on would put whole records behind half a one.
    }

    [Fact]
    public void Dispose_ErrorNotToldYetAndRoomAgain_WritesEverything()
    {
        ScriptedStream stream = new();
        ManualTimer clock = new();
        EventFileWriter writer = EventFileWriter.Create(stream, Plain with { Clock = clock, FlushInterval = TimeSpan.FromSeconds(1) });
        writer.Write(0, Summary.Scalar("a", 0));
        int writes = stream.Writes;
        stream.Room = 0;
        clock.Fire();
        SpinWait.SpinUntil(() => stream.Writes > writes);
        stream.Room = long.MaxValue;
        writer.Dispose();
        Assert.Equal([0], EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Step));
    }

    [Fact]
    public void Dispose_FullDisk_Tells()
    {
        ScriptedStream stream = new();
        EventFileWriter writer = EventFileWriter.Create(stream, Plain);
        writer.Write(0, Summary.Scalar("a", 0));
        stream.Room = 0;
        Assert.Throws<IOException>(writer.Dispose);
        writer.Dispose();
    }

    [Fact]
    public void Timer_IntervalOver_WritesWhatIsGathered()
    {
        ScriptedStream stream = new();
        ManualTimer clock = new();
        using EventFileWriter writer = EventFileWriter.Create(stream, Plain with { Clock = clock, FlushInterval = TimeSpan.FromSeconds(3) });
        long start = stream.Length;
        writer.Write(7, Summary.Scalar("a", 0));
        Assert.Equal(start, stream.Length);
        Assert.Equal(TimeSpan.FromSeconds(3), clock.Period);
        clock.Fire();
        writer.Write(8, Summary.Scalar("a", 0)); // Passes whether the timer's write is under way or done.
        SpinWait.SpinUntil(() => stream.Length > start);
        clock.Fire();
        writer.Flush();
        Assert.Equal([7, 8], EventRecords.Summaries(EventRecords.Read(stream)).Select(item => item.Step));
    }

    private sealed class ManualTimer : TimeProvider
    {
        private Action? _fire;

        public TimeSpan Period { get; private set; }

        public void Fire() => _fire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            _fire = () => callback(state);
            return new Nothing();
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
