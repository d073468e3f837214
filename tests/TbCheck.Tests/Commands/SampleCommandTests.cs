using TensorBoardFormats.Projector;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.TbCheck.Samples;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

public class SampleCommandTests
{
    [Fact]
    public void Sample_NewDirectory_HoldsTheGoldenFiles()
    {
        using TempFolder folder = new();

        Assert.Equal((ExitCode.Clean, true), Run("sample", folder["logs"]));
        Assert.All(new[] { "checkpoint", "metadata.tsv", "model.ckpt-1.index", "model.ckpt-1.data-00000-of-00001", "projector_config.pbtxt" }, name =>
            Assert.True(File.ReadAllBytes(Repository.Golden("minimalsample", name)).AsSpan().SequenceEqual(File.ReadAllBytes(folder["logs", name])), name));
    }

    [Fact]
    public void Sample_Twice_ReplacesTheEarlierOneAndKeepsEventFiles()
    {
        using TempFolder folder = new();
        Run("sample", folder.Path);
        string[] events = Directory.GetFiles(folder.Path, "*tfevents*");

        Assert.Equal((ExitCode.Clean, true), Run("sample", folder.Path, "--tensor-files"));
        Assert.Equal(events, Directory.GetFiles(folder.Path, "*tfevents*"));
        Assert.False(File.Exists(folder["checkpoint"]));
        Assert.Equal("mnistembedding.float32", ProjectorConfigFile.Read(folder["projector_config.pbtxt"]).Config.Embeddings[0].TensorPath);
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("checkpoint")]
    [InlineData("events.out.tfevents.1.host")]
    [InlineData("projector_config.pbtxt")]
    public void Sample_DirectoryThatHoldsSomethingElse_IsLeftAsItIs(string name)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder[name], "mine");

        Assert.Equal((ExitCode.Failure, false), Run("sample", folder.Path));
        Assert.Equal("mine", File.ReadAllText(folder[name]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Sample_FileInTheDirectorysPlace_IsRefused()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["logs"], "mine");

        Assert.Equal((ExitCode.Failure, false), Run("sample", folder["logs"]));
        Assert.Equal("mine", File.ReadAllText(folder["logs"]));
    }

    [Fact]
    public void IdxArray_NotIdx_IsRefused()
    {
        Assert.Throws<MalformedFileException>(() => IdxArray.Parse("a.idx", [0, 0, 8]));
        Assert.Throws<MalformedFileException>(() => IdxArray.Parse("a.idx", [0, 0, 8, 1, 0, 0, 0, 2, 7]));
        Assert.Throws<MalformedFileException>(() => IdxArray.Parse("a.idx", [0, 0, 8, 2, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0, 7]));
    }

    private static (int Exit, bool SaysWrote) Run(params string[] args)
    {
        using StringWriter error = new();
        int exit = Program.Run(args, new Host(new MemoryStream(), error, false, false, 80, TimeProvider.System));
        return (exit, error.ToString().Contains("wrote", StringComparison.Ordinal));
    }
}
