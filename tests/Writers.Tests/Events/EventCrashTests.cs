using System.Diagnostics;
using System.Globalization;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Testing;
using Xunit;
using Summary = TensorBoardFormats.Events.Summary;

namespace TensorBoardFormats.Tests.Events;

/// <summary>A writer that is killed, and a disk that is full: real ones.</summary>
public sealed class EventCrashTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Kill_WhileWriting_LosesAtMostWhatWasNotFlushed(int flushes)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The child is killed by a signal.");
        using TempFolder folder = new();
        string notes = folder["flushed"];
        using (Process child = StartChild(folder.Path))
        {
            SpinWait.SpinUntil(() => child.HasExited || Flushed(notes).Count >= flushes);
            Assert.False(child.HasExited);
            child.Kill();
            child.WaitForExit();
        }

        long last = Flushed(notes)[^1];
        List<Event> events = EventRecords.ReadTorn(Assert.Single(Directory.GetFiles(folder["run"])));
        long[] steps = [.. EventRecords.Summaries(events).Select(item => item.Step)];
        Assert.Equal(Enumerable.Range(0, steps.Length).Select(step => (long)step), steps);
        Assert.True(steps[^1] >= last, string.Create(CultureInfo.InvariantCulture, $"Flushed up to {last}, found up to {steps[^1]}."));
    }

    [Fact]
    public void FullDisk_TellsThePathAndGoesOnInAValidFile()
    {
        using TempFolder folder = new();
        string disk = Directory.CreateDirectory(folder["disk"]).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk), "A small file system cannot be mounted here.");
        try
        {
            FillAndGoOn(disk);
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private static void FillAndGoOn(string disk)
    {
        string ballast = Path.Combine(disk, "ballast");
        File.WriteAllBytes(ballast, new byte[40 << 10]);
        EventFileWriter writer = EventFileWriter.Create(disk, new EventFileWriterOptions { QueueBytes = 4096, SessionStart = false });
        List<long> taken = [];
        IOException? fault = null;
        for (long step = 0; fault is null; step++)
        {
            try
            {
                writer.Write(step, Summary.Scalar("loss", step));
                taken.Add(step);
            }
            catch (IOException e)
            {
                fault = e;
            }
        }

        Assert.Contains(writer.Path, fault.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(writer.Flush);
        File.Delete(ballast);
        writer.Write(1_000_000, Summary.Scalar("loss", 0));
        writer.Dispose();
        Assert.Equal([.. taken, 1_000_000], EventRecords.Summaries(EventRecords.ReadFile(writer.Path)).Select(item => item.Step));
    }

    private static Process StartChild(string directory)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals(typeof(EventCrashTests).Assembly.GetName().Name, StringComparison.Ordinal))
        {
            start.ArgumentList.Add(typeof(EventCrashTests).Assembly.Location); // Run by dotnet.
        }

        start.Environment[CrashChild.DirectoryVariable] = directory;
        return Process.Start(start)!;
    }

    private static List<long> Flushed(string notes)
    {
        if (!File.Exists(notes))
        {
            return [];
        }

        using FileStream stream = new(notes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length / sizeof(long) * sizeof(long)];
        stream.ReadExactly(bytes);
        return [.. Enumerable.Range(0, bytes.Length / sizeof(long)).Select(i => BitConverter.ToInt64(bytes, i * sizeof(long)))];
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
