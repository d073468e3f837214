using Google.Protobuf;
using TensorBoardFormats.Messages;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Whether the bytes of a graph can be drawn.</summary>
internal static class GraphAudit
{
    /// <summary>What is wrong with them, or null.</summary>
    public static string? Fault(ReadOnlySpan<byte> bytes)
    {
        GraphDef graph;
        try
        {
            graph = GraphDef.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return $"{bytes.Length} bytes that are no GraphDef";
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (NodeDef node in graph.Node)
        {
            if (!names.Add(node.Name))
            {
                return $"two nodes named '{node.Name}'";
            }
        }

        foreach (NodeDef node in graph.Node)
        {
            foreach (string input in node.Input)
            {
                string source = input.TrimStart('^').Split(':')[0];
                if (!names.Contains(source))
                {
                    return $"node '{node.Name}' with input '{input}', which is not there";
                }
            }
        }

        return null;
    }
}
