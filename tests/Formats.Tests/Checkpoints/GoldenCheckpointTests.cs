using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Checkpoints that TensorFlow wrote, against what its own readers returned.</summary>
public class GoldenCheckpointTests
{
    public static TheoryData<string, string> Bundles()
    {
        TheoryData<string, string> data = [];
        foreach (string folder in Directory.EnumerateDirectories(Repository.Golden("checkpoints")).Order(StringComparer.Ordinal))
        {
            JsonNode expect = Expect(Path.GetFileName(folder));
            foreach (JsonNode? bundle in expect["bundles"]!.AsArray())
            {
                string prefix = (string)bundle!["prefix"]!;
                if (File.Exists(Path.Combine(folder, prefix + ".index")))
                {
                    data.Add(Path.GetFileName(folder), prefix);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Open_Bundle_GivesWhatTensorFlowReads(string name, string prefix)
    {
        JsonNode bundle = Expect(name)["bundles"]!.AsArray().Single(b => (string)b!["prefix"]! == prefix)!;
        using CheckpointReader reader = CheckpointReader.Open(Path.Combine(Repository.Golden("checkpoints"), name, prefix));

        Assert.Equal(CheckpointFormat.V2, reader.Format);
        Assert.Equal((int)bundle["num_shards"]!, reader.ShardCount);
        AssertTensors(bundle, reader);
        Assert.True(reader.Verify(cancellation: TestContext.Current.CancellationToken).IsSound);
    }

    [Fact]
    public void Open_V1_GivesWhatTensorFlowReads()
    {
        JsonNode v1 = Expect("v1")["v1"]!;
        using CheckpointReader reader = CheckpointReader.Open(Path.Combine(Repository.Golden("checkpoints"), "v1", (string)v1["file"]!));

        Assert.Equal(CheckpointFormat.V1, reader.Format);
        AssertTensors(v1, reader);
        Assert.True(reader.Verify(cancellation: TestContext.Current.CancellationToken).IsSound);
    }

    private static void AssertTensors(JsonNode bundle, CheckpointReader reader)
    {
        Dictionary<string, CheckpointEntry> entries = reader.Entries.ToDictionary(static e => Convert.ToHexString(e.NameBytes.Span));
        Assert.Equal((int?)bundle["tensor_count"] ?? bundle["tensors"]!.AsArray().Count, entries.Count);
        Assert.Equal(entries.Keys.Order(StringComparer.Ordinal), entries.Keys);
        foreach (JsonNode? tensor in bundle["tensors"]!.AsArray())
        {
            CheckpointEntry entry = entries[RecordedTensor.NameOf(tensor)];
            Assert.Equal((string)tensor!["dtype"]!, entry.DType.Name());
            Assert.Equal((int)tensor["dtype_enum"]!, (int)entry.DType);
            Assert.Equal(RecordedTensor.Sizes(tensor["shape"]!), entry.Shape.ToString());
            if (tensor["slices"] is JsonArray slices && reader.Format == CheckpointFormat.V2)
            {
                Assert.Equal(slices.Select(static s => Slice(s!)), entry.Slices);
            }

            if (tensor["tensorflow_error"] is null)
            {
                Assert.Equal(RecordedTensor.Of(tensor), RecordedTensor.Of(reader, entry));
            }

            if (tensor["lengths"] is JsonArray lengths && entry.TryGetName(out string name))
            {
                Assert.Equal(lengths.Select(static l => (int)l!), reader.ReadStrings(name).Select(static s => s.Length));
            }
        }
    }

    private static TensorSlice Slice(JsonNode extents) =>
        new([.. extents.AsArray().Select(static e => new SliceExtent((long)e![0]!, (long)e[1]!))]);

    private static JsonNode Expect(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Golden("checkpoints"), name, "expect.json")))!;
}
