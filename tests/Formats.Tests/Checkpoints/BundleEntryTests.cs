using Google.Protobuf;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Messages;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>The entry's own parser against the generated class.</summary>
public class BundleEntryTests
{
    [Fact]
    public void TryParse_RandomAndDamagedEntries_AgreesWithTheGeneratedClass()
    {
        Random random = new(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = RandomEntry(random).ToByteArray();
            if (random.Next(3) > 0 && bytes.Length > 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            refused += AssertAgrees(bytes) ? 0 : 1;
        }

        Assert.InRange(refused, 1000, 15_000);
    }

    [Fact]
    public void TryParse_EveryTruncation_AgreesWithTheGeneratedClass()
    {
        Random random = new(8);
        byte[] bytes = RandomEntry(random).ToByteArray();
        while (bytes.Length < 60)
        {
            bytes = RandomEntry(random).ToByteArray();
        }

        for (int length = 0; length <= bytes.Length; length++)
        {
            AssertAgrees(bytes[..length]);
        }

        Assert.True(AssertAgrees(bytes));
    }

    [Fact]
    public void TryParse_ShapeInTwoPieces_JoinsThem()
    {
        Assert.True(BundleEntry.TryParse([0x12, 4, 0x12, 2, 8, 3, 0x12, 4, 0x12, 2, 8, 5], out BundleEntry entry));
        Assert.Equal([3, 5], entry.Dimensions);
    }

    [Fact]
    public void TryParse_DimensionNameThatIsNotUtf8_IsRefusedAsTensorFlowDoes() =>
        Assert.False(BundleEntry.TryParse([0x12, 5, 0x12, 3, 0x12, 1, 0xFF], out _));

    [Fact]
    public void TryParse_SameShapeAsTheNeighbour_SharesIt()
    {
        long[] known = [3];

        Assert.True(BundleEntry.TryParse([0x12, 4, 0x12, 2, 8, 3], known, out BundleEntry same));
        Assert.True(BundleEntry.TryParse([0x12, 4, 0x12, 2, 8, 4], known, out BundleEntry other));
        Assert.Same(known, same.Dimensions);
        Assert.Equal([4], other.Dimensions);
        Assert.Equal([3], known);
    }

    private static bool AssertAgrees(byte[] bytes)
    {
        BundleEntryProto? expected = null;
        try
        {
            expected = BundleEntryProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
        }

        bool ok = BundleEntry.TryParse(bytes, out BundleEntry entry);
        string hex = Convert.ToHexString(bytes);
        if (expected is null)
        {
            Assert.False(ok, hex);
            return false;
        }

        if (!ok)
        {
            // TensorFlow's protobuf is stricter than C#'s in two things: names of dimensions are UTF-8, keys have 32 bits.
            bool hasBadName = expected.Shape?.Dim.Any(static dim => dim.Name.Contains('\uFFFD', StringComparison.Ordinal)) == true;
            bool hasLongVarint = Enumerable.Range(0, Math.Max(bytes.Length - 4, 0))
                .Any(i => bytes.AsSpan(i, 4).IndexOfAnyInRange((byte)0, (byte)0x7F) < 0);
            Assert.True(hasBadName || hasLongVarint, hex);
            return false;
        }

        Assert.True((int)expected.Dtype == (int)entry.DType, hex);
        Assert.Equal(expected.Shape?.Dim.Select(static d => d.Size) ?? [], entry.Dimensions);
        Assert.Equal((expected.ShardId, expected.Offset, expected.Size, expected.Crc32C),
            (entry.Shard, entry.Offset, entry.Size, entry.MaskedCrc));
        Assert.Equal(expected.Slices.Count, entry.Slices?.Count ?? 0);
        for (int i = 0; i < expected.Slices.Count; i++)
        {
            Assert.Equal(expected.Slices[i].Extent.Select(static e => (e.Start, e.HasLength ? e.Length : -1)),
                entry.Slices![i].Select(static e => (e.Start, e.Length)));
        }

        return true;
    }

    private static BundleEntryProto RandomEntry(Random random)
    {
        BundleEntryProto entry = new()
        {
            Dtype = (DataType)random.Next(35),
            Shape = new TensorShapeProto(),
            ShardId = random.Next(3) == 0 ? random.Next() : 0,
            Offset = random.Next(3) == 0 ? random.NextInt64() : 0,
            Size = random.Next(2) == 0 ? random.Next() : 0,
            Crc32C = (uint)random.NextInt64(),
        };
        for (int i = random.Next(4); i > 0; i--)
        {
            entry.Shape.Dim.Add(new TensorShapeProto.Types.Dim
            {
                Size = random.Next(5) == 0 ? random.NextInt64(-5, 5) : random.Next(3000),
                Name = random.Next(9) == 0 ? "d" : ""
            });
        }

        for (int i = random.Next(5) == 0 ? 2 : 0; i > 0; i--)
        {
            TensorSliceProto slice = new();
            slice.Extent.Add(new TensorSliceProto.Types.Extent { Start = random.Next(100), Length = random.Next(100) });
            slice.Extent.Add(new TensorSliceProto.Types.Extent());
            entry.Slices.Add(slice);
        }

        return entry;
    }
}
