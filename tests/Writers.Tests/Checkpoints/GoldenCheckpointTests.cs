using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Every checkpoint that TensorFlow wrote is written again from its values, byte for byte.</summary>
public class GoldenCheckpointTests
{
    public static TheoryData<string> Cases => [.. GoldenBundle.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public void CheckpointWriter_ValuesOfTensorFlow_GivesItsBytes(string name)
    {
        string folder = Repository.Golden("checkpoints", name);
        JsonArray bundles = GoldenBundle.Expect(name)["bundles"]!.AsArray();
        foreach (JsonNode? expected in bundles)
        {
            GoldenBundle golden = new(folder, expected!);
            AssertValuesAreAsRecorded(golden);
            using TempFolder temp = new();
            string prefix = temp["again"];
            Write(golden, prefix);
            AssertSameFiles(golden.Prefix, prefix, golden.ShardCount);
        }

        Assert.True(bundles.Count > 0 || name is "big_by_formula" or "tf1_empty" or "v1");
    }

    internal static void AssertSameFiles(string expected, string actual, int shards)
    {
        for (int i = 0; i < shards; i++)
        {
            AssertSame(CheckpointFileNames.Data(expected, i, shards), CheckpointFileNames.Data(actual, i, shards));
        }

        AssertSame(CheckpointFileNames.Index(expected), CheckpointFileNames.Index(actual));
        Assert.Equal(shards + 1, Directory.GetFiles(Path.GetDirectoryName(actual)!).Length);
    }

    private static void AssertSame(string expected, string actual)
    {
        byte[] want = File.ReadAllBytes(expected), got = File.ReadAllBytes(actual);
        int same = want.AsSpan().CommonPrefixLength(got);
        Assert.True(want.Length == got.Length && same == want.Length, $"{expected}: {want.Length} bytes, {got.Length} written, equal up to {same}");
    }

    private static void Write(GoldenBundle golden, string prefix)
    {
        if (golden.ShardCount == 1)
        {
            using CheckpointWriter writer = CheckpointWriter.Create(prefix);
            Add(writer, golden, 0);
            writer.Complete();
            return;
        }

        for (int shard = 0; shard < golden.ShardCount; shard++)
        {
            using CheckpointWriter writer = CheckpointWriter.CreateShard(prefix, shard, golden.ShardCount);
            Add(writer, golden, shard);
            writer.Complete();
        }

        CheckpointMerger.MergeShards(prefix, golden.ShardCount);
    }

    internal static void Add(CheckpointWriter writer, GoldenBundle golden, int shard)
    {
        foreach ((string key, TensorSlice? slice, BundleEntryProto entry) in golden.Written(shard))
        {
            AddEntry(writer, GoldenBundle.Bytes(key), slice, slice is null ? default : GoldenBundle.Shape(golden.Entry(key)), entry, golden.Stored(entry));
        }
    }

    internal static void AddEntry(
        CheckpointWriter writer, ReadOnlySpan<byte> name, TensorSlice? slice, TensorShape fullShape, BundleEntryProto entry, byte[] stored)
    {
        DType dtype = (DType)entry.Dtype;
        TensorShape shape = GoldenBundle.Shape(entry);
        if (slice is not null && dtype == DType.String)
        {
            writer.AddStringSlice(name, fullShape, slice, GoldenBundle.Elements(entry, stored));
        }
        else if (slice is not null)
        {
            writer.AddSlice(name, dtype, fullShape, slice, stored);
        }
        else if (dtype == DType.String)
        {
            writer.AddStrings(name, shape, GoldenBundle.Elements(entry, stored));
        }
        else if (dtype == DType.Variant)
        {
            writer.AddVariants(name, shape, GoldenBundle.Elements(entry, stored));
        }
        else
        {
            writer.Add(name, dtype, shape, stored);
        }
    }

    private static void AssertValuesAreAsRecorded(GoldenBundle golden)
    {
        foreach (JsonNode? tensor in golden.Expected["tensors"]!.AsArray())
        {
            BundleEntryProto entry = golden.Entry(NameOf(tensor!));
            Assert.Equal((int)tensor!["dtype_enum"]!, (int)entry.Dtype);
            Assert.Equal([.. tensor["shape"]!.AsArray().Select(d => (long)d!)], GoldenBundle.Shape(entry).Dimensions.ToArray());
            if (entry.Slices.Count > 0)
            {
                continue; // Assembled by the reader's own tests.
            }

            byte[] stored = golden.Stored(entry);
            DType dtype = (DType)entry.Dtype;
            List<ReadOnlyMemory<byte>> elements = dtype.IsFixedSize() ? [stored] : GoldenBundle.Elements(entry, stored);
            if (tensor["elements_base64"] is JsonArray variants)
            {
                Assert.Equal([.. variants.Select(v => (string)v!)], elements.Select(e => Convert.ToBase64String(e.Span)));
            }
            else
            {
                string? hash = (string?)(tensor["sha256"] ?? tensor["sha256_of_concatenation"]);
                Assert.True(hash is null ? tensor["tensorflow_error"] is not null : hash == GoldenBundle.Hash(elements), NameOf(tensor));
            }
        }
    }

    private static string NameOf(JsonNode tensor)
    {
        if (tensor["name_base64"] is { } raw)
        {
            return GoldenBundle.Latin1(Convert.FromBase64String((string)raw!));
        }

        string name = tensor["name_repeat"] is JsonArray parts
            ? string.Concat(parts.Select(p => p is JsonArray times ? string.Concat(Enumerable.Repeat((string)times[0]!, (int)times[1]!)) : (string)p!))
            : (string)tensor["name"]!;
        return GoldenBundle.Latin1(System.Text.Encoding.UTF8.GetBytes(name));
    }
}
