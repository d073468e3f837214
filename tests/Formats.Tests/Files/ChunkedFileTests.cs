using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Files;

public class ChunkedFileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(ChunkedFile.ChunkSize - 1)]
    [InlineData(ChunkedFile.ChunkSize)]
    [InlineData(ChunkedFile.ChunkSize + 1)]
    [InlineData((3 * ChunkedFile.ChunkSize) + 17)]
    public void Append_PiecesOfAnySize_GivesBytesAndCrc(int piece)
    {
        byte[] bytes = new byte[(5 * ChunkedFile.ChunkSize) + 123];
        new Random(1).NextBytes(bytes);
        InMemoryFileStore store = new();
        store.CreateDirectory("folder");
        using ChunkedFile file = new(store.CreateNew("folder/file"));
        int start = piece == 1 ? bytes.Length - 5 : 0; // Not a million single bytes.
        uint crc = file.Append(0, bytes.AsSpan(0, start));
        for (int at = start; at < bytes.Length; at += piece)
        {
            crc = file.Append(crc, bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        Assert.Equal(bytes.Length, file.Length);
        file.Drain();
        Assert.Equal(bytes, store["folder/file"]);
        Assert.Equal(Crc32C.Compute(bytes), crc);
        Assert.Equal(6, store.Writes);
    }

    [Fact]
    public void GetSpan_MoreThanIsLeft_DrainsFirst()
    {
        InMemoryFileStore store = new();
        store.CreateDirectory("folder");
        using ChunkedFile file = new(store.CreateNew("folder/file"));
        file.GetSpan(10)[..3].Fill(1);
        file.Advance(3);
        Assert.Equal(ChunkedFile.ChunkSize, file.GetSpan(ChunkedFile.ChunkSize).Length);
        Assert.Equal([1, 1, 1], store["folder/file"]);
        file.GetSpan(2)[..2].Fill(2);
        file.Advance(2);
        Assert.Equal(5, file.Length);
        file.Align(4);
        file.Drain();
        Assert.Equal([1, 1, 1, 2, 2, 0, 0, 0], store["folder/file"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Advance(ChunkedFile.ChunkSize + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => { file.GetSpan(ChunkedFile.ChunkSize + 1); });
    }

    [Fact]
    public void AtomicFile_WithoutPublish_LeavesNothing()
    {
        using TempFolder temp = new();
        using (AtomicFile file = AtomicFile.Create(FileStore.Disk, temp["x"], preallocate: 4096))
        {
            file.File.Write([1, 2], 0);
            file.Close(flushToDisk: true);
            Assert.Throws<InvalidOperationException>(() => file.File);
        }

        Assert.Empty(Directory.GetFiles(temp.Path));
        AtomicFile.Write(FileStore.Disk, temp["x"], [1, 2, 3], flushToDisk: true);
        AtomicFile.Write(FileStore.Disk, temp["x"], [4], flushToDisk: false);
        Assert.Equal([4], File.ReadAllBytes(temp["x"]));
        Assert.Single(Directory.GetFiles(temp.Path));
    }

    [Theory]
    [InlineData("m.index.tempstate-12-3", true)]
    [InlineData("m.index.tempstate-12", false)]
    [InlineData("m.index.tempstate-a-3", false)]
    [InlineData("m.index.tempstate-12-3-4", false)]
    [InlineData(".tempstate-12-3", false)]
    [InlineData("m.index.tempstate12345", false)] // TensorFlow's own.
    public void TemporaryNames_IsOne_KnowsOnlyOurs(string name, bool expected) => Assert.Equal(expected, TemporaryNames.IsOne(name));
}
