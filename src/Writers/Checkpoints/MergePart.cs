using Google.Protobuf;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>The index of one part of a checkpoint that is put together.</summary>
/// <param name="Prefix">The part's prefix.</param>
/// <param name="Header">Its header.</param>
/// <param name="Entries">Its entries in the order of their keys.</param>
internal sealed record MergePart(string Prefix, BundleHeaderProto Header, IReadOnlyList<(byte[] Key, BundleEntryProto Entry)> Entries)
{
    /// <summary>Reads the whole index.</summary>
    /// <exception cref="MalformedFileException">It is no index of a checkpoint.</exception>
    public static MergePart Read(FileStore files, string prefix)
    {
        using ReadableFile file = files.OpenRead(CheckpointFileNames.Index(prefix));
        TableReader table = TableReader.Open(file);
        if (!table.MoveNext() || !table.Key.IsEmpty)
        {
            throw new MalformedFileException(file.Path, 0, "the header's empty key first", "another key or no entry");
        }

        BundleHeaderProto header = Parse(BundleHeaderProto.Parser, table, file, "the header of a checkpoint");
        List<(byte[], BundleEntryProto)> entries = [];
        while (table.MoveNext())
        {
            byte[] key = table.Key.ToArray();
            BundleEntryProto entry = Parse(BundleEntryProto.Parser, table, file, "the entry of a tensor");
            if (entry.ShardId < 0 || entry.ShardId >= header.NumShards)
            {
                throw new MalformedFileException(file.Path, table.Offset, $"a shard below {header.NumShards}", $"{entry.ShardId}");
            }

            entries.Add((key, entry));
        }

        return new MergePart(prefix, header, entries);
    }

    /// <summary>Slices of the entry of a partitioned tensor.</summary>
    public static IEnumerable<TensorSlice> SlicesOf(BundleEntryProto entry) => entry.Slices.Select(static slice => new TensorSlice(
        [.. slice.Extent.Select(static e => e.HasLength ? new SliceExtent(e.Start, e.Length) : SliceExtent.Full)]));

    /// <summary>Keys, in hex, of the entries that are slices of others.</summary>
    public HashSet<string> SliceKeys() =>
        [.. Entries.SelectMany(static e => SlicesOf(e.Entry).Select(slice => Convert.ToHexString(SliceKey.Encode(e.Key, slice))))];

    private static T Parse<T>(MessageParser<T> parser, TableReader table, ReadableFile file, string expected)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(table.Value);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new MalformedFileException(file.Path, table.Offset, expected, $"bytes that are no such message: {e.Message}");
        }
    }
}
