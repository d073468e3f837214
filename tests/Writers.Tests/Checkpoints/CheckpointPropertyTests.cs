using CsCheck;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Whatever is written is read again, and a copy is the same file.</summary>
public class CheckpointPropertyTests
{
    private static readonly DType[] Types = [.. DTypes.Storable.Where(static d => d == DType.String || (d.IsFixedSize() && d.SignificantBits() >= 8))];

    private static readonly Gen<(byte[] Name, DType DType, long[] Shape, int Seed)[]> Tensors =
        Gen.Select(Gen.Byte.Array[1, 12], Gen.Int[0, Types.Length - 1].Select(static i => Types[i]), Gen.Long[0, 4].Array[0, 3], Gen.Int)
            .Array[0, 40];

    [Fact]
    public void CheckpointWriter_AnyTensors_AreReadAgainAndCopiedByteForByte() => Tensors.Sample(
        tensors =>
        {
            using TempFolder temp = new();
            Dictionary<string, byte[]> expected = [];
            using (CheckpointWriter writer = CheckpointWriter.Create(temp["a"]))
            {
                foreach ((byte[] name, DType dtype, long[] sizes, int seed) in tensors.Where(static t => t.Name[0] != 0))
                {
                    if (!expected.ContainsKey(Convert.ToHexString(name)))
                    {
                        expected.Add(Convert.ToHexString(name), Add(writer, name, dtype, new TensorShape(sizes), new Random(seed)));
                    }
                }

                writer.Complete();
            }

            using CheckpointReader reader = CheckpointReader.Open(temp["a"]);
            Assert.True(reader.Verify().IsSound);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), reader.Entries.Select(static e => Convert.ToHexString(e.NameBytes.Span)));
            foreach (CheckpointEntry entry in reader.Entries)
            {
                using MemoryStream bytes = new();
                reader.CopyTo(entry, bytes);
                Assert.Equal(expected[Convert.ToHexString(entry.NameBytes.Span)], bytes.ToArray());
            }

            CheckpointRepacker.Repack(temp["a"], temp["b", "again"]);
            GoldenCheckpointTests.AssertSameFiles(temp["a"], temp["b", "again"], 1);
        },
        iter: 200,
        seed: "0000KOIPe036",
        threads: 1);

    private static byte[] Add(CheckpointWriter writer, byte[] name, DType dtype, TensorShape shape, Random random)
    {
        if (dtype == DType.String)
        {
            ReadOnlyMemory<byte>[] values = [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => new ReadOnlyMemory<byte>(Bytes(random, random.Next(200))))];
            writer.AddStrings(name.AsSpan(), shape, values);
            return [.. values.SelectMany(static v => v.ToArray())];
        }

        byte[] bytes = Bytes(random, (int)shape.ElementCount * dtype.ElementSize());
        writer.Add(name.AsSpan(), dtype, shape, bytes);
        return bytes;
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
