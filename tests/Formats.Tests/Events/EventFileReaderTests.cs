using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

public class EventFileReaderTests
{
    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateDirectories(Repository.Golden("events")).Select(static d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryRead_FilesOfRealWriters_GivesWhatTheyHold(string name)
    {
        string folder = Repository.Golden("events", name);
        JsonObject files = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "events.json")))!["files"]!.AsObject();
        foreach ((string path, JsonNode? file) in files)
        {
            using EventFileReader reader = EventFileReader.Open(Path.Combine(folder, path));
            foreach (JsonNode? record in file!["records"]!.AsArray())
            {
                Assert.Equal(ReadStatus.Record, reader.TryRead(out EventRecord read));
                Assert.Equal(record!["offset"]!.GetValue<long>(), read.Offset);
                Assert.Equal(record["payload"]!.GetValue<string>(), Convert.ToBase64String(read.Payload.Span));
                Assert.Equal(record["length_crc"]!.GetValue<string>(), $"{read.LengthChecksum:x8}");
                Assert.Equal(record["data_crc"]!.GetValue<string>(), $"{read.PayloadChecksum:x8}");
                AssertSameAsMessage(Event.Parser.ParseFrom(read.Payload.Span), read);
            }

            Assert.Equal(file["tail"] is null ? ReadStatus.End : ReadStatus.Truncated, reader.TryRead(out _));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3 }, "gzip")]
    [InlineData(new byte[] { 0x78, 0x9C, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3 }, "zlib")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 3, 1, 2, 3 }, "zip")]
    [InlineData(new byte[] { 0x73, 0x74, 0x65, 0x70, 0x2C, 0x6C, 0x6F, 0x73, 0x73, 0x0A, 0x31, 0x2C, 0x32 }, "text")]
    public void TryRead_FileOfAnotherKind_NamesIt(byte[] bytes, string kind)
    {
        using EventFileReader lenient = EventFileReader.Open(new MemoryStream(bytes));
        using EventFileReader strict = EventFileReader.Open(new MemoryStream(bytes), new EventReaderOptions { Strict = true });

        Assert.Equal(ReadStatus.BadLengthChecksum, lenient.TryRead(out _));
        Assert.Contains(kind, lenient.Fault, StringComparison.Ordinal);
        MalformedFileException e = Assert.Throws<MalformedFileException>(() => strict.TryRead(out _));
        Assert.Contains(kind, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, e.Offset);
    }

    [Fact]
    public void TryRead_BadRecordInTheMiddle_GoesOnBehindIt()
    {
        byte[] bad = [0x0F, 1, 2];
        byte[] bytes = Records(Scalar("a", 1).ToByteArray(), bad, Scalar("a", 2).ToByteArray());
        using EventFileReader reader = EventFileReader.Open(new MemoryStream(bytes));

        Assert.Equal(ReadStatus.Record, reader.TryRead(out _));
        Assert.Equal(ReadStatus.NotAnEvent, reader.TryRead(out EventRecord damaged));
        Assert.Equal(bad, damaged.Payload.ToArray());
        Assert.Equal(ReadStatus.Record, reader.TryRead(out EventRecord last));
        Assert.Equal(2, last.Step);
    }

    [Fact]
    public async Task FollowAsync_FileThatGrows_GivesWhatComes()
    {
        using TempFolder folder = new();
        string path = folder["events.out.tfevents.1"];
        byte[] whole = Records(Scalar("a", 1).ToByteArray(), Scalar("a", 2).ToByteArray());
        await File.WriteAllBytesAsync(path, whole[..^3], TestContext.Current.CancellationToken);
        using EventFileReader reader = EventFileReader.Open(path);
        List<long> steps = [];

        await foreach (EventRecord record in reader.FollowAsync(TimeSpan.FromMilliseconds(1), null, TestContext.Current.CancellationToken))
        {
            steps.Add(record.Step);
            if (steps.Count == 2)
            {
                break;
            }

            await using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            await file.WriteAsync(whole.AsMemory(whole.Length - 3), TestContext.Current.CancellationToken);
        }

        Assert.Equal([1, 2], steps);
    }

    [Fact]
    public void TryRead_Scalars_AllocatesNothing()
    {
        byte[] bytes = Records([.. Enumerable.Range(0, 2000).Select(static i => Scalar("training/loss", i).ToByteArray())]);
        using EventFileReader reader = EventFileReader.Open(new MemoryStream(bytes));
        reader.TryRead(out _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        int scalars = 0;
        while (reader.TryRead(out EventRecord record) == ReadStatus.Record)
        {
            scalars += record.TryGetScalar(out _, out _) ? 1 : 0;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1999, scalars);
        Assert.True(allocated < scalars, $"{allocated} bytes for {scalars} records"); // Some bytes once are the runtime's own.
    }

    [Fact]
    public void TryRead_MutatedFiles_NeverThrowsAndAgreesWithProtobuf()
    {
        Random random = new(20261124);
        byte[] sound = Records(
            new Event { WallTime = 1.5, FileVersion = "brain.Event:2" }.ToByteArray(), Scalar("loss", 3).ToByteArray(), Rich().ToByteArray());
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = Mutate(sound, random);
            using EventFileReader reader = EventFileReader.Open(new MemoryStream(bytes));
            ReadStatus status;
            while ((status = reader.TryRead(out EventRecord record)) is not (ReadStatus.End or ReadStatus.Truncated or ReadStatus.BadLengthChecksum))
            {
                if (status == ReadStatus.Record)
                {
                    AssertSameAsMessage(Event.Parser.ParseFrom(record.Payload.Span), record);
                    Assert.NotEmpty(record.ToJson());
                }
            }
        }
    }

    private static void AssertSameAsMessage(Event message, EventRecord record)
    {
        Assert.Equal(message.WallTime, record.WallTime);
        Assert.Equal(message.Step, record.Step);
        Assert.Equal((int)message.WhatCase, (int)record.Kind);
        if (record.TryGetScalar(out ReadOnlySpan<byte> tag, out float value))
        {
            Summary.Types.Value only = Assert.Single(message.Summary.Value);
            Assert.Equal(only.Tag, Encoding.UTF8.GetString(tag));
            float expected = only.Tensor is null ? only.SimpleValue
                : only.Tensor.FloatVal.Count == 1 ? only.Tensor.FloatVal[0] : BitConverter.ToSingle(only.Tensor.TensorContent.Span);
            Assert.Equal(expected, value);
        }
    }

    // A payload is changed and sealed again, so that the decoder meets it; or the frames themselves are changed.
    private static byte[] Mutate(byte[] sound, Random random)
    {
        if (random.Next(3) == 0)
        {
            byte[] frames = [.. sound];
            frames[random.Next(frames.Length)] ^= (byte)(1 << random.Next(8));
            return frames[..random.Next(frames.Length + 1)];
        }

        using EventFileReader reader = EventFileReader.Open(new MemoryStream(sound));
        List<byte[]> payloads = [];
        while (reader.TryRead(out EventRecord record) == ReadStatus.Record)
        {
            List<byte> payload = [.. record.Payload.ToArray()];
            for (int changes = random.Next(4); changes > 0 && payload.Count > 0; changes--)
            {
                int at = random.Next(payload.Count);
                switch (random.Next(4))
                {
                    case 0:
                        payload[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1:
                        payload[at] = (byte)random.Next(256);
                        break;
                    case 2:
                        payload.RemoveAt(at);
                        break;
                    default:
                        payload.Insert(at, (byte)random.Next(256));
                        break;
                }
            }

            payloads.Add([.. payload]);
        }

        return Records([.. payloads]);
    }

    private static Event Scalar(string tag, long step) => new()
    {
        WallTime = 1700000000.25,
        Step = step,
        Summary = new Summary
        {
            Value =
            {
                new Summary.Types.Value
                {
                    Tag = tag,
                    Tensor = new TensorProto { Dtype = DataType.DtFloat, TensorShape = new TensorShapeProto(), FloatVal = { 0.5f } },
                    Metadata = new SummaryMetadata { PluginData = new SummaryMetadata.Types.PluginData { PluginName = "scalars" } },
                },
            },
        },
    };

    private static Event Rich() => new()
    {
        WallTime = 2,
        Step = -1,
        Summary = new Summary
        {
            Value =
            {
                new Summary.Types.Value { Tag = "h", Histo = new HistogramProto { Max = 1, BucketLimit = { 0.5, 1 }, Bucket = { 1, 2 } } },
                new Summary.Types.Value { Tag = "a", Audio = new Summary.Types.Audio { SampleRate = 8000, ContentType = "audio/wav" } },
                new Summary.Types.Value { Tag = "i", Image = new Summary.Types.Image { Height = 1, Width = 2, Colorspace = 3 } },
            },
        },
        SourceMetadata = new SourceMetadata { Writer = "test" },
    };

    private static byte[] Records(params byte[][] payloads)
    {
        using MemoryStream stream = new();
        RecordWriter writer = new(stream);
        foreach (byte[] payload in payloads)
        {
            writer.Write(payload);
        }

        return stream.ToArray();
    }
}
