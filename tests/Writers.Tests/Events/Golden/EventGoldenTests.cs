using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>Every case of tests/golden/events, written again by the same calls.</summary>
public sealed class EventGoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Replay_SameCallsAndTimes_GivesTheSameRecords(string name)
    {
        using TempFolder folder = new();
        GoldenCase golden = GoldenCase.Load(name);
        GoldenReplay.Run(golden, folder.Path);

        string[] expected = [.. golden.EventFiles.OrderBy(WithoutCounter, StringComparer.Ordinal)];
        string[] actual = [.. Written(folder.Path).OrderBy(WithoutCounter, StringComparer.Ordinal)];
        Assert.Equal(expected.Select(WithoutCounter), actual.Select(WithoutCounter));
        for (int i = 0; i < expected.Length; i++)
        {
            byte[] bytes = File.ReadAllBytes(folder[actual[i]]);
            if (GoldenCorrections.Differs(name))
            {
                byte[][] records = [.. Payloads(bytes)];
                IReadOnlyList<byte[]> wanted = golden.Payloads(expected[i]);
                Assert.Equal(wanted.Count, records.Length);
                for (int r = 0; r < records.Length; r++)
                {
                    Assert.Equal(GoldenCorrections.Expected(name, wanted[r]), GoldenCorrections.Actual(name, records[r]));
                }
            }
            else
            {
                Assert.Equal(Readable(golden.FileBytes(expected[i])), Readable(bytes));
                Assert.Equal(golden.FileBytes(expected[i]), bytes);
            }
        }
    }

    private static IEnumerable<string> Written(string folder) =>
        Directory.EnumerateFiles(folder, "*tfevents*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));

    /// <summary>The counter numbers the writers of the whole process that made the cases.</summary>
    private static string WithoutCounter(string file)
    {
        Assert.True(EventFileName.TryParse(Path.GetFileName(file), out EventFileName? name));
        return Path.GetDirectoryName(file) + "/" + (name.Counter is null ? name : name with { Counter = 0 });
    }

    private static string Readable(byte[] file) => string.Join('\n', Payloads(file).Select(payload => Event.Parser.ParseFrom(payload).ToString()));

    private static IEnumerable<byte[]> Payloads(byte[] file)
    {
        for (int offset = 0; offset + 12 <= file.Length;)
        {
            int length = (int)BitConverter.ToInt64(file, offset);
            if (offset + 16 + length > file.Length)
            {
                yield break;
            }

            yield return file[(offset + 12)..(offset + 12 + length)];
            offset += 16 + length;
        }
    }
}
