using System.Text.RegularExpressions;
using Google.Protobuf;
using TensorBoardFormats.Tensors;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>Builds a graph for the Graphs tab (<c>GraphDef</c>, spec/tfevents.md §10.11), node by node.</summary>
/// <remarks>The tab nests nodes by the slashes in their names. Nodes may be added in any order; <see cref="Build"/> checks that what they
/// name is there.</remarks>
public sealed partial class GraphBuilder
{
    private readonly Dictionary<string, Proto.NodeDef> _nodes = new(StringComparer.Ordinal);
    private readonly Proto.GraphDef _graph = new();

    /// <summary>An empty graph.</summary>
    /// <param name="producer">Version of TensorFlow's graph format that it claims.</param>
    public GraphBuilder(int producer = 22) => _graph.Versions = new Proto.VersionDef { Producer = producer };

    /// <summary>Adds a node.</summary>
    /// <param name="name">Its name, unique; letters, digits and <c>_ . - / \ &gt;</c>, not beginning with <c>_ - / \ &gt;</c>.</param>
    /// <param name="op">Operation, as <c>MatMul</c>.</param>
    /// <param name="inputs">Nodes it takes values from: <c>node</c>, <c>node:2</c> for the third output, <c>^node</c> for one that only must run before.</param>
    /// <param name="device">Device, as <c>/gpu:0</c>; empty for none.</param>
    /// <returns>The node, to give it attributes.</returns>
    /// <exception cref="ArgumentException">The name is taken or not allowed.</exception>
    public GraphNode Add(string name, string op, IEnumerable<string>? inputs = null, string device = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(op);
        if (!NodeName().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is no name of a node.", nameof(name));
        }

        Proto.NodeDef node = new() { Name = name, Op = op, Device = device };
        node.Input.AddRange(inputs ?? []);
        if (!_nodes.TryAdd(name, node))
        {
            throw new ArgumentException($"There is a node '{name}' already.", nameof(name));
        }

        _graph.Node.Add(node);
        return new GraphNode(node);
    }

    /// <summary>The serialized graph.</summary>
    /// <exception cref="InvalidOperationException">An input names a node that is not there.</exception>
    public byte[] Build()
    {
        foreach (Proto.NodeDef node in _graph.Node)
        {
            foreach (string input in node.Input)
            {
                if (!_nodes.ContainsKey(input.TrimStart('^').Split(':')[0]))
                {
                    throw new InvalidOperationException($"Node '{node.Name}' takes '{input}', which is not in the graph.");
                }
            }
        }

        return _graph.ToByteArray();
    }

    [GeneratedRegex(@"^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*\z")]
    private static partial Regex NodeName();
}

/// <summary>A node of a <see cref="GraphBuilder"/>; every call adds an attribute and gives the node back.</summary>
public sealed class GraphNode
{
    private readonly Proto.NodeDef _node;

    internal GraphNode(Proto.NodeDef node) => _node = node;

    /// <summary>Its name.</summary>
    public string Name => _node.Name;

    /// <summary>A whole number.</summary>
    public GraphNode With(string name, long value) => Set(name, new Proto.AttrValue { I = value });

    /// <summary>A float.</summary>
    public GraphNode With(string name, float value) => Set(name, new Proto.AttrValue { F = value });

    /// <summary>A truth value.</summary>
    public GraphNode With(string name, bool value) => Set(name, new Proto.AttrValue { B = value });

    /// <summary>A text.</summary>
    public GraphNode With(string name, string value) => Set(name, new Proto.AttrValue { S = ByteString.CopyFromUtf8(value) });

    /// <summary>An element type, as attribute <c>T</c> or <c>dtype</c>.</summary>
    public GraphNode With(string name, DType value) => Set(name, new Proto.AttrValue { Type = (Proto.DataType)value });

    /// <summary>A shape.</summary>
    public GraphNode With(string name, TensorShape value) => Set(name, new Proto.AttrValue { Shape = SummaryTensor.ShapeMessage(value) });

    /// <summary>A tensor, as attribute <c>value</c> of a constant.</summary>
    public GraphNode With(string name, SummaryTensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Set(name, new Proto.AttrValue { Tensor = Proto.TensorProto.Parser.ParseFrom(value.Encoded) });
    }

    /// <summary>Whole numbers.</summary>
    public GraphNode WithList(string name, params ReadOnlySpan<long> values)
    {
        Proto.AttrValue.Types.ListValue list = new();
        list.I.AddRange(values.ToArray());
        return Set(name, new Proto.AttrValue { List = list });
    }

    /// <summary>Texts.</summary>
    public GraphNode WithList(string name, params ReadOnlySpan<string> values)
    {
        Proto.AttrValue.Types.ListValue list = new();
        foreach (string value in values)
        {
            list.S.Add(ByteString.CopyFromUtf8(value));
        }

        return Set(name, new Proto.AttrValue { List = list });
    }

    /// <summary>Shapes of its outputs, which the tab writes at the edges.</summary>
    public GraphNode WithOutputShapes(params ReadOnlySpan<TensorShape> shapes)
    {
        Proto.AttrValue.Types.ListValue list = new();
        foreach (TensorShape shape in shapes)
        {
            list.Shape.Add(SummaryTensor.ShapeMessage(shape));
        }

        return Set("_output_shapes", new Proto.AttrValue { List = list });
    }

    private GraphNode Set(string name, Proto.AttrValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _node.Attr[name] = value;
        return this;
    }
}
