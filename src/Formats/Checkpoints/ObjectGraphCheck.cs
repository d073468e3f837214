using System.Text;
using Google.Protobuf;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Is the graph of saved objects (spec/tensor-bundle.md §11.2) one that a restore can walk: does it parse, do its edges lead to nodes, are its keys in the
/// index? The tensors stay readable by name either way.
/// </summary>
internal static class ObjectGraphCheck
{
    /// <summary>What is wrong with the graph of a checkpoint that has one, or null.</summary>
    public static TensorFault? Run(CheckpointSource source)
    {
        CheckpointEntry? entry = source.Entries.FirstOrDefault(static e => e.NameBytes.Span.SequenceEqual(BundleFormat.ObjectGraphKey));
        return entry is { Fault: null } && Check(source, entry) is { } error ? new TensorFault(entry, error) : null;
    }

    /// <summary>What is wrong with the graph in this entry, or null.</summary>
    /// <exception cref="MalformedFileException">The tensor cannot be read.</exception>
    public static string? Check(CheckpointSource source, CheckpointEntry entry)
    {
        if (entry.DType != DType.String || entry.Shape.Rank != 0)
        {
            return $"{entry.Shown}: expected a string scalar, found {entry.DType.Name()}{entry.Shape}";
        }

        byte[] bytes;
        try
        {
            using ElementStream elements = source.OpenElements(entry);
            elements.MoveNext();
            bytes = elements.ReadElement();
            elements.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Told with the tensor itself.
        }

        try
        {
            return CheckNodes(TrackableObjectGraph.Parser.ParseFrom(bytes), source) is { } wrong ? $"{entry.Shown}: {wrong}" : null;
        }
        catch (InvalidProtocolBufferException e)
        {
            return $"{entry.Shown}: expected a TrackableObjectGraph, found {bytes.Length} bytes that are none ({e.Message.TrimEnd('.')})";
        }
    }

    private static string? CheckNodes(TrackableObjectGraph graph, CheckpointSource source)
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            TrackableObjectGraph.Types.TrackableObject node = graph.Nodes[i];
            foreach (var child in node.Children)
            {
                if (!IsNode(child.NodeId))
                {
                    return $"expected the child '{child.LocalName}' of node {i} to be one of {graph.Nodes.Count} nodes, found {child.NodeId}";
                }
            }

            foreach (var slot in node.SlotVariables)
            {
                if (!IsNode(slot.OriginalVariableNodeId) || !IsNode(slot.SlotVariableNodeId))
                {
                    return $"expected the slot '{slot.SlotName}' of node {i} to join two of {graph.Nodes.Count} nodes, found {slot.OriginalVariableNodeId} and {slot.SlotVariableNodeId}";
                }
            }

            foreach (var attribute in node.Attributes)
            {
                if (!HasTensors(source.Entries, Encoding.UTF8.GetBytes(attribute.CheckpointKey)))
                {
                    return $"expected a tensor '{attribute.CheckpointKey}' for node {i}, found none in the checkpoint";
                }
            }
        }

        return null;

        bool IsNode(int id) => id >= 0 && id < graph.Nodes.Count;
    }

    // An attribute may be stored in several tensors, whose names go on behind its key: a lookup table in KEY-keys and KEY-values.
    private static bool HasTensors(IReadOnlyList<CheckpointEntry> entries, ReadOnlySpan<byte> key)
    {
        int at = EntrySearch.FirstNotBelow(entries, key);
        return at < entries.Count && entries[at].NameBytes.Span.StartsWith(key);
    }
}
