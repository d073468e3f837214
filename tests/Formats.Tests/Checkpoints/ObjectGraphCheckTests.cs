using Google.Protobuf;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;
using Xunit;
using DType = TensorBoardFormats.Tensors.DType;
using Node = TensorBoardFormats.Messages.TrackableObjectGraph.Types.TrackableObject;

namespace TensorBoardFormats.Tests.Checkpoints;

public class ObjectGraphCheckTests
{
    private static readonly CheckpointEntry[] Entries = [Entry("t/.ATTRIBUTES/table-keys"), Entry("x/.ATTRIBUTES/VARIABLE_VALUE")];

    [Fact]
    public void Check_GraphWithACycleAndALookupTable_IsFine() => Assert.Null(ObjectGraphCheck.Check(Graph().ToByteArray(), Entries));

    [Fact]
    public void Check_EveryTruncation_IsNoGraphOrOneThatIsWrong()
    {
        byte[] bytes = Graph().ToByteArray();

        for (int length = 0; length < bytes.Length; length++)
        {
            // A cut between two nodes leaves a message, in which then a node is missing.
            Assert.NotNull(ObjectGraphCheck.Check(bytes.AsSpan(0, length), Entries));
        }
    }

    [Theory]
    [InlineData(3, 0, 1, "x/.ATTRIBUTES/VARIABLE_VALUE", "the child 'x' of node 0")]
    [InlineData(-1, 0, 1, "x/.ATTRIBUTES/VARIABLE_VALUE", "the child 'x' of node 0")]
    [InlineData(1, 3, 1, "x/.ATTRIBUTES/VARIABLE_VALUE", "the slot 'm' of node 2")]
    [InlineData(1, 0, 9, "x/.ATTRIBUTES/VARIABLE_VALUE", "the slot 'm' of node 2")]
    [InlineData(1, 0, 1, "y/.ATTRIBUTES/VARIABLE_VALUE", "a tensor 'y/.ATTRIBUTES/VARIABLE_VALUE' for node 1")]
    public void Check_EdgeThatLeadsNowhere_IsNamed(int child, int original, int slot, string key, string expected) =>
        Assert.Contains(expected, ObjectGraphCheck.Check(Graph(child, original, slot, key).ToByteArray(), Entries),
            StringComparison.Ordinal);

    [Fact]
    public void Check_NoNode_HasNoRoot() =>
        Assert.Equal("expected a graph with a root, found no node", ObjectGraphCheck.Check([], Entries));

    [Fact]
    public void Check_NameThatIsNotUtf8_IsNoGraph() =>
        Assert.Equal("expected a TrackableObjectGraph, found 7 bytes that are none",
            ObjectGraphCheck.Check([0x0A, 5, 0x0A, 3, 0x12, 1, 0xFF], Entries));

    [Fact]
    public void Check_MillionsOfNodes_AllocatesNothingForThem()
    {
        byte[] bytes = new byte[4 << 20];
        for (int i = 0; i < bytes.Length; i += 2)
        {
            bytes[i] = 0x0A; // A node of no byte.
        }

        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(ObjectGraphCheck.Check(bytes, Entries));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    private static CheckpointEntry Entry(string name) =>
        new(System.Text.Encoding.UTF8.GetBytes(name), DType.Float32, TensorShape.Scalar, []);

    private static TrackableObjectGraph Graph(int child = 1, int original = 0, int slot = 1, string key = "x/.ATTRIBUTES/VARIABLE_VALUE")
    {
        Node root = new();
        root.Children.Add(new Node.Types.ObjectReference { NodeId = child, LocalName = "x" });
        root.Children.Add(new Node.Types.ObjectReference { NodeId = 2, LocalName = "t" });
        Node variable = new() { HasCheckpointValues = true };
        variable.Attributes.Add(new Node.Types.SerializedTensor { Name = "VARIABLE_VALUE", FullName = "x", CheckpointKey = key });
        variable.Children.Add(new Node.Types.ObjectReference { LocalName = "root" });
        Node table = new();
        table.Attributes.Add(new Node.Types.SerializedTensor { Name = "table", CheckpointKey = "t/.ATTRIBUTES/table" });
        table.SlotVariables.Add(new Node.Types.SlotVariableReference
        {
            OriginalVariableNodeId = original,
            SlotName = "m",
            SlotVariableNodeId = slot
        });
        TrackableObjectGraph graph = new();
        graph.Nodes.Add(root);
        graph.Nodes.Add(variable);
        graph.Nodes.Add(table);
        return graph;
    }
}
