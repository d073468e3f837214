using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>What writing costs, in counts: allocated bytes and calls of the disk.</summary>
public class CheckpointCostTests
{
    [Fact]
    public void Add_SmallTensor_AllocatesLittleMoreThanItsEntry()
    {
        using TempFolder temp = new();
        using CheckpointWriter writer = CheckpointWriter.Create(temp["m"]);
        byte[] name = "model/layer_00000/bias"u8.ToArray();
        float[] values = new float[16];
        for (int i = 0; i < 1000; i++)
        {
            Number(name, i);
            writer.Add(name, [16], values);
        }

        TensorShape shape = [16];
        const int Count = 30_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1000; i < 1000 + Count; i++)
        {
            Number(name, i);
            writer.Add(name.AsSpan(), shape, values.AsSpan());
        }

        long perTensor = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        Assert.InRange(perTensor, 1, 120); // Name and entry take 42 bytes, their place in the tables 24 and, while those double, as much again.
    }

    [Fact]
    public void Write_LargeTensor_TakesOneCallAChunk()
    {
        const int Chunks = 16;
        InMemoryFileStore store = new();
        using CheckpointWriter writer = CheckpointWriter.Create("some/m", new() { Files = store });
        TensorSink sink = writer.Begin("v", DType.UInt8, [Chunks * ChunkedFile.ChunkSize]);
        byte[] piece = new byte[1000];
        while (sink.Missing > 0)
        {
            sink.Write(piece, 0, (int)Math.Min(piece.Length, sink.Missing));
        }

        writer.Complete();
        Assert.Equal(Chunks + 1, store.Writes); // And the index.
    }

    [Fact]
    public void Add_LargeTensorBehindASmallOne_IsWrittenInWholeChunks()
    {
        const int Chunks = 8;
        InMemoryFileStore store = new();
        using CheckpointWriter writer = CheckpointWriter.Create("some/m", new() { Files = store });
        writer.Add("small", [], [1f]);
        writer.Add("large", [Chunks * ChunkedFile.ChunkSize], new byte[Chunks * ChunkedFile.ChunkSize]);
        writer.Complete();
        Assert.Equal(Chunks + 1 + 1, store.Writes); // The last four bytes, and the index.
    }

    private static void Number(Span<byte> name, int value)
    {
        for (int i = 0; i < 5; i++, value /= 10)
        {
            name[16 - i] = (byte)('0' + (value % 10));
        }
    }
}
