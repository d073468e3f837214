using System.Text;
using TensorBoardFormats.Records;
using Xunit;

namespace TensorBoardFormats.Tests.Records;

public sealed class RecordWriterTests
{
    // spec/tfevents.md §16: version event, no writer, wall time 1700000000.5.
    private const string VersionEvent = "1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110";

    [Fact]
    public void Write_VersionEvent_GivesTheRecordedFrame()
    {
        byte[] record = Convert.FromHexString(VersionEvent);
        using MemoryStream stream = new();
        new RecordWriter(stream).Write(record.AsSpan(RecordFraming.HeaderSize..^RecordFraming.FooterSize));
        Assert.Equal(VersionEvent, Convert.ToHexStringLower(stream.ToArray()));
    }

    [Fact]
    public void Write_UpstreamTestPayload_HasItsChecksum()
    {
        using MemoryStream stream = new();
        new RecordWriter(stream).Write([0x1a, 0x11, .. Encoding.ASCII.GetBytes("CRC test, one two")]);
        Assert.Equal(0x5794d08au, BitConverter.ToUInt32(stream.ToArray().AsSpan()[^4..]));
    }

    [Fact]
    public void Write_SeveralRecords_StandBackToBackEachInOneWrite()
    {
        CountingStream stream = new();
        RecordWriter writer = new(stream);
        writer.Write([]);
        writer.Write([1, 2, 3]);
        Assert.Equal([16, 19], stream.Writes);
    }

    private sealed class CountingStream : MemoryStream
    {
        public List<int> Writes { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes.Add(buffer.Length);
            base.Write(buffer);
        }
    }
}
