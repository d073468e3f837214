using System.Text;
using TensorBoardFormats.Events;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

public class MergeCommandTests
{
    [Fact]
    public void Merge_TwoParts_WritesOneFileAndNamesIt()
    {
        using TempFolder folder = new();
        Write(folder["a"], 1);
        Write(folder["b"], 2);
        (int code, string output, string error) = Run("merge", folder["a"], folder["b"], "-o", folder["out"]);
        Assert.Equal((ExitCode.Clean, ""), (code, error));
        string file = Assert.Single(Directory.GetFiles(folder["out"]));
        Assert.Equal($"{file}: 4 records of 2 files\n", output); // A START and a scalar each.
    }

    [Fact]
    public void Merge_TornTail_TellsItAndAnswersWithFindings()
    {
        using TempFolder folder = new();
        string part = Write(folder["a"], 1);
        File.WriteAllBytes(part, File.ReadAllBytes(part)[..^1]);
        (int code, _, string error) = Run("merge", folder["a"], "-o", folder["out"]);
        Assert.Equal(ExitCode.Findings, code);
        Assert.Contains($"left out: {part}@0x", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_DamagedRecord_IsRefusedAndLeavesNothing()
    {
        using TempFolder folder = new();
        string part = Write(folder["a"], 1);
        byte[] bytes = File.ReadAllBytes(part);
        bytes[^6] ^= 1;
        File.WriteAllBytes(part, bytes);
        (int code, string output, string error) = Run("merge", folder["a"], "-o", folder["out"]);
        Assert.Equal((ExitCode.Findings, ""), (code, output));
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["out"]));
    }

    [Theory]
    [InlineData("out", "a")] // The target has event files of its own.
    [InlineData("a", "empty")] // Nothing to join.
    public void Merge_WrongDirectories_AreAUsageError(string target, string source)
    {
        using TempFolder folder = new();
        Write(folder["a"], 1);
        Write(folder["out"], 2);
        Directory.CreateDirectory(folder["empty"]);
        (int code, _, string error) = Run("merge", folder[source], "-o", folder[target]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("tbcheck: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_MissingDirectory_IsAFailure()
    {
        using TempFolder folder = new();
        Assert.Equal(ExitCode.Failure, Run("merge", folder["missing"], "-o", folder["out"]).Code);
    }

    private static string Write(string directory, long step)
    {
        using EventFileWriter writer = EventFileWriter.Create(directory);
        writer.Write(step, Summary.Scalar("loss", 1));
        return writer.Path;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using MemoryStream output = new();
        using StringWriter error = new() { NewLine = "\n" };
        int code = TbCheck.Program.Run(arguments, new Host(output, error, false, false, 80, TimeProvider.System));
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
