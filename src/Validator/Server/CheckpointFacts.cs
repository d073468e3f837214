using System.Collections.Concurrent;
using System.Text;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Server;

/// <summary>A variable that TensorFlow lists of a checkpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Its type's number, perhaps one that nobody knows.</param>
/// <param name="Shape">Its sizes.</param>
internal sealed record CheckpointVariable(string Name, DType DType, IReadOnlyList<long> Shape);

/// <summary>
/// A checkpoint as TensorFlow's reader opens it, with its weaknesses: damaged index blocks are passed over, the first entry counts as
/// header, some contradictions kill the process (spec/projector.md §6.4).
/// </summary>
internal sealed class CheckpointFacts
{
    private readonly ConcurrentDictionary<(string Path, long Offset, long Size, uint Crc), ServerFault?> _checked = new();

    private CheckpointFacts(string prefix) => Prefix = prefix;

    /// <summary>The prefix that is opened in the end; of a directory its latest checkpoint.</summary>
    public string Prefix { get; private init; }

    /// <summary>Why it cannot be opened; the run goes on without it. Null when it can.</summary>
    public string? Failure { get; private init; }

    /// <summary>What a hard check says when opening kills the process; null when it does not.</summary>
    public string? Killed { get; private init; }

    /// <summary>What listing the variables raises; null when it does not.</summary>
    public ServerFault? ListingFault { get; private init; }

    /// <summary>True for the format of 2015: one table with the values in it.</summary>
    public bool IsV1 => V1 is not null;

    /// <summary>The variables in the order of the index. TensorFlow's own order is that of a hash table.</summary>
    public IReadOnlyList<CheckpointVariable> Variables { get; private init; } = [];

    /// <summary>Shards, as the header says.</summary>
    public int ShardCount { get; private init; }

    /// <summary>Values are stored in big-endian order.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>The last damage of the index that was passed over without a word; null for none.</summary>
    public TableFault? PassedOver { get; private init; }

    /// <summary>The variables and files of a checkpoint in the old format.</summary>
    public CheckpointV1? V1 { get; private init; }

    /// <summary>Opens it: V2 when <c>PREFIX.index</c> is found, else V1.</summary>
    public static CheckpointFacts Open(TensorFlowLayer layer, FileStore files, string prefix)
    {
        try
        {
            return layer.Matches(CheckpointFileNames.Index(prefix)) ? OpenV2(layer, prefix) : OpenV1(layer, files, prefix);
        }
        catch (ServerFault fault)
        {
            return Failed(prefix, fault.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(prefix, e.Message);
        }
        catch (ProcessKilled killed)
        {
            return new CheckpointFacts(prefix) { Killed = killed.Message };
        }
    }

    /// <summary>Reads the bytes of a tensor through and compares their checksum; once, however many profiles ask for it.</summary>
    /// <exception cref="ServerFault">What reading it raises.</exception>
    public void Check(BundleShard shard, long offset, long size, uint maskedCrc)
    {
        ServerFault? fault = _checked.GetOrAdd((shard.OnDisk, offset, size, maskedCrc), key =>
        {
            try
            {
                shard.Check(key.Offset, key.Size, key.Crc);
                return null;
            }
            catch (ServerFault raised)
            {
                return raised;
            }
        });
        if (fault is not null)
        {
            throw fault;
        }
    }

    /// <summary>A checkpoint that cannot be opened.</summary>
    public static CheckpointFacts Failed(string prefix, string reason) => new(prefix) { Failure = reason };

    private static CheckpointFacts OpenV1(TensorFlowLayer layer, FileStore files, string prefix)
    {
        CheckpointV1 v1 = CheckpointV1.Open(layer, files, prefix);
        return new CheckpointFacts(prefix) { V1 = v1, Variables = v1.Variables, ListingFault = v1.ListingFault };
    }

    private static CheckpointFacts OpenV2(TensorFlowLayer layer, string prefix)
    {
        using ReadableFile file = layer.OpenFile(CheckpointFileNames.Index(prefix));
        if (!LenientTableIterator.TryOpen(file, out LenientTableIterator entries, out TableFault fault))
        {
            return Failed(prefix, fault.In(CheckpointFileNames.Index(prefix)).Message);
        }

        if (!entries.Seek([]))
        {
            return Failed(prefix, $"no header entry{(entries.Passed is { } passed ? $": {passed.In(file.Path).Message}" : "")}");
        }

        BundleHeaderProto header;
        try
        {
            header = BundleHeaderProto.Parser.ParseFrom(entries.Value);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return Failed(prefix, "the first entry of the index is no header");
        }

        if (VersionProblem(header.Version ?? new VersionDef()) is string problem)
        {
            return Failed(prefix, problem);
        }

        (List<CheckpointVariable> variables, ServerFault? listing) = List(entries);
        return new CheckpointFacts(prefix)
        {
            Variables = variables,
            ListingFault = listing,
            ShardCount = header.NumShards,
            IsBigEndian = header.Endianness == BundleHeaderProto.Types.Endianness.Big,
            PassedOver = entries.Passed,
        };
    }

    /// <summary>What TensorFlow holds against a version, or null.</summary>
    internal static string? VersionProblem(VersionDef version) =>
        version.Producer < 0 ? $"Checkpoint producer version {version.Producer} below min producer 0 supported by TensorFlow"
        : version.MinConsumer > 1 ? $"Checkpoint min consumer version {version.MinConsumer} above current version 1 for TensorFlow"
        : version.BadConsumers.Contains(1) ? "Checkpoint disallows consumer version 1"
        : null;

    // Two walks, as TensorFlow makes them: the first learns which keys are slices.
    private static (List<CheckpointVariable> Variables, ServerFault? Listing) List(LenientTableIterator entries)
    {
        HashSet<byte[]> slices = new(ByteKeys.Instance);
        for (bool more = entries.Seek([]) && entries.MoveNext(); more; more = entries.MoveNext())
        {
            foreach (TensorSliceProto slice in ParseEntry(entries.Value).Slices)
            {
                if (!slices.Add(SliceKey.Encode(entries.Key, Extents(slice))))
                {
                    throw new ProcessKilled("checkpoint_reader.cc: Check failed: a slice is listed twice");
                }
            }
        }

        List<CheckpointVariable> variables = [];
        ServerFault? listing = null;
        for (bool more = entries.Seek([]) && entries.MoveNext(); more; more = entries.MoveNext())
        {
            if (slices.Count > 0 && slices.Contains(entries.Key.ToArray()))
            {
                continue;
            }

            BundleEntryProto entry = ParseEntry(entries.Value);
            long[] shape = CheckedShape(entry.Shape);
            if (System.Text.Unicode.Utf8.IsValid(entries.Key))
            {
                variables.Add(new CheckpointVariable(Encoding.UTF8.GetString(entries.Key), (DType)entry.Dtype, shape));
            }
            else
            {
                listing ??= new ServerFault(FileLayer.NotUtf8, "'utf-8' codec can't decode a key of the checkpoint's index");
            }
        }

        return (variables, listing);
    }

    private static BundleEntryProto ParseEntry(ReadOnlySpan<byte> value)
    {
        try
        {
            return BundleEntryProto.Parser.ParseFrom(value);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            throw new ProcessKilled("checkpoint_reader.cc: Check failed: entry.ParseFromString");
        }
    }

    private static long[] CheckedShape(TensorShapeProto? shape)
    {
        long[] sizes = shape is null ? [] : [.. shape.Dim.Select(static d => d.Size)];
        return TensorShape.TryCountElements(sizes, out _) ? sizes : throw new ProcessKilled("tensor_shape.cc: Check failed: a dimension"
            + " is negative or they overflow");
    }

    /// <summary>The extents of a slice as stored, whatever they say.</summary>
    internal static SliceExtent[] Extents(TensorSliceProto slice) => [.. slice.Extent.Select(static e =>
        new SliceExtent(e.Start, e.HasLengthHackCase == TensorSliceProto.Types.Extent.HasLengthHackOneofCase.Length ? e.Length : -1))];
}
