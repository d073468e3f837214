using System.Text;
using Google.Protobuf;
using TensorBoardFormats.Messages;
using Attribute = TensorBoardFormats.Messages.TrackableObjectGraph.Types.TrackableObject.Types.SerializedTensor;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Brings the object graph of a copy in line with tensors that were renamed or left out, so that a restore finds what is there.</summary>
internal sealed class ObjectGraphRenaming(CheckpointRepackOptions options, RepackPlan plan)
{
    private readonly bool _isNeeded = options.Rename.Count > 0 || options.Select.Count > 0;

    /// <summary>Is this the graph, and is there anything to change in it?</summary>
    public bool Applies(StoredCopy copy) => _isNeeded && copy.Key.AsSpan().SequenceEqual(BundleFormat.ObjectGraphKey);

    /// <summary>Writes the changed graph.</summary>
    /// <returns>The entry's CRC.</returns>
    /// <exception cref="MalformedFileException">It is no graph.</exception>
    public uint Write(CheckpointReader reader, StoredCopy copy, BundleWriter bundle)
    {
        byte[] graph = Change(reader.ReadBytes(copy.Entry.Name), reader.Prefix);
        StringsEncoder encoder = new(bundle);
        encoder.AddLength(graph.Length);
        encoder.EndLengths();
        encoder.AddBytes(graph);
        return encoder.Crc;
    }

    private byte[] Change(byte[] bytes, string prefix)
    {
        TrackableObjectGraph graph;
        try
        {
            graph = TrackableObjectGraph.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            string found = $"{bytes.Length} bytes that are none ({e.Message.TrimEnd('.')})";
            throw new MalformedFileException(CheckpointFileNames.Index(prefix), null, "a TrackableObjectGraph", found);
        }

        IEnumerable<byte[]> keys = plan.Partitioned.Select(static p => p.Key).Concat(plan.Shards.SelectMany(static s => s).Select(static c => c.Key));
        HashSet<string> kept = [.. keys.Select(Encoding.UTF8.GetString)];
        foreach (TrackableObjectGraph.Types.TrackableObject node in graph.Nodes)
        {
            foreach (Attribute attribute in node.Attributes)
            {
                attribute.CheckpointKey = options.Rename.GetValueOrDefault(attribute.CheckpointKey, attribute.CheckpointKey);
            }

            // An attribute may be stored in several tensors, whose keys begin with its own.
            bool IsKept(string key) => kept.Contains(key) || kept.Any(other => other.StartsWith(key, StringComparison.Ordinal));
            Attribute[] gone = [.. node.Attributes.Where(a => !IsKept(a.CheckpointKey))];
            foreach (Attribute attribute in gone)
            {
                node.Attributes.Remove(attribute);
            }
        }

        return graph.ToByteArray();
    }
}
