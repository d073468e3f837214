using System.Runtime.InteropServices;
using StbImageSharp;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Events;
using TensorBoardFormats.Projector;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Projector;

public class EmbeddingLogTests
{
    private static readonly EmbeddingLogOptions Checkpoint = new() { Form = EmbeddingForm.Checkpoint };

    [Fact]
    public void Write_TheTutorialsDigits_EqualsWhatTensorFlowWrote()
    {
        using TempFolder folder = new();
        EmbeddingLog.Write(folder.Path, Tutorial(Digits.First), Checkpoint with
        {
            EventFile = new EventFileWriterOptions { Clock = new FixedClock(1795486422), HostName = "vm", ProcessId = null, SourceWriter = "tensorflow.core.util.events_writer" },
        });

        string[] names = [.. Directory.GetFiles(Repository.Golden("minimalsample")).Select(static p => Path.GetFileName(p)!).Where(static n => n != "README.md").Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.GetFiles(folder.Path).Select(static p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        Assert.All(names.Where(static n => n != "mnistdigits.png" && !n.StartsWith("events", StringComparison.Ordinal)), name =>
            Assert.True(File.ReadAllBytes(Repository.Golden("minimalsample", name)).AsSpan().SequenceEqual(File.ReadAllBytes(folder[name])), name));

        // Matplotlib writes RGBA with all three colours equal; one grey channel holds the same pixels.
        ImageResult expected = ImageResult.FromMemory(File.ReadAllBytes(Repository.Golden("minimalsample", "mnistdigits.png")), ColorComponents.Grey);
        ImageResult actual = ImageResult.FromMemory(File.ReadAllBytes(folder["mnistdigits.png"]), ColorComponents.Grey);
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.True(expected.Data.AsSpan().SequenceEqual(actual.Data));

        // The version record, with the fraction of a second that TensorFlow's clock saw left out.
        byte[] events = File.ReadAllBytes(folder["events.out.tfevents.1795486422.vm"]);
        byte[] golden = File.ReadAllBytes(Repository.Golden("minimalsample", "events.out.tfevents.1795486422.vm"));
        Assert.Equal(golden.Length, events.Length);
        Assert.Equal(golden[21..^4], events[21..^4]);
    }

    [Theory]
    [InlineData(EmbeddingForm.Checkpoint)]
    [InlineData(EmbeddingForm.TensorFile)]
    public void Write_OtherDigits_HaveTheirValuesTilesAndLabels(EmbeddingForm form)
    {
        using TempFolder folder = new();
        EmbeddingLogResult result = EmbeddingLog.Write(folder.Path, Tutorial(Digits.Second), new EmbeddingLogOptions { Form = form });
        EmbeddingInfo info = Assert.Single(ProjectorConfigFile.Read(result.ConfigPath).Config.Embeddings);

        Assert.Equal(Digits.Second.Values, Values(folder, info, result));
        string[] lines = File.ReadAllText(folder[info.MetadataPath]).TrimEnd('\n').Split('\n');
        Assert.Equal(["Index\tLabel", .. Digits.Second.Labels.Select(static (label, i) => $"{i}\t{label}")], lines);
        ImageResult sprite = ImageResult.FromMemory(File.ReadAllBytes(folder[info.Sprite!.ImagePath]), ColorComponents.Grey);
        byte[] gray = MatplotlibGrays();
        Assert.All(Enumerable.Range(0, 23 * 23), cell =>
        {
            for (int p = 0; p < 784; p++)
            {
                int at = (((cell / 23 * 28) + (p / 28)) * 644) + (cell % 23 * 28) + (p % 28);
                Assert.Equal(cell < 500 ? gray[Digits.Second.Pixels[(784 * cell) + p]] : 255, sprite.Data[at]);
            }
        });
        Assert.Single(Directory.GetFiles(folder.Path), static p => EventFileName.IsEventFile(Path.GetFileName(p)));
    }

    [Theory]
    [InlineData(EmbeddingForm.Checkpoint)]
    [InlineData(EmbeddingForm.TensorFile)]
    public void Write_IntoADirectoryWithEmbeddings_ExtendsAndReplaces(EmbeddingForm form)
    {
        using TempFolder folder = new();
        EmbeddingLogOptions options = new() { Form = form };
        EmbeddingLog.Write(folder.Path, [Small("a", 1), Small("b", 2)], options);
        EmbeddingLog.Write(folder.Path, Small("c", 3), options with { Step = 2 });
        EmbeddingLogResult result = EmbeddingLog.Write(folder.Path, Small("b", 4), options with { Step = 3 });

        IReadOnlyList<EmbeddingInfo> embeddings = ProjectorConfigFile.Read(result.ConfigPath).Config.Embeddings;
        string suffix = form == EmbeddingForm.Checkpoint ? ":0" : "";
        Assert.Equal(["a" + suffix, "b" + suffix, "c" + suffix], embeddings.Select(static e => e.TensorName));
        Assert.Equal([1f, 4f, 3f], embeddings.Select(e => Values(folder, e, result)[0]));
        Assert.Equal(["a.metadata.tsv", "b.metadata.tsv", "c.metadata.tsv"], embeddings.Select(static e => e.MetadataPath));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), static p => p.Contains("temp", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_ConfigThatDoesNotParse_IsRefusedAndKept()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["projector_config.pbtxt"], "embeddings { tensorName: 'a' }");

        MalformedFileException error = Assert.Throws<MalformedFileException>(() => EmbeddingLog.Write(folder.Path, Small("a", 1)));
        Assert.Contains(":1:14", error.Message, StringComparison.Ordinal);
        Assert.Equal(["projector_config.pbtxt"], Directory.GetFiles(folder.Path).Select(static p => Path.GetFileName(p)));
        Assert.Equal("embeddings { tensorName: 'a' }", File.ReadAllText(folder["projector_config.pbtxt"]));
    }

    [Fact]
    public void Write_BesideAnotherProgramsCheckpoints_IsRefused()
    {
        using TempFolder folder = new();
        new CheckpointSaver().Save(folder["train"], 7, static w => w.Add<float>("w", [2], [1, 2]));

        IOException error = Assert.Throws<IOException>(() => EmbeddingLog.Write(folder.Path, Small("a", 1), Checkpoint));
        Assert.Contains("train-7", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["projector_config.pbtxt"]));
        EmbeddingLog.Write(folder.Path, Small("a", 1));
        Assert.True(File.Exists(folder["a.float32"]) || File.Exists(folder["a.tensor.tsv"]));
    }

    [Fact]
    public void Write_BytesThatCouldBeText_GoIntoATextFile()
    {
        using TempFolder folder = new();
        EmbeddingLog.Write(folder.Path, new EmbeddingData("zeros", 2, 3, new float[] { 0, 2, 0, 0, 0, 0.5f }));
        EmbeddingLog.Write(folder.Path, new EmbeddingData("ones", 2, 3, new float[] { 1, 1, 1, 1, 1, 1 }));

        Assert.Equal("0\t2\t0\n0\t0\t0.5\n", File.ReadAllText(folder["zeros.tensor.tsv"]));
        Assert.Equal(24, new FileInfo(folder["ones.float32"]).Length);
        Assert.Equal([2u, 3u], ProjectorConfigFile.Read(folder["projector_config.pbtxt"]).Config.Embeddings[1].TensorShape);
    }

    [Fact]
    public void Write_TwoColumns_GetAThirdOfZeros()
    {
        using TempFolder folder = new();
        EmbeddingLog.Write(folder.Path, new EmbeddingData("plane", 2, 2, new float[] { 1, 2, 3, 4 }));

        Assert.Equal([1f, 2, 0, 3, 4, 0], MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder["plane.float32"])).ToArray());
    }

    [Fact]
    public void Write_WhatThePageCouldNotShow_ThrowsBeforeAnythingIsWritten()
    {
        using TempFolder folder = new();
        string target = folder["run"];
        Action[] mistakes =
        [
            () => _ = new EmbeddingData("a&b", 2, 3, new float[6]),
            () => _ = new EmbeddingData("", 2, 3, new float[6]),
            () => _ = new EmbeddingData("a", 1, 3, new float[3]),
            () => _ = new EmbeddingData("a", 2, 3, new float[7]),
            () => EmbeddingLog.Write(target, new EmbeddingData("a", 2, 3, new float[] { 0, 0, 0, 0, float.NaN, 0 })),
            () => EmbeddingLog.Write(target, Small("a", 1) with { Metadata = MetadataTable.Labels(["x"]) }),
            () => EmbeddingLog.Write(target, Small("a", 1) with { Metadata = MetadataTable.Labels(["x", "y\tz"]) }),
            () => EmbeddingLog.Write(target, Small("a", 1) with { Sprite = SpriteSheet.FromTiles(1, 1, 1, [1, 2, 3]) }),
            () => EmbeddingLog.Write(target, Small("a", 1) with { MetadataFileName = "run/metadata.tsv" }),
            () => EmbeddingLog.Write(target, Small("a", 1) with { MetadataFileName = "../metadata.tsv" }),
            () => EmbeddingLog.Write(target, Small("a", 1) with { MetadataFileName = "checkpoint" }),
            () => EmbeddingLog.Write(target, [Small("a", 1), Small("a", 2)]),
            () => EmbeddingLog.Write(target, [Small("a", 1) with { MetadataFileName = "m" }, Small("b", 2) with { MetadataFileName = "m" }]),
        ];

        Assert.All(mistakes, static mistake => Assert.ThrowsAny<ArgumentException>(mistake));
        Assert.False(Directory.Exists(target));
    }

    [Fact]
    public void Write_ConfigCannotBeReplaced_LeavesNoNewFile()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["projector_config.pbtxt"]);

        Assert.ThrowsAny<Exception>(() => EmbeddingLog.Write(folder.Path, Small("a", 1), Checkpoint));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static EmbeddingData Tutorial(Digits digits) => new("mnistembedding", digits.Labels.Length, 784, digits.Values)
    {
        Metadata = new MetadataTable(MetadataColumn.Numbers("Index", Enumerable.Range(0, digits.Labels.Length)), MetadataColumn.Numbers("Label", digits.Labels)),
        MetadataFileName = "metadata.tsv",
        Sprite = SpriteSheet.FromGrayLevels(Digits.Side, Digits.Side, digits.Values, invert: true),
        SpriteFileName = "mnistdigits.png",
    };

    private static EmbeddingData Small(string name, float first) => new(name, 2, 3, new float[] { first, 2, 3, 4, 5, 6 }) { Metadata = MetadataTable.Labels(["x", "y"]) };

    // What the golden sprite has for each of the 256 levels of the first digits.
    private static byte[] MatplotlibGrays()
    {
        byte[] golden = ImageResult.FromMemory(File.ReadAllBytes(Repository.Golden("minimalsample", "mnistdigits.png")), ColorComponents.Grey).Data;
        byte[] grays = new byte[256];
        for (int i = 0; i < Digits.First.Pixels.Length; i++)
        {
            (int cell, int p) = (i / 784, i % 784);
            grays[Digits.First.Pixels[i]] = golden[(((cell / 23 * 28) + (p / 28)) * 644) + (cell % 23 * 28) + (p % 28)];
        }

        return grays;
    }

    private static float[] Values(TempFolder folder, EmbeddingInfo info, EmbeddingLogResult result)
    {
        if (info.TensorPath.Length > 0)
        {
            Assert.EndsWith(".float32", info.TensorPath, StringComparison.Ordinal);
            return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder[info.TensorPath])).ToArray();
        }

        using CheckpointReader reader = CheckpointReader.Open(result.CheckpointPrefix!);
        return reader.Read<float>(info.TensorName[..^2]);
    }

    private sealed class FixedClock(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
