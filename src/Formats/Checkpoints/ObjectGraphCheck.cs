using System.Text.Unicode;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tensors;
using Child = TensorBoardFormats.Messages.TrackableObjectGraph.Types.TrackableObject.Types.ObjectReference;
using Node = TensorBoardFormats.Messages.TrackableObjectGraph.Types.TrackableObject;
using Slot = TensorBoardFormats.Messages.TrackableObjectGraph.Types.TrackableObject.Types.SlotVariableReference;
using Value = TensorBoardFormats.Messages.TrackableObjectGraph.Types.TrackableObject.Types.SerializedTensor;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Is the graph of saved objects (spec/tensor-bundle.md §11.2) one that a restore can walk: is it a message, do its edges lead to nodes,
/// are its keys in the index? The tensors stay readable by name either way. Walks over the bytes, so that a graph made to be large in
/// memory is not.
/// </summary>
internal static class ObjectGraphCheck
{
    // Fields of these messages end with it; what comes with a higher number is unknown, and anything.
    private const int LastStringField = Value.CheckpointKeyFieldNumber;

    /// <summary>What is wrong with the graph of a checkpoint that has one, or null.</summary>
    public static TensorFault? Run(CheckpointSource source)
    {
        int at = EntrySearch.FirstNotBelow(source.Entries, BundleFormat.ObjectGraphKey);
        bool isThere = at < source.Entries.Count && source.Entries[at].NameBytes.Span.SequenceEqual(BundleFormat.ObjectGraphKey);
        return isThere && source.Entries[at].Fault is null && Check(source, source.Entries[at]) is { } error
            ? new TensorFault(source.Entries[at], error)
            : null;
    }

    /// <summary>What is wrong with the graph in this entry, or null; a tensor that cannot be read is told with the tensor itself.</summary>
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
            return null;
        }

        return Check(bytes, source.Entries) is { } wrong ? $"{entry.Shown}: {wrong}" : null;
    }

    /// <summary>What is wrong with a serialized graph over these tensors, or null.</summary>
    internal static string? Check(ReadOnlySpan<byte> graph, IReadOnlyList<CheckpointEntry> entries)
    {
        int nodes = 0;
        WireReader reader = new(graph);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type) || !reader.TrySkip(field, type))
            {
                return NoMessage(graph.Length);
            }

            nodes += field == TrackableObjectGraph.NodesFieldNumber && type == WireType.LengthDelimited ? 1 : 0;
        }

        if (nodes == 0)
        {
            return "expected a graph with a root, found no node";
        }

        WireReader again = new(graph);
        for (int number = 0; !again.AtEnd && again.TryReadTag(out int field, out WireType type);)
        {
            if (field != TrackableObjectGraph.NodesFieldNumber || type != WireType.LengthDelimited)
            {
                again.TrySkip(field, type);
            }
            else if (!again.TryReadBytes(out ReadOnlySpan<byte> node) || !TryCheckNode(node, number++, nodes, entries, out string? wrong))
            {
                return NoMessage(graph.Length);
            }
            else if (wrong is not null)
            {
                return wrong;
            }
        }

        return null;
    }

    private static string NoMessage(int length) => $"expected a TrackableObjectGraph, found {length} bytes that are none";

    private static bool TryCheckNode(ReadOnlySpan<byte> node, int number, int nodes, IReadOnlyList<CheckpointEntry> entries,
        out string? wrong)
    {
        wrong = null;
        WireReader reader = new(node);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            if (type != WireType.LengthDelimited)
            {
                if (!reader.TrySkip(field, type))
                {
                    return false;
                }

                continue;
            }

            if (!reader.TryReadBytes(out ReadOnlySpan<byte> bytes) || !TryCheckPart(field, bytes, number, nodes, entries, ref wrong))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryCheckPart(int field, ReadOnlySpan<byte> bytes, int number, int nodes, IReadOnlyList<CheckpointEntry> entries,
        ref string? wrong)
    {
        switch (field)
        {
            case Node.ChildrenFieldNumber:
                bool ok = TryRead(bytes, Child.NodeIdFieldNumber, 0, Child.LocalNameFieldNumber, out int first, out _,
                    out ReadOnlySpan<byte> text);
                if (ok && !IsNode(first, nodes))
                {
                    wrong ??= $"expected the child '{CheckpointEntry.Show(text)}' of node {number} to be one of {nodes} nodes, found {first}";
                }

                return ok;
            case Node.SlotVariablesFieldNumber:
                ok = TryRead(bytes, Slot.OriginalVariableNodeIdFieldNumber, Slot.SlotVariableNodeIdFieldNumber, Slot.SlotNameFieldNumber,
                    out first, out int second, out text);
                if (ok && !(IsNode(first, nodes) && IsNode(second, nodes)))
                {
                    wrong ??= $"expected the slot '{CheckpointEntry.Show(text)}' of node {number} to join two of {nodes} nodes, found {first} and {second}";
                }

                return ok;
            case Node.AttributesFieldNumber:
                ok = TryRead(bytes, 0, 0, Value.CheckpointKeyFieldNumber, out _, out _, out text);
                if (ok && !HasTensors(entries, text))
                {
                    wrong ??= $"expected a tensor '{CheckpointEntry.Show(text)}' for node {number}, found none in the checkpoint";
                }

                return ok;
            default:
                return true;
        }
    }

    // The messages in a node have up to two numbers and some strings; 0 asks for no number.
    private static bool TryRead(ReadOnlySpan<byte> message, int firstField, int secondField, int textField, out int first, out int second,
        out ReadOnlySpan<byte> text)
    {
        first = second = 0;
        text = default;
        WireReader reader = new(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            if (type == WireType.Varint)
            {
                if (!reader.TryReadVarint(out ulong number))
                {
                    return false;
                }

                first = field == firstField ? (int)number : first;
                second = field == secondField ? (int)number : second;
            }
            else if (type == WireType.LengthDelimited)
            {
                if (!reader.TryReadBytes(out ReadOnlySpan<byte> bytes) || (field <= LastStringField && !Utf8.IsValid(bytes)))
                {
                    return false; // TensorFlow's protobuf takes only UTF-8 for strings.
                }

                text = field == textField ? message.Slice(reader.Position - bytes.Length, bytes.Length) : text;
            }
            else if (!reader.TrySkip(field, type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNode(int id, int nodes) => id >= 0 && id < nodes;

    // An attribute may be stored in several tensors, whose names go on behind its key: a lookup table in KEY-keys and KEY-values.
    private static bool HasTensors(IReadOnlyList<CheckpointEntry> entries, ReadOnlySpan<byte> key)
    {
        int at = EntrySearch.FirstNotBelow(entries, key);
        return at < entries.Count && entries[at].NameBytes.Span.StartsWith(key);
    }
}
