using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>A checkpoint that TensorFlow wrote, taken apart entry by entry, with what expect.json says of it.</summary>
internal sealed class GoldenBundle
{
    private readonly Dictionary<string, BundleEntryProto> _entries = [];
    private readonly byte[][] _data;

    public GoldenBundle(string folder, JsonNode expected)
    {
        Prefix = Path.Combine(folder, (string)expected["prefix"]!);
        Expected = expected;
        ShardCount = (int)expected["num_shards"]!;
        using ReadableFile index = FileStore.Disk.OpenRead(CheckpointFileNames.Index(Prefix));
        TableReader table = TableReader.Open(index);
        while (table.MoveNext())
        {
            if (!table.Key.IsEmpty)
            {
                string key = Latin1(table.Key);
                Keys.Add(key);
                _entries.Add(key, BundleEntryProto.Parser.ParseFrom(table.Value));
            }
        }

        _data = [.. Enumerable.Range(0, ShardCount).Select(i => File.ReadAllBytes(CheckpointFileNames.Data(Prefix, i, ShardCount)))];
    }

    public string Prefix { get; }

    public JsonNode Expected { get; }

    public int ShardCount { get; }

    /// <summary>Keys of the index, in its order, a character a byte.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>The cases of the suite.</summary>
    public static IEnumerable<string> Cases => Directory.GetDirectories(Repository.Golden("checkpoints")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal);

    public static JsonNode Expect(string name) => JsonNode.Parse(File.ReadAllText(Repository.Golden("checkpoints", name, "expect.json")))!;

    public static string Latin1(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] Bytes(string key) => Encoding.Latin1.GetBytes(key);

    public BundleEntryProto Entry(string key) => _entries[key];

    public byte[] Stored(BundleEntryProto entry) => _data[entry.ShardId].AsSpan((int)entry.Offset, (int)entry.Size).ToArray();

    /// <summary>What was written to a shard, in the order of writing: name, the slice if it is one, the entry.</summary>
    public IEnumerable<(string Name, TensorSlice? Slice, BundleEntryProto Entry)> Written(int shard)
    {
        Dictionary<string, (string, TensorSlice)> slices = [];
        foreach ((string name, BundleEntryProto full) in _entries)
        {
            foreach (TensorSliceProto slice in full.Slices)
            {
                TensorSlice parsed = Parse(slice);
                slices[Latin1(SliceKey.Encode(Bytes(name), parsed))] = (name, parsed);
            }
        }

        return _entries.Where(e => e.Value.Slices.Count == 0 && e.Value.ShardId == shard)
            .OrderBy(e => e.Value.Offset).ThenBy(e => e.Value.Size)
            .Select(e => slices.TryGetValue(e.Key, out (string, TensorSlice) s) ? (s.Item1, (TensorSlice?)s.Item2, e.Value) : (e.Key, null, e.Value));
    }

    public static TensorShape Shape(BundleEntryProto entry) => new([.. entry.Shape.Dim.Select(d => d.Size)]);

    /// <summary>Elements of any length from their stored form.</summary>
    public static List<ReadOnlyMemory<byte>> Elements(BundleEntryProto entry, byte[] stored)
    {
        List<ReadOnlyMemory<byte>> values = [];
        long count = Shape(entry).ElementCount;
        WireReader reader = new(stored);
        if ((DType)entry.Dtype == DType.Variant)
        {
            for (long i = 0; i < count; i++)
            {
                Xunit.Assert.True(reader.TryReadBytes(out ReadOnlySpan<byte> proto));
                values.Add(proto.ToArray());
                Xunit.Assert.True(reader.TryReadFixed32(out _));
            }

            return values;
        }

        List<int> lengths = [];
        for (long i = 0; i < count; i++)
        {
            Xunit.Assert.True(reader.TryReadVarint(out ulong length));
            lengths.Add((int)length);
        }

        int at = reader.Position + sizeof(uint);
        foreach (int length in lengths)
        {
            values.Add(stored.AsMemory(at, length));
            at += length;
        }

        return values;
    }

    public static string Hash(IEnumerable<ReadOnlyMemory<byte>> values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> value in values)
        {
            hash.AppendData(value.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static TensorSlice Parse(TensorSliceProto slice) => new([.. slice.Extent.Select(e =>
        e.HasLength ? new SliceExtent(e.Start, e.Length) : SliceExtent.Full)]);
}
