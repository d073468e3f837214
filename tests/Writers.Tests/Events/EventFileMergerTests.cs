using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Tests.Events.Golden;
using Xunit;
using Summary = TensorBoardFormats.Events.Summary;

namespace TensorBoardFormats.Tests.Events;

public sealed class EventFileMergerTests
{
    [Fact]
    public void Merge_FilesOfTwoDirectories_FollowTheOrderOfTheirNames()
    {
        using TempFolder folder = new();
        WritePart(folder["a"], 1700000300, 30);
        WritePart(folder["b"], 1700000100, 10);
        WritePart(folder["a"], 1700000200, 20);
        EventMergeResult result = EventFileMerger.Merge([folder["a"], folder["b"]], folder["out"]);
        Assert.Equal(3, result.Files.Count);
        Assert.Empty(result.Faults);
        List<Event> events = EventRecords.ReadFile(Assert.Single(Directory.GetFiles(folder["out"])));
        Assert.Equal([Event.WhatOneofCase.FileVersion], events.Where(item => item.HasFileVersion).Select(item => item.WhatCase));
        Assert.Equal([10, 20, 30], EventRecords.Summaries(events).Select(item => item.Step));
        Assert.StartsWith("events.out.tfevents.1700000100.", Path.GetFileName(result.Path), StringComparison.Ordinal);
        Assert.Equal(events.Count - 1, result.Records);
    }

    [Fact]
    public void Merge_TornTail_IsLeftOutAndTold()
    {
        using TempFolder folder = new();
        string part = WritePart(folder["a"], 1700000100, 10);
        byte[] bytes = File.ReadAllBytes(part);
        File.WriteAllBytes(part, bytes[..^5]);
        WritePart(folder["a"], 1700000200, 20);
        EventMergeResult result = EventFileMerger.Merge([folder["a"]], folder["out"]);
        Assert.Contains(part, Assert.Single(result.Faults), StringComparison.Ordinal);
        Assert.Equal([20], EventRecords.Summaries(EventRecords.ReadFile(result.Path)).Select(item => item.Step));
    }

    [Fact]
    public void Merge_DamagedRecord_IsRefusedUnlessSkipped()
    {
        using TempFolder folder = new();
        string part = WritePart(folder["a"], 1700000100, 10, 11);
        byte[] bytes = File.ReadAllBytes(part);
        int last = bytes.Length - 6;
        bytes[last] ^= 1;
        File.WriteAllBytes(part, bytes);
        MalformedFileException fault = Assert.Throws<MalformedFileException>(() => EventFileMerger.Merge([folder["a"]], folder["out"]));
        Assert.Equal(part, fault.Path);
        Assert.Empty(Directory.GetFiles(folder["out"]));
        EventMergeResult result = EventFileMerger.Merge([folder["a"]], folder["out"], skipDamaged: true);
        Assert.Single(result.Faults);
        Assert.Equal([10], EventRecords.Summaries(EventRecords.ReadFile(result.Path)).Select(item => item.Step));
    }

    [Fact]
    public void Merge_NothingToReadOrTargetInUse_IsRefused()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["empty"]);
        WritePart(folder["a"], 1700000100, 10);
        Assert.Throws<ArgumentException>(() => EventFileMerger.Merge([folder["empty"]], folder["out"]));
        Assert.Throws<ArgumentException>(() => EventFileMerger.Merge([folder["a"]], folder["a"]));
    }

    private static string WritePart(string directory, double time, params long[] steps)
    {
        GoldenClock clock = new();
        clock.Set(time);
        using EventFileWriter writer = EventFileWriter.Create(directory, new EventFileWriterOptions { Clock = clock });
        foreach (long step in steps)
        {
            writer.Write(step, Summary.Scalar("loss", step));
        }

        return writer.Path;
    }
}
