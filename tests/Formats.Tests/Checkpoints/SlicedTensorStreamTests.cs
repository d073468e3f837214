using CsCheck;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>A tensor cut at random and put together again.</summary>
public class SlicedTensorStreamTests
{
    private static readonly Gen<(int[] Shape, int ElementSize, int Seed)> Cuts =
        Gen.Select(Gen.Int[1, 6].Array[0, 4], Gen.Int[0, 4].Select(static power => 1 << power), Gen.Int[0, 1_000_000]);

    [Fact]
    public void Read_GridOfSlices_GivesTheWholeTensor() => Cuts.Sample(static (shape, elementSize, seed) =>
    {
        Random random = new(seed);
        TensorShape whole = new(Array.ConvertAll(shape, static size => (long)size));
        byte[] bytes = new byte[whole.ElementCount * elementSize];
        random.NextBytes(bytes);
        List<TensorSlice> slices = Grid(whole, random);

        using SlicedTensorStream stream = new(whole, elementSize,
            [.. slices.Select(slice => (slice, (TensorStream)new MemoryTensorStream(Cut(bytes, whole, slice, elementSize))))]);
        byte[] read = new byte[bytes.Length + 16];
        return Partition.Check(whole, slices) is null && stream.ReadFully(read) == bytes.Length && read.AsSpan(0, bytes.Length)
            .SequenceEqual(bytes);
    });

    [Theory]
    [InlineData(3000, 800, "0,1000:-|1000,2000:-")] // cut by rows
    [InlineData(3000, 800, "-:0,300|-:300,500")] // cut by columns
    [InlineData(2, 2_500_000, "-:0,1234567|-:1234567,1265433")] // one row is more than a band
    public void Read_MoreThanOneBand_GivesTheWholeTensor(long rows, long columns, string cuts)
    {
        TensorShape whole = [rows, columns];
        byte[] bytes = new byte[whole.ElementCount * 2];
        new Random(1).NextBytes(bytes);
        TensorSlice[] slices = [.. cuts.Split('|').Select(TensorSlice.Parse)];

        using SlicedTensorStream stream = new(whole, 2,
            [.. slices.Select(slice => (slice, (TensorStream)new MemoryTensorStream(Cut(bytes, whole, slice, 2))))]);
        byte[] read = new byte[bytes.Length];

        Assert.Equal(bytes.Length, stream.ReadFully(read));
        Assert.True(read.AsSpan().SequenceEqual(bytes));
        Assert.Equal(0, stream.Read(new byte[16]));
    }

    [Theory]
    [InlineData("0,2:-|2,2:-", null)]
    [InlineData("-:-", null)]
    [InlineData("2,2:-|0,2:0,1|0,2:1,2", null)]
    [InlineData("0,2:-", "slices of 12 elements together")]
    [InlineData("0,2:-|1,2:-", "slices that do not overlap")]
    [InlineData("0,3:-|2,1:-", "slices that do not overlap")]
    [InlineData("0,2:-|3,2:-", "slices inside the shape [4,3]")]
    [InlineData("0,2:-:-|2,2:-", "slices inside the shape [4,3]")]
    public void Check_Slices_MustCoverTheShapeOnce(string cuts, string? expected) =>
        Assert.Equal(expected, Partition.Check([4, 3], [.. cuts.Split('|').Select(TensorSlice.Parse)])?.Expected);

    // Every dimension cut at random places: the cells of the grid, in any order.
    private static List<TensorSlice> Grid(TensorShape shape, Random random)
    {
        List<SliceExtent[]> cells = [[]];
        foreach (long size in shape)
        {
            List<SliceExtent> extents = [];
            for (long start = 0; start < size;)
            {
                long length = random.Next(2) == 0 ? size - start : random.NextInt64(1, size - start + 1);
                extents.Add(length == size && random.Next(2) == 0 ? SliceExtent.Full : new SliceExtent(start, length));
                start += length;
            }

            cells = [.. cells.SelectMany(_ => extents, static (cell, extent) => (SliceExtent[])[.. cell, extent])];
        }

        TensorSlice[] slices = [.. cells.Select(static cell => new TensorSlice(cell))];
        random.Shuffle(slices);
        return [.. slices];
    }

    private static byte[] Cut(byte[] bytes, TensorShape whole, TensorSlice slice, int elementSize)
    {
        TensorShape part = slice.ShapeIn(whole);
        byte[] cut = new byte[part.ElementCount * elementSize];
        for (long i = 0; i < part.ElementCount; i++)
        {
            long rest = i;
            long at = 0;
            long stride = 1;
            for (int d = whole.Rank - 1; d >= 0; d--)
            {
                at += (slice.Extents[d].Start + (rest % part[d])) * stride;
                rest /= part[d];
                stride *= whole[d];
            }

            bytes.AsSpan((int)at * elementSize, elementSize).CopyTo(cut.AsSpan((int)i * elementSize));
        }

        return cut;
    }
}
