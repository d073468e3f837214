using System.Diagnostics;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Tests.Commands;
using Xunit;

namespace TensorBoardFormats.Tests.BadInput;

/// <summary>Each file of a log directory in turn is something else: a finding says so, and nothing hangs or falls over.</summary>
public sealed class ReplacedFilesTests
{
    private static readonly string[] Kinds = ["random", "endless-line", "directory", "fifo", "link-loop", "empty"];

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string file in Directory.GetFiles(Repository.Golden("minimalsample")).Select(static f => Path.GetFileName(f)).Where(static f => f != "README.md"))
        {
            foreach (string kind in Kinds)
            {
                cases.Add(file, kind);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Check_FileReplaced_AnswersWithAFinding(string file, string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && kind is "fifo" or "link-loop", "Windows has no such files.");
        using TempFolder folder = new();
        foreach (string source in Directory.GetFiles(Repository.Golden("minimalsample")))
        {
            File.Copy(source, folder[Path.GetFileName(source)]);
        }

        Replace(folder[file], kind);
        CommandRun.Answer answer = CommandRun.Of(folder.Path, "--format", "json");
        Assert.True(answer.Code is 0 or 1, answer.Error);
        Assert.Equal("", answer.Error);
        if (!file.StartsWith("events", StringComparison.Ordinal))
        {
            Assert.Matches("\"severity\": \"(error|warning)\"", answer.Output);
        }
    }

    private static void Replace(string path, string kind)
    {
        File.Delete(path);
        switch (kind)
        {
            case "random":
                byte[] bytes = new byte[50_000];
                new Random(7).NextBytes(bytes);
                File.WriteAllBytes(path, bytes);
                break;
            case "endless-line":
                File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)'x', 3 << 20)]);
                break;
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "fifo":
                using (Process make = Process.Start("mkfifo", path))
                {
                    make.WaitForExit();
                }

                break;
            case "link-loop":
                File.CreateSymbolicLink(path, Path.GetFileName(path));
                break;
            default:
                File.WriteAllBytes(path, []);
                break;
        }
    }
}
