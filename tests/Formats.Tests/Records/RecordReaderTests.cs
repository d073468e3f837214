using System.Buffers.Binary;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Records;

public class RecordReaderTests
{
    private static readonly byte[][] Payloads = [[1, 2, 3], [], [.. Enumerable.Range(0, 700).Select(static i => (byte)i)]];

    [Fact]
    public void Read_WholeFile_GivesEveryRecordAndItsPlace()
    {
        using RecordReader reader = new(new MemoryStream(Stream(Payloads)));

        long offset = 0;
        foreach (byte[] payload in Payloads)
        {
            Assert.Equal(ReadStatus.Record, reader.Read());
            Assert.Equal(payload, reader.Payload.ToArray());
            Assert.Equal(offset, reader.Offset);
            offset += payload.Length + 16;
        }

        Assert.Equal(ReadStatus.End, reader.Read());
    }

    [Fact]
    public void Read_CutAtEveryLength_SaysTruncatedThenGoesOnWhenTheRestComes()
    {
        byte[] whole = Stream(Payloads);
        for (int length = 0; length < whole.Length; length++)
        {
            InMemoryFileStore store = new();
            store["/x"] = whole[..length];
            using RecordReader reader = new(store.OpenRead("/x"));
            List<byte[]> read = [];
            ReadStatus status;
            while ((status = reader.Read()) == ReadStatus.Record)
            {
                read.Add(reader.Payload.ToArray());
            }

            int boundary = Payloads.Take(read.Count).Sum(static p => p.Length + 16);
            Assert.Equal(boundary == length ? ReadStatus.End : ReadStatus.Truncated, status);
            Assert.Equal(boundary, reader.Offset);

            using (WritableFile file = store.OpenWrite("/x"))
            {
                file.Write(whole.AsSpan(length), length);
            }

            while (reader.Read() == ReadStatus.Record)
            {
                read.Add(reader.Payload.ToArray());
            }

            Assert.Equal(Payloads, read);
        }
    }

    [Fact]
    public void Read_StreamOfOneByteAtATime_GivesTheSame()
    {
        using RecordReader reader = new(new OneByteStream(Stream(Payloads)));

        foreach (byte[] payload in Payloads)
        {
            Assert.Equal(ReadStatus.Record, reader.Read());
            Assert.Equal(payload, reader.Payload.ToArray());
        }

        Assert.Equal(ReadStatus.End, reader.Read());
    }

    [Theory]
    [InlineData(1UL << 20)]
    [InlineData(1UL << 30)]
    [InlineData(1UL << 40)]
    [InlineData(1UL << 62)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void Read_LengthThatTheFileDoesNotHave_IsTruncatedAndCostsNoMemory(ulong length)
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), MaskedCrc32C.Compute(bytes.AsSpan(0, 8)));
        InMemoryFileStore store = new();
        store["/x"] = bytes;
        using RecordReader reader = new(store.OpenRead("/x"));
        reader.Read(); // What is allocated once is not the question.
        long before = GC.GetAllocatedBytesForCurrentThread();

        ReadStatus status = reader.Read();

        Assert.Equal(ReadStatus.Truncated, status);
        Assert.Equal(length, reader.Length);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 10);
    }

    [Fact]
    public void Read_EveryBitTurnedOver_IsNoticed()
    {
        byte[] whole = Stream(Payloads);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            using RecordReader reader = new(new MemoryStream(damaged));
            List<ReadStatus> found = [];
            do
            {
                found.Add(reader.Read());
            }
            while (found[^1] is ReadStatus.Record or ReadStatus.BadPayloadChecksum);

            Assert.True(found.Contains(ReadStatus.BadPayloadChecksum) || found[^1] == ReadStatus.BadLengthChecksum);
        }
    }

    private static byte[] Stream(byte[][] payloads)
    {
        using MemoryStream stream = new();
        RecordWriter writer = new(stream);
        foreach (byte[] payload in payloads)
        {
            writer.Write(payload);
        }

        return stream.ToArray();
    }

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
