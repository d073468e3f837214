using System.Text;
using System.Text.RegularExpressions;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>The object-based checkpoints of TensorFlow 2, written again from a description of their objects.</summary>
public class ObjectGraphTests
{
    private const string GraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";

    public static TheoryData<string> Cases => [.. GoldenBundle.Cases.Where(c => File.Exists(Repository.Golden("checkpoints", c, "object_graph.pbtxt")))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ObjectGraphBuilder_DescriptionOfTheObjects_GivesTensorFlowsBytes(string name)
    {
        string folder = Repository.Golden("checkpoints", name);
        GoldenBundle golden = new(folder, GoldenBundle.Expect(name)["bundles"]!.AsArray()[^1]!);
        TrackableObjectGraph described = new();
        string text = Regex.Replace(File.ReadAllText(Path.Combine(folder, "object_graph.pbtxt")), @"has_checkpoint_values \{[^}]*\}", ""); // The builder must find out.
        Assert.True(TextFormatParser.TryParse(text, described, TextFormatOptions.Strict, out _));
        ObjectGraphBuilder graph = Build(described, golden, out long? saveCounter);

        using TempFolder temp = new();
        using (CheckpointWriter writer = CheckpointWriter.Create(temp["x"]))
        {
            graph.WriteTo(writer, saveCounter);
            writer.Complete();
        }

        if (golden.ShardCount == 1)
        {
            GoldenCheckpointTests.AssertSameFiles(golden.Prefix, temp["x"], 1);
        }

        byte[] written = Encoding.Latin1.GetBytes(File.ReadAllText(temp["x.data-00000-of-00001"], Encoding.Latin1));
        byte[] expected = golden.Stored(golden.Entry(GraphKey));
        Assert.Equal(expected, written[^expected.Length..]);
    }

    [Fact]
    public void Save_Twice_CountsAndNamesTheNewestOnly()
    {
        using TempFolder temp = new();
        float[] x = [1f];
        ObjectGraphBuilder graph = new();
        graph.Root.AddVariable("x", TensorValue.Of([], x));
        Assert.Equal(temp["run-1"], graph.Save(temp["run"]));
        x[0] = 2f;
        Assert.Equal(temp["run-2"], graph.Save(temp["run"]));
        Assert.Equal("model_checkpoint_path: \"run-2\"\nall_model_checkpoint_paths: \"run-2\"\n", File.ReadAllText(temp["checkpoint"]));
        Assert.Equal([0, 0, 128, 63], File.ReadAllBytes(temp["run-1.data-00000-of-00001"])[..4]);
        Assert.Equal([0, 0, 0, 64, 2, 0], File.ReadAllBytes(temp["run-2.data-00000-of-00001"])[..6]);
    }

    [Fact]
    public void Save_PrefixThatEndsWithASlash_NumbersFilesWithoutAName()
    {
        using TempFolder temp = new();
        GoldenBundle golden = new(Repository.Golden("checkpoints", "tf2_slash_prefix"), GoldenBundle.Expect("tf2_slash_prefix")["bundles"]![0]!);
        ObjectGraphBuilder graph = new();
        string key = golden.Keys.Single(k => k != GraphKey && !k.StartsWith("save_counter", StringComparison.Ordinal));
        string name = key[..key.IndexOf('/', StringComparison.Ordinal)];
        graph.Root.AddVariable(name, Value(golden, key), fullName: name);
        Assert.Equal(temp["d"] + "/-1", graph.Save(temp["d"] + "/"));
        Assert.Equal(File.ReadAllText(Repository.Golden("checkpoints", "tf2_slash_prefix", "d", "checkpoint")), File.ReadAllText(temp["d", "checkpoint"]));
        Assert.Equal(File.ReadAllBytes(golden.Prefix + ".index"), File.ReadAllBytes(temp["d", "-1.index"]));
    }

    [Fact]
    public void AddSlot_VariableOutsideTheGraph_Throws()
    {
        using TempFolder temp = new();
        ObjectGraphBuilder graph = new();
        graph.Root.AddChild("o").AddSlot("m", TrackableNode.Variable(TensorValue.Scalar(1f)), TensorValue.Scalar(0f), "v/m");
        Assert.Throws<ArgumentException>(() => graph.Write(temp["x"]));
        Assert.Empty(Directory.GetFiles(temp.Path));
    }

    [Fact]
    public void AddChild_SameNameTwice_Throws()
    {
        ObjectGraphBuilder graph = new();
        graph.Root.AddChild("a");
        Assert.Throws<ArgumentException>(() => graph.Root.AddChild("a"));
    }

    private static ObjectGraphBuilder Build(TrackableObjectGraph described, GoldenBundle golden, out long? saveCounter)
    {
        saveCounter = null;
        ObjectGraphBuilder graph = new();
        HashSet<int> slots = [.. described.Nodes.SelectMany(n => n.SlotVariables).Select(s => s.SlotVariableNodeId)];
        List<TrackableNode> nodes = [.. described.Nodes.Select((_, i) => i == 0 ? graph.Root : new TrackableNode())];
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (var child in described.Nodes[i].Children)
            {
                if (i == 0 && child.LocalName == "save_counter")
                {
                    saveCounter = BitConverter.ToInt64(golden.Stored(golden.Entry("save_counter/.ATTRIBUTES/VARIABLE_VALUE")));
                }
                else if (described.Nodes[child.NodeId].Attributes is [{ Name: "py_state" } state])
                {
                    string text = Encoding.UTF8.GetString(Strings(golden, state.CheckpointKey)[0].Span);
                    nodes[i].AddPythonState(child.LocalName, () => text);
                }
                else if (described.Nodes[child.NodeId].Attributes is [{ Name: "table" } table])
                {
                    nodes[i].AddTable(child.LocalName, Value(golden, table.CheckpointKey + "-keys"), Value(golden, table.CheckpointKey + "-values"));
                }
                else
                {
                    nodes[i].AddChild(child.LocalName, nodes[child.NodeId]);
                }
            }

            if (!slots.Contains(i))
            {
                foreach (var attribute in described.Nodes[i].Attributes)
                {
                    string own = attribute.Name.Replace(".S", "/", StringComparison.Ordinal).Replace("..", ".", StringComparison.Ordinal);
                    nodes[i].AddValue(own, Value(golden, attribute.CheckpointKey), attribute.FullName);
                }
            }

            foreach (var slot in described.Nodes[i].SlotVariables)
            {
                var variable = described.Nodes[slot.SlotVariableNodeId].Attributes.Single();
                nodes[i].AddSlot(slot.SlotName, nodes[slot.OriginalVariableNodeId], Value(golden, variable.CheckpointKey), variable.FullName);
            }
        }

        return graph;
    }

    private static TensorValue Value(GoldenBundle golden, string key) => TensorValue.From((writer, written) =>
    {
        BundleEntryProto entry = golden.Entry(GoldenBundle.Latin1(Encoding.UTF8.GetBytes(key)));
        if (entry.Slices.Count == 0) // Sliced ones are in several shards, where only the graph is compared.
        {
            GoldenCheckpointTests.AddEntry(writer, Encoding.UTF8.GetBytes(written), null, default, entry, golden.Stored(entry));
        }
    });

    private static List<ReadOnlyMemory<byte>> Strings(GoldenBundle golden, string key) => GoldenBundle.Elements(golden.Entry(key), golden.Stored(golden.Entry(key)));
}
