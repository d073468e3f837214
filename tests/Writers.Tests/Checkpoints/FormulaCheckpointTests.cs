using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Large checkpoints of TensorFlow whose tensors are given by a formula; some are kept only as a hash.</summary>
public class FormulaCheckpointTests
{
    private static readonly JsonNode Hashes = GoldenBundle.Expect("big_by_formula")["files"]!;

    [Fact]
    public void CheckpointWriter_ManyScalars_GivesTensorFlowsBytes()
    {
        using TempFolder temp = new();
        using CheckpointWriter writer = CheckpointWriter.Create(temp["m"]);
        for (int i = 0; i < 10500; i++)
        {
            writer.Add(string.Create(CultureInfo.InvariantCulture, $"model/layer_{i:D5}/kernel"), [], [(float)i]);
        }

        writer.Complete();
        GoldenCheckpointTests.AssertSameFiles(Repository.Golden("checkpoints", "many", "m"), temp["m"], 1);
    }

    [Fact]
    public void CheckpointWriter_EntryOfTwoBlocks_GivesTensorFlowsBytes()
    {
        using TempFolder temp = new();
        using CheckpointWriter writer = CheckpointWriter.Create(temp["k"]);
        writer.Add("a", [], [0f]);
        writer.Add(new string('b', 524277), [], [1f]);
        writer.Add("c", [], [2f]);
        writer.Complete();
        GoldenCheckpointTests.AssertSameFiles(Repository.Golden("checkpoints", "big_entry", "k"), temp["k"], 1);
    }

    [Theory]
    [InlineData("b262143")]
    [InlineData("b262144")]
    public void CheckpointWriter_BlockAtItsEdge_GivesTensorFlowsBytes(string prefix)
    {
        JsonArray names = GoldenBundle.Expect("block_edge")["bundles"]!.AsArray().Single(b => (string)b!["prefix"]! == prefix)!["written_in_order"]!.AsArray();
        using TempFolder temp = new();
        using CheckpointWriter writer = CheckpointWriter.Create(temp["e"]);
        for (int i = 0; i < names.Count; i++)
        {
            writer.Add(Expand((string)names[i]!), [], [(float)i]);
        }

        writer.Complete();
        GoldenCheckpointTests.AssertSameFiles(Repository.Golden("checkpoints", "block_edge", prefix), temp["e"], 1);
    }

    [Fact]
    public void CheckpointWriter_DeepNames_GivesTensorFlowsHashes() => AssertHashes("deep", writer =>
    {
        for (int i = 0; i < 12000; i++)
        {
            writer.Add(string.Create(CultureInfo.InvariantCulture, $"model/block_{i:D5}/attention/kernel/.ATTRIBUTES/VARIABLE_VALUE"), [], [0f]);
        }
    });

    [Fact]
    public void CheckpointWriter_StreamedEmbedding_GivesTensorFlowsHashes() => AssertHashes("emb", writer =>
    {
        using TensorSink sink = writer.Begin("embedding", DType.Float32, [100_000, 64]);
        float[] row = new float[1000];
        for (int k = 0; k < 6_400_000;)
        {
            for (int i = 0; i < row.Length; i++, k++)
            {
                row[i] = unchecked((uint)k * 2654435761u) >> 8;
            }

            sink.Write<float>(row);
        }
    });

    [Fact]
    public void CheckpointWriter_LongStrings_GivesTensorFlowsHashes() => AssertHashes("long", writer =>
        writer.AddStrings("s", [3], [new string('a', 2_097_151), new string('b', 2_097_152), "c"]));

    [Fact]
    public void CheckpointWriter_SixtyThousandSlices_GivesTensorFlowsHashes() => AssertHashes("sl", writer =>
    {
        for (int i = 0; i < 60_000; i++)
        {
            writer.AddSlice("t", [60_000, 1], new TensorSlice(new SliceExtent(i, 1), new SliceExtent(0, 1)), [(float)i]);
        }
    });

    private static void AssertHashes(string prefix, Action<CheckpointWriter> write)
    {
        using TempFolder temp = new();
        using (CheckpointWriter writer = CheckpointWriter.Create(temp[prefix]))
        {
            write(writer);
            writer.Complete();
        }

        foreach (string file in new[] { CheckpointFileNames.Index(prefix), CheckpointFileNames.Data(prefix, 0, 1) })
        {
            byte[] bytes = File.ReadAllBytes(temp[file]);
            Assert.Equal((long)Hashes[file]!["bytes"]!, bytes.Length);
            Assert.Equal((string)Hashes[file]!["sha256"]!, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }

    // '6000 x x' in the record stands for the letter x 6000 times.
    private static string Expand(string name)
    {
        string[] parts = name.Split(' ');
        if (parts.Length == 1)
        {
            return name;
        }

        int split = parts[0].LastIndexOf('_') + 1;
        return parts[0][..split] + new string(parts[2][0], int.Parse(parts[0].AsSpan(split), CultureInfo.InvariantCulture));
    }
}
