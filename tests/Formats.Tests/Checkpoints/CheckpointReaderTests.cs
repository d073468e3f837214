using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Tests.Tables;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>The reader's own ways; what it reads is held against TensorFlow in the other classes.</summary>
public class CheckpointReaderTests
{
    private const string Prefix = "/c/x";
    private const string IndexPath = Prefix + ".index";
    private const string DataPath = Prefix + ".data-00000-of-00001";

    [Fact]
    public void Read_Types_TakesTheNumberTypeOrItsBits()
    {
        using CheckpointReader reader = Open(Bundle(MemoryMarshal.AsBytes<float>([1f, -2f, 0.5f]).ToArray(),
            Entry("v", DataType.DtFloat, [3], 0, 12)));

        Assert.Equal([1f, -2f, 0.5f], reader.Read<float>("v"));
        Assert.Equal([0x3F800000u, 0xC0000000u, 0x3F000000u], reader.Read<uint>("v"));
        Assert.Throws<ArgumentException>(() => reader.Read<double>("v"));
        Assert.Throws<ArgumentException>(() => reader.Read<int>("v"));
        Assert.Throws<ArgumentException>("name", () => reader.Read<float>("w"));
        Assert.Throws<ArgumentException>("entry", () => reader.ReadStrings("v"));
        Assert.Throws<ArgumentException>("destination", () => reader.Read(reader.Entries[0], new float[4].AsSpan()));
    }

    [Fact]
    public void TryFind_Name_FindsOnlyThatName()
    {
        using CheckpointReader reader = Open(Bundle(new byte[4], Entry("a", DataType.DtUint8, [2], 0, 2),
            Entry("ab", DataType.DtUint8, [2], 2, 2)));

        Assert.True(reader.TryFind("ab", out CheckpointEntry entry));
        Assert.Equal(2, entry.Offset);
        Assert.False(reader.TryFind("abc", out _));
        Assert.False(reader.TryFind("", out _));
    }

    [Fact]
    public void Read_DamagedTensor_LeavesTheOthers()
    {
        InMemoryFileStore store = Bundle([1, 2, 3, 4], Entry("a", DataType.DtUint8, [2], 0, 2), Entry("b", DataType.DtUint8, [2], 2, 2));
        store[DataPath] = [1, 2, 3, 5];
        using CheckpointReader reader = Open(store);

        Assert.Equal([1, 2], reader.Read<byte>("a"));
        MalformedFileException e = Assert.Throws<MalformedFileException>(() => reader.Read<byte>("b"));
        Assert.Equal((DataPath, 2L), (e.Path, e.Offset));
        Assert.Equal($"2 bytes with CRC-32C {Crc32C.Compute([3, 4]):x8} for the tensor 'b'", e.Expected);
        Assert.Equal($"bytes with {Crc32C.Compute([3, 5]):x8}", e.Found);
    }

    [Fact]
    public void Open_NoCheckpoint_NamesThePrefix()
    {
        FileNotFoundException e = Assert.Throws<FileNotFoundException>(() => Open(new InMemoryFileStore()));

        Assert.Contains(Prefix, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 40, 1L << 42)] // nothing contradicts it but the data file
    [InlineData(1L << 40, 4)]
    [InlineData(1L << 62, 0)] // four times that overflows
    public void Read_ShapeBeyondTheFile_AllocatesNothingForIt(long elements, long size)
    {
        using CheckpointReader reader = Open(Bundle(new byte[4], Entry("v", DataType.DtFloat, [elements], 0, 4, size)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<MalformedFileException>(() => reader.Read<float>("v"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(1UL << 20)]
    public void ReadStrings_LengthBeyondTheEntry_AllocatesNothingForIt(ulong length)
    {
        byte[] data = Strings(length);
        using CheckpointReader reader = Open(Bundle(data, Entry("s", DataType.DtString, [1], 0, data.Length)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        MalformedFileException e = Assert.Throws<MalformedFileException>(() => reader.ReadStrings("s"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("lengths of at most", e.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NamesThatShareAMegabyteEach_AreRefusedBeforeTheyFillMemory()
    {
        BlockBuilder block = new(int.MaxValue);
        block.Add([], new BundleHeaderProto { NumShards = 1 }.ToByteArray());
        byte[] name = new byte[250_000];
        name.AsSpan().Fill((byte)'n');
        for (int i = 0; i < 5000; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(name.AsSpan(name.Length - 4), i);
            block.Add(name, []);
        }

        InMemoryFileStore store = new() { [IndexPath] = RawTable.Of(block.Finish().ToArray(), "o") };
        Assert.InRange(store[IndexPath].Length, 0, 1 << 20);

        MalformedFileException e = Assert.Throws<MalformedFileException>(() => Open(store));
        Assert.Contains("names in proportion", e.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_TensorOfManyPieces_FindsTheByteOnAnyNumberOfWorkers()
    {
        byte[] data = new byte[(40 << 20) + 12];
        new Random(2).NextBytes(data);
        InMemoryFileStore store = Bundle(data, Entry("big", DataType.DtUint8, [data.Length - 4], 0, data.Length - 4),
            Entry("small", DataType.DtUint8, [4], data.Length - 4, 4));
        foreach (int workers in (int[])[1, 2, 3])
        {
            CheckpointReaderOptions options = new() { Files = store, Workers = workers };
            Progress progress = new();
            using (CheckpointReader sound = CheckpointReader.Open(Prefix, options))
            {
                VerificationReport report = sound.Verify(progress, TestContext.Current.CancellationToken);
                Assert.True(report.IsSound);
                Assert.Equal((2, data.Length, data.Length), (report.TensorsChecked, report.BytesChecked, progress.Last));
            }

            byte[] changed = [.. data];
            changed[33 << 20] ^= 1;
            InMemoryFileStore damaged = new() { [IndexPath] = store[IndexPath], [DataPath] = changed };
            using CheckpointReader reader = CheckpointReader.Open(Prefix, options with { Files = damaged });
            VerificationReport found = reader.Verify(cancellation: TestContext.Current.CancellationToken);
            Assert.Equal("big", Assert.Single(found.Tensors).Entry.Name);
            Assert.Contains("CRC-32C", found.Files[1].Error, StringComparison.Ordinal);
            Assert.Null(found.Files[0].Error);
        }
    }

    [Fact]
    public void Verify_Cancelled_Throws()
    {
        using CheckpointReader reader = Open(Bundle([1, 2], Entry("a", DataType.DtUint8, [2], 0, 2)));

        Assert.ThrowsAny<OperationCanceledException>(() => reader.Verify(cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Verify_SmallTensorsSideBySide_NeedFewReads()
    {
        BundleEntryProtoNamed[] entries = [.. Enumerable.Range(0, 5000)
            .Select(static i => Entry($"t{i:D4}", DataType.DtFloat, [16], i * 64, 64))];
        InMemoryFileStore store = Bundle(new byte[5000 * 64], entries);
        using CheckpointReader reader = Open(store);
        int before = store.Reads;

        Assert.True(reader.Verify(cancellation: TestContext.Current.CancellationToken).IsSound);

        Assert.InRange(store.Reads - before, 1, 10);
    }

    [Fact]
    public void Open_V1InTwoFiles_PutsTheSlicesTogether()
    {
        InMemoryFileStore store = new()
        {
            ["/c/x-00000-of-00002"] = V1("0,1:-", [1f, 2f]),
            ["/c/x-00001-of-00002"] = V1("1,2:-", [3f, 4f, 5f, 6f]),
        };
        using CheckpointReader reader = Open(store);

        Assert.Equal((CheckpointFormat.V1, 2), (reader.Format, reader.ShardCount));
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], reader.Read<float>("v"));
        Assert.True(reader.Verify(cancellation: TestContext.Current.CancellationToken).IsSound);
    }

    [Fact]
    public void Open_V1WithAFileMissing_SaysSo()
    {
        InMemoryFileStore store = new() { ["/c/x-00000-of-00002"] = V1("0,1:-", [1f, 2f]) };

        Assert.Throws<FileNotFoundException>(() => Open(store));
    }

    private static CheckpointReader Open(InMemoryFileStore store) =>
        CheckpointReader.Open(Prefix, new CheckpointReaderOptions { Files = store });

    private static BundleEntryProtoNamed Entry(string name, DataType dtype, long[] shape, long offset, int length, long? size = null)
    {
        BundleEntryProto entry = new() { Dtype = dtype, Shape = new TensorShapeProto(), Offset = offset, Size = size ?? length };
        entry.Shape.Dim.AddRange(shape.Select(static s => new TensorShapeProto.Types.Dim { Size = s }));
        return new BundleEntryProtoNamed(name, entry, length);
    }

    private static InMemoryFileStore Bundle(byte[] data, params BundleEntryProtoNamed[] entries)
    {
        ArrayBufferWriter<byte> output = new();
        TableBuilder builder = new(output);
        builder.Add([], new BundleHeaderProto { NumShards = 1, Version = new VersionDef { Producer = 1 } }.ToByteArray());
        foreach ((string name, BundleEntryProto entry, int length) in entries)
        {
            entry.Crc32C = MaskedCrc32C.Compute(data.AsSpan((int)entry.Offset, length));
            builder.Add(System.Text.Encoding.UTF8.GetBytes(name), entry.ToByteArray());
        }

        builder.Finish();
        return new InMemoryFileStore { [IndexPath] = output.WrittenSpan.ToArray(), [DataPath] = data };
    }

    // One string of no byte whose length claims more, the checksum of the lengths right.
    private static byte[] Strings(ulong length)
    {
        byte[] bytes = new byte[10 + sizeof(uint)];
        WireWriter writer = new(bytes);
        writer.Varint(length);
        writer.Fixed32(MaskedCrc32C.Compute(length <= uint.MaxValue ? BitConverter.GetBytes((uint)length) : BitConverter.GetBytes(length)));
        return writer.Written.ToArray();
    }

    private static byte[] V1(string slice, float[] values)
    {
        TensorSlice part = TensorSlice.Parse(slice);
        TensorSliceProto proto = new();
        foreach (SliceExtent extent in part.Extents)
        {
            TensorSliceProto.Types.Extent made = new() { Start = extent.Start };
            if (!extent.IsFull)
            {
                made.Length = extent.Length;
            }

            proto.Extent.Add(made);
        }

        SavedSliceMeta meta = new() { Name = "v", Type = DataType.DtFloat, Shape = new TensorShapeProto() };
        meta.Shape.Dim.Add(new TensorShapeProto.Types.Dim { Size = 3 });
        meta.Shape.Dim.Add(new TensorShapeProto.Types.Dim { Size = 2 });
        meta.Slice.Add(proto);
        SavedTensorSlices list = new() { Meta = new SavedTensorSliceMeta() };
        list.Meta.Tensor.Add(meta);
        SavedTensorSlices data = new() { Data = new SavedSlice { Name = "v", Slice = proto, Data = new TensorProto() } };
        data.Data.Data.FloatVal.AddRange(values);

        ArrayBufferWriter<byte> output = new();
        TableBuilder builder = new(output);
        builder.Add([], list.ToByteArray());
        builder.Add(SliceKey.Encode("v"u8, part), data.ToByteArray());
        builder.Finish();
        return output.WrittenSpan.ToArray();
    }

    private sealed record BundleEntryProtoNamed(string Name, BundleEntryProto Entry, int Length);

    private sealed class Progress : IProgress<long>
    {
        private readonly Lock _gate = new();

        public long Last { get; private set; }

        public void Report(long value)
        {
            lock (_gate)
            {
                Last = Math.Max(Last, value);
            }
        }
    }
}
