using System.Globalization;
using Google.Protobuf;
using TensorBoardFormats.Messages;
using Node = TensorBoardFormats.Messages.TrackableObjectGraph.Types.TrackableObject;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Describes the objects of a TF2 checkpoint, as <c>tf.train.Checkpoint</c> tracks them, and writes them: one tensor a value, under keys made from
/// the names along the way, and the graph itself (spec/tensor-bundle.md §11).
/// </summary>
/// <remarks>
/// Made once, it can be saved again and again: values are fetched when they are written. Nodes are numbered breadth first from the root, slot variables behind them; the
/// first way to a node gives its key. With the same names, order and values the bytes are TensorFlow's. One thread at a time.
/// </remarks>
public sealed class ObjectGraphBuilder
{
    private const string SaveCounter = "save_counter";

    /// <summary>The checkpoint object: what Python gives as keywords to <c>tf.train.Checkpoint(...)</c> are its children.</summary>
    public TrackableNode Root { get; } = new();

    /// <summary>How often <see cref="Save"/> was called; the number of the newest checkpoint. Set it to go on after a restart.</summary>
    public long SavedCount { get; set; }

    /// <summary>Writes <c>PREFIX-N</c> with the next number N, and a state file that names it alone, as <c>tf.train.Checkpoint.save</c>. Nothing is deleted.</summary>
    /// <param name="prefix">Directory and name without the number.</param>
    /// <param name="options">TensorFlow's ways when left out.</param>
    /// <returns>The prefix with the number.</returns>
    /// <exception cref="IOException">The disk fails; checkpoints before are as they were.</exception>
    public string Save(string prefix, CheckpointWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        options ??= CheckpointWriterOptions.Default;
        string directory = Path.GetDirectoryName(prefix) ?? "";
        CheckpointDirectory.Prepare(options.Files, directory, Path.GetFileName(prefix), CheckpointFileNames.State);
        string numbered = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{SavedCount + 1}");
        Write(numbered, SavedCount + 1, options);
        SavedCount++;
        CheckpointDirectory.WriteState(
            options.Files, directory, CheckpointFileNames.State, new CheckpointState(numbered, [numbered], []), relative: true, options.FlushToDisk);
        return numbered;
    }

    /// <summary>Writes exactly <paramref name="path"/>, with no counter and no state file, as <c>tf.train.Checkpoint.write</c>.</summary>
    /// <inheritdoc cref="Save"/>
    public string Write(string path, CheckpointWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Write(path, null, options ?? CheckpointWriterOptions.Default);
        return path;
    }

    /// <summary>Adds all values and the graph to a checkpoint that the caller completes.</summary>
    /// <param name="writer">The checkpoint.</param>
    /// <param name="saveCounter">Value of the child <c>save_counter</c> of the root, which is added last; null for none.</param>
    /// <exception cref="ArgumentException">Two values come to the same key, or a slot's variable is not in the graph.</exception>
    public void WriteTo(CheckpointWriter writer, long? saveCounter = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        List<NumberedNode> nodes = Number(saveCounter);
        foreach (bool pythonState in new[] { false, true })
        {
            foreach (NumberedNode node in nodes)
            {
                foreach (TrackableAttribute attribute in node.Node.Attributes.Where(a => a.IsPythonState == pythonState))
                {
                    foreach ((string suffix, TensorValue value) in attribute.Tensors)
                    {
                        value.WriteTo(writer, Key(node.Path, attribute.Name) + suffix);
                    }
                }
            }
        }

        writer.AddStrings(BundleFormat.ObjectGraphKey, [], [new ReadOnlyMemory<byte>(Serialize(nodes))]);
    }

    private void Write(string path, long? saveCounter, CheckpointWriterOptions options)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(path, options);
        WriteTo(writer, saveCounter);
        writer.Complete();
    }

    // Breadth first from the root, then the slot variables optimizer by optimizer.
    private List<NumberedNode> Number(long? saveCounter)
    {
        List<NumberedNode> nodes = [];
        Dictionary<TrackableNode, int> numbers = [];
        void Enter(TrackableNode node, string path, IReadOnlyList<(string, TrackableNode)> children)
        {
            numbers.Add(node, nodes.Count);
            nodes.Add(new NumberedNode(node, path, children, numbers));
        }

        TrackableNode? counter = saveCounter is { } number ? TrackableNode.Variable(TensorValue.Scalar(number), SaveCounter) : null;
        Enter(Root, "", counter is null ? Root.Children : [.. Root.Children.Where(static c => c.Name != SaveCounter), (SaveCounter, counter)]);
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach ((string name, TrackableNode child) in nodes[i].Children)
            {
                if (!numbers.ContainsKey(child))
                {
                    Enter(child, i == 0 ? Escape(name) : nodes[i].Path + "/" + Escape(name), child.Children);
                }
            }
        }

        int tracked = nodes.Count;
        for (int i = 0; i < tracked; i++)
        {
            foreach ((string slot, TrackableNode variable, TrackableNode node) in nodes[i].Node.Slots)
            {
                int original = numbers.TryGetValue(variable, out int known) && known < tracked
                    ? known
                    : throw new ArgumentException($"The slot '{slot}' is of a variable that is not in the graph.");
                Enter(node, $"{nodes[original].Path}/.OPTIMIZER_SLOT/{nodes[i].Path}/{Escape(slot)}", node.Children);
            }
        }

        return nodes;
    }

    private static byte[] Serialize(List<NumberedNode> nodes)
    {
        TrackableObjectGraph graph = new();
        bool[] hasValues = HaveValues(nodes);
        foreach (NumberedNode node in nodes)
        {
            Node message = new() { HasCheckpointValues = hasValues[graph.Nodes.Count] };
            message.Children.AddRange(node.Children.Select(c => new Node.Types.ObjectReference { NodeId = node.Numbers[c.Node], LocalName = c.Name }));
            message.Attributes.AddRange(node.Node.Attributes.Select(a =>
                new Node.Types.SerializedTensor { Name = Escape(a.Name), FullName = a.FullName, CheckpointKey = Key(node.Path, a.Name) }));
            message.SlotVariables.AddRange(node.Node.Slots.Select(s => new Node.Types.SlotVariableReference
            {
                OriginalVariableNodeId = node.Numbers[s.Variable],
                SlotName = s.Slot,
                SlotVariableNodeId = node.Numbers[s.Node],
            }));
            graph.Nodes.Add(message);
        }

        return graph.ToByteArray();
    }

    // Those with values or slots, and all from which a child leads to one.
    private static bool[] HaveValues(List<NumberedNode> nodes)
    {
        bool[] have = [.. nodes.Select(static n => n.Node.Attributes.Count > 0 || n.Node.Slots.Count > 0)];
        List<int>[] parents = [.. nodes.Select(static _ => new List<int>())];
        Queue<int> open = [];
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach ((_, TrackableNode child) in nodes[i].Children)
            {
                parents[nodes[i].Numbers[child]].Add(i);
            }

            if (have[i])
            {
                open.Enqueue(i);
            }
        }

        while (open.TryDequeue(out int node))
        {
            foreach (int parent in parents[node].Where(p => !have[p]))
            {
                have[parent] = true;
                open.Enqueue(parent);
            }
        }

        return have;
    }

    // The name of a value is escaped once in the graph and, by the time it is in the key, twice; TensorFlow's own names have nothing to escape.
    private static string Key(string path, string attribute) => $"{path}/.ATTRIBUTES/{Escape(Escape(attribute))}";

    private static string Escape(string name) => name.Replace(".", "..", StringComparison.Ordinal).Replace("/", ".S", StringComparison.Ordinal);

    private sealed record NumberedNode(
        TrackableNode Node, string Path, IReadOnlyList<(string Name, TrackableNode Node)> Children, IReadOnlyDictionary<TrackableNode, int> Numbers);
}
