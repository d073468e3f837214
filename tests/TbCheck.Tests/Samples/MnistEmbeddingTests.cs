using System.Diagnostics;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Samples;

public class MnistEmbeddingTests
{
    [Fact]
    public void Main_Directory_HoldsTheGoldenFiles()
    {
        using TempFolder folder = new();
        string build = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.Combine(Repository.Root, "artifacts", "bin", "MnistEmbedding", build, OperatingSystem.IsWindows() ? "MnistEmbedding.exe" : "MnistEmbedding");

        using Process process = Process.Start(new ProcessStartInfo(program, ["minimalsample"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("tensorboard --logdir=minimalsample", output, StringComparison.Ordinal);
        Assert.All(new[] { "checkpoint", "metadata.tsv", "model.ckpt-1.index", "model.ckpt-1.data-00000-of-00001", "projector_config.pbtxt" }, name =>
            Assert.True(File.ReadAllBytes(Repository.Golden("minimalsample", name)).AsSpan().SequenceEqual(File.ReadAllBytes(folder["minimalsample", name])), name));
    }

    [Fact]
    public void Source_Length_IsBelow60Lines() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "samples", "MnistEmbedding", "Program.cs")).Length, 1, 59);
}
