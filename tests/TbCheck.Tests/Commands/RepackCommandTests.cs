using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

/// <summary><c>repack</c>: the bytes are the library's business; here its options, its exit codes, and that it leaves nothing behind.</summary>
public sealed class RepackCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Repack_CheckpointOfTensorFlow_SaysWhatItWrote()
    {
        CommandRun.Answer answer = CommandRun.Of("repack", Golden("merge3", "merged"), _temp["x"]);

        Assert.Equal((ExitCode.Clean, ""), (answer.Code, answer.Error));
        Assert.StartsWith($"{_temp["x"]}: 4 tensors, 3 data files", answer.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Golden("merge3", "merged.index")), File.ReadAllBytes(_temp["x.index"]));
    }

    [Fact]
    public void Repack_AllOptions_AreHeard()
    {
        CommandRun.Answer answer = CommandRun.Of(
            "repack", Golden("merge3", "merged"), _temp["x"], "--single-shard", "--select", "own/?", "--select", "split", "--rename", "own/0=first", "--rename", "split=a=b");

        Assert.Equal((ExitCode.Clean, ""), (answer.Code, answer.Error));
        using CheckpointReader reader = CheckpointReader.Open(_temp["x"]);
        Assert.Equal(1, reader.ShardCount);
        Assert.Equal(["a=b", "first", "own/1", "own/2"], reader.Entries.Select(static e => e.Name));
    }

    [Theory]
    [InlineData("--rename", "nothing", "OLD=NEW")]
    [InlineData("--rename", "=b", "OLD=NEW")]
    [InlineData("--rename", "gone=b", "no tensor 'gone'")]
    [InlineData("--select", "gone*", "matches gone*")]
    public void Repack_OptionThatCannotBe_IsAWrongCommandLine(string option, string value, string message)
    {
        CommandRun.Answer answer = CommandRun.Of("repack", Golden("order", "reversed"), _temp["x"], option, value);

        Assert.Equal((ExitCode.Usage, ""), (answer.Code, answer.Output));
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Repack_DamagedSource_IsRefusedAndNothingLeft()
    {
        Directory.CreateDirectory(_temp["source"]);
        File.Copy(Golden("order", "reversed.index"), _temp["source", "m.index"]);
        byte[] data = File.ReadAllBytes(Golden("order", "reversed.data-00000-of-00001"));
        data[^1] ^= 1;
        File.WriteAllBytes(_temp["source", "m.data-00000-of-00001"], data);

        CommandRun.Answer answer = CommandRun.Of("repack", _temp["source", "m"], _temp["target", "m"]);

        Assert.Equal((ExitCode.Findings, ""), (answer.Code, answer.Output));
        Assert.Contains("m.data-00000-of-00001@0x", answer.Error, StringComparison.Ordinal);
        Assert.Equal([_temp["source"]], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Repack_NoSuchCheckpoint_CouldNotBeRead()
    {
        CommandRun.Answer answer = CommandRun.Of("repack", _temp["gone"], _temp["x"]);

        Assert.Equal((ExitCode.Failure, ""), (answer.Code, answer.Output));
        Assert.Contains(_temp["gone"], answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Repack_TargetThatCannotBeWritten_NamesIt()
    {
        Directory.CreateDirectory(_temp["x.index"]);

        CommandRun.Answer answer = CommandRun.Of("repack", Golden("order", "reversed"), _temp["x"]);

        Assert.Equal((ExitCode.Failure, ""), (answer.Code, answer.Output));
        Assert.Contains(_temp["x.index"], answer.Error, StringComparison.Ordinal);
        Assert.Equal([_temp["x.index"]], Directory.GetFileSystemEntries(_temp.Path));
    }

    private static string Golden(string name, string file) => Repository.Golden("checkpoints", name, file);
}
