using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

/// <summary><c>check --fix</c> and <c>--unsafe-fixes</c> on event files: what is cut, what is dropped, what is left alone.</summary>
public class EventFixTests
{
    private const string Name = "events.out.tfevents.1700000000.host.1.0";

    [Theory]
    [InlineData("truncated-in-payload", 286)]
    [InlineData("truncated-in-length", 286)]
    [InlineData("tail-garbage-long", 348)]
    [InlineData("tail-garbage-short", 348)]
    [InlineData("tail-zeros-4096", 348)]
    public void Fix_TornTail_CutsBehindTheLastSoundRecord(string name, int length)
    {
        using TempFolder folder = new();
        string file = Copy(name, folder, TimeSpan.FromMinutes(1));
        byte[] before = File.ReadAllBytes(file);

        CommandRun.Answer answer = CommandRun.Of("check", folder.Path, "--fix");

        Assert.DoesNotContain("internal fault", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before[..length], File.ReadAllBytes(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Fix_FileThatHasJustChanged_IsLeftAlone()
    {
        using TempFolder folder = new();
        string file = Copy("truncated-in-payload", folder, TimeSpan.Zero);
        byte[] before = File.ReadAllBytes(file);

        CommandRun.Of("check", folder.Path, "--fix");

        Assert.Equal(before, File.ReadAllBytes(file));
    }

    [Fact]
    public void Fix_DamagedRecord_NeedsUnsafeFixes()
    {
        using TempFolder folder = new();
        string file = Copy("frame-flip-data-crc", folder, TimeSpan.FromMinutes(1));
        byte[] before = File.ReadAllBytes(file);

        CommandRun.Of("check", folder.Path, "--fix");
        byte[] safe = File.ReadAllBytes(file);
        CommandRun.Answer answer = CommandRun.Of("check", folder.Path, "--unsafe-fixes", "--format", "json");

        Assert.Equal(before, safe);
        Assert.Equal([.. before[..100], .. before[162..]], File.ReadAllBytes(file));
        Assert.DoesNotContain("bad-data-crc", answer.Output, StringComparison.Ordinal);
    }

    private static string Copy(string name, TempFolder folder, TimeSpan age)
    {
        string file = folder[Name];
        File.Copy(Path.Combine(Repository.GoldenSuite("event_verdicts"), name, "logdir", Name), file);
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - age);
        return file;
    }
}
