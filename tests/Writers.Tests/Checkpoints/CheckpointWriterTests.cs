using System.Buffers.Binary;
using System.Text;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

public sealed class CheckpointWriterTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Add_DuplicateName_Throws()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        writer.Add("v", [], [1f]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => writer.Add("v", [], [2f]));
        Assert.Contains("'v'", e.Message, StringComparison.Ordinal);
        writer.Complete();
        Assert.Equal(4, new FileInfo(_temp["m.data-00000-of-00001"]).Length);
    }

    [Theory]
    [InlineData("", "the empty key is the header's")]
    [InlineData("\0v", "begin with a NUL")]
    public void Add_NameThatCannotBe_Throws(string name, string message)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => writer.Add(name, [], [1f])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_NameWithHalfASurrogatePair_Throws()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        Assert.Contains("surrogate", Assert.Throws<ArgumentException>(() => writer.Add("half \uD800", [], [1f])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DType.Resource, "resource")]
    [InlineData(DType.Invalid, "invalid")]
    [InlineData((DType)101, "dtype 101")]
    public void Add_TypeThatTensorFlowCannotStore_ThrowsWithItsName(DType dtype, string name)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => writer.Add("v", dtype, [], new byte[4])).Message, StringComparison.Ordinal);
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => writer.Begin("v", dtype, [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DType.String)]
    [InlineData(DType.Variant)]
    public void Add_TypeWithElementsOfAnyLength_PointsToTheRightCall(DType dtype)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        Assert.Contains(nameof(CheckpointWriter.AddStrings), Assert.Throws<ArgumentException>(() => writer.Add("v", dtype, [], new byte[4])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_WrongNumberOfElements_ThrowsBeforeTheFirstByte()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        Assert.Throws<ArgumentException>(() => writer.Add("v", [2, 2], [1f, 2, 3]));
        Assert.Throws<ArgumentException>(() => writer.AddStrings("s", [2], ["one"]));
        Assert.Throws<ArgumentException>(() => writer.AddVariants("a", [1], []));
        Assert.Throws<ArgumentException>(() => writer.Add("d", [1], [1m]));
        writer.Complete();
        Assert.Equal(0, new FileInfo(_temp["m.data-00000-of-00001"]).Length);
        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.Empty(reader.Entries);
    }

    [Fact]
    public void AddSlice_ContradictingEarlierOnes_Throws()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        writer.Add("whole", [2], [1f, 2]);
        writer.AddSlice("v", [4, 2], TensorSlice.Parse("0,2:-"), new float[4]);
        Assert.Throws<ArgumentException>(() => writer.AddSlice("v", [4, 2], TensorSlice.Parse("1,2:-"), new float[4]));
        Assert.Throws<ArgumentException>(() => writer.AddSlice("v", [4, 2], TensorSlice.Parse("0,2:-"), new float[4]));
        Assert.Throws<ArgumentException>(() => writer.AddSlice("v", [4, 3], TensorSlice.Parse("2,2:-"), new float[6]));
        Assert.Throws<ArgumentException>(() => writer.AddSlice("v", [4, 2], TensorSlice.Parse("2,2:-"), new double[4]));
        Assert.Throws<ArgumentException>(() => writer.AddSlice("v", [4, 2], TensorSlice.Parse("3,2:-"), new float[4]));
        Assert.Throws<ArgumentException>(() => writer.AddSlice("v", [4, 2], TensorSlice.Parse("2,2:-"), new float[3]));
        Assert.Throws<ArgumentException>(() => writer.AddSlice("whole", [4], TensorSlice.Parse("0,2"), new float[2]));
        Assert.Throws<ArgumentException>(() => writer.Add("v", [4, 2], new float[8]));
        writer.AddSlice("v", [4, 2], TensorSlice.Parse("2,2:-"), new float[4]);
        writer.Complete();
        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.True(reader.Verify().IsSound);
    }

    [Fact]
    public void Begin_BytesStillMissing_RefusesEverythingElse()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        TensorSink sink = writer.Begin("v", DType.Float32, [3]);
        sink.Write<float>([1f]);
        Assert.Equal(8, sink.Missing);
        Assert.Contains("8 more bytes", Assert.Throws<InvalidOperationException>(() => writer.Add("w", [], [1f])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<ArgumentException>(() => sink.Write<float>([2f, 3, 4]));
        sink.Write<byte>([0, 0, 0]);
        sink.Write<byte>([64, 0, 0, 64, 64]);
        writer.Add("w", [], [1f]);
        writer.Complete();
        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.Equal([1f, 2f, 3f], reader.Read<float>("v"));
    }

    [Fact]
    public void Begin_EmptyTensor_IsThereAtOnce()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        Assert.Equal(0, writer.Begin("v", DType.Float32, [0, 3]).Missing);
        writer.Complete();
        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.Equal(0, Assert.Single(reader.Entries).Length);
    }

    [Fact]
    public void Add_TypesOfFewBits_ClearsTheHighOnes()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        writer.Add("i4", DType.Int4, [2], [0xFF, 0x17]);
        writer.Add("u2", DType.UInt2, [2], [0xFF, 0x05]);
        writer.Complete();
        Assert.Equal([0x0F, 0x07, 0x03, 0x01], File.ReadAllBytes(_temp["m.data-00000-of-00001"]));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(4096)]
    public void DataAlignment_PadsBehindEveryTensor(int alignment)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"], new() { DataAlignment = alignment });
        writer.Add("a", [3], new byte[] { 1, 2, 3 });
        writer.Add("b", [1], [7L]);
        writer.Complete();
        byte[] data = File.ReadAllBytes(_temp["m.data-00000-of-00001"]);
        Assert.Equal(2 * alignment, data.Length);
        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.Equal([0L, alignment], reader.Entries.Select(e => e.Offset));
        Assert.Equal([3L, 8L], reader.Entries.Select(e => e.Length));
        Assert.Equal(MaskedCrc32C.Mask(Crc32C.Compute([1, 2, 3])), reader.Entries[0].MaskedCrc32C);
        Assert.Equal(7L, BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(alignment)));
        Assert.Equal(11, data.Count(b => b != 0) + data.AsSpan(alignment + 1, 7).Count((byte)0));
    }

    [Fact]
    public void Dispose_WithoutComplete_LeavesNothing()
    {
        using (CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]))
        {
            writer.Add("v", [], [1f]);
            Assert.Single(Directory.GetFiles(_temp.Path));
        }

        Assert.Empty(Directory.GetFiles(_temp.Path));
    }

    [Fact]
    public async Task CompleteAsync_Twice_SecondThrows()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        writer.Add("v", [2], [1f, 2]);
        Assert.Equal(new CheckpointInfo(_temp["m"], 1, 1, 8), await writer.CompleteAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.CompleteAsync());
        Assert.Throws<ObjectDisposedException>(() => writer.Add("w", [], [1f]));
    }

    [Fact]
    public void Create_CheckpointOfThatPrefix_IsReplacedOnComplete()
    {
        Write("m", 1f);
        byte[] before = File.ReadAllBytes(_temp["m.index"]);
        using (CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]))
        {
            writer.Add("v", [], [2f]);
            Assert.Equal(before, File.ReadAllBytes(_temp["m.index"]));
            writer.Complete();
        }

        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.Equal([2f], reader.Read<float>("v"));
        Assert.Equal(2, Directory.GetFiles(_temp.Path).Length);
    }

    [Theory]
    [InlineData("m.index")]
    [InlineData("m.data-00000-of-00001")]
    public void Create_DirectoryInItsPlace_ThrowsNamingIt(string name)
    {
        Directory.CreateDirectory(_temp[name]);
        IOException e = Assert.Throws<IOException>(() => CheckpointWriter.Create(_temp["m"]));
        Assert.Contains(_temp[name], e.Message, StringComparison.Ordinal);
        Assert.Equal([_temp[name]], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Create_ManyNamesOutOfOrder_SortsByBytes()
    {
        Random random = new(5);
        string[] names = [.. Enumerable.Range(0, 3000).Select(i => (i % 3) switch
        {
            0 => $"model/shared prefix of names/{random.Next(1000)}/{i}",
            1 => $"{(char)random.Next('a', 'z')}{i}",
            _ => $"\uFFEE{i}" + (i % 2 == 0 ? "😀" : "é"),
        })];
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]);
        foreach (string name in names)
        {
            writer.Add(name, [], [1f]);
        }

        writer.Complete();
        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.Empty(reader.Faults);
        Comparer<string> byBytes = Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));
        Assert.Equal(names.Order(byBytes), reader.Entries.Select(e => e.Name));
        Assert.All(reader.Entries, e => Assert.Null(e.Fault));
    }

    private void Write(string prefix, float value)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_temp[prefix]);
        writer.Add("v", [], [value]);
        writer.Complete();
    }
}
