using System.Globalization;
using TensorBoardFormats.Files;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// The index of a bundle, read and judged: what it says of each tensor, and what of that cannot be (spec/tensor-bundle.md §4, §9.1, §16). A
/// fault of one entry does not hide the others; a damaged table hides all.
/// </summary>
internal sealed class BundleIndex
{
    // A name may share all but its last byte with the one before it, and blocks may be compressed, so that a small table can name
    // gigabytes. Honest ones do not come near.
    private const long MostMemory = 128 << 20;
    private const long MostMemoryPerByte = 16;
    private const int MemoryOfEntry = 100;

    // Each fault is told with a message of its own. A table of which so many entries cannot be is no checkpoint's.
    private const int MostFaults = 10_000;

    private static readonly IReadOnlyList<TensorSlice> NoSlices = [];

    private readonly List<CheckpointEntry> _all = [];
    private readonly List<MalformedFileException> _faults = [];
    private readonly string _path;

    private BundleIndex(string path, BundleHeader header)
    {
        _path = path;
        Header = header;
    }

    /// <summary>The header.</summary>
    public BundleHeader Header { get; }

    /// <summary>All tensors in byte order of their names; slices of listed partitioned tensors are not tensors of their own.</summary>
    public IReadOnlyList<CheckpointEntry> Tensors { get; private set; } = [];

    /// <summary>Everything that stands in data files: ordinary tensors, and the slices of partitioned ones.</summary>
    public IReadOnlyList<CheckpointEntry> Stored { get; private set; } = [];

    /// <summary>What contradicts the whole and no tensor in particular.</summary>
    public IReadOnlyList<MalformedFileException> Faults => _faults;

    /// <summary>Reads an index.</summary>
    /// <exception cref="MalformedFileException">The table is damaged, or it has no header that can be read.</exception>
    public static BundleIndex Read(ReadableFile file)
    {
        TableReader table = TableReader.Open(file, ordered: false);
        if (!table.MoveNext())
        {
            throw new MalformedFileException(file.Path, null, "a header entry", "a table without entries");
        }

        if (!table.Key.SequenceEqual(BundleFormat.HeaderKey))
        {
            throw new MalformedFileException(file.Path, table.Offset, "a header under the empty key",
                $"an entry under '{CheckpointEntry.Show(table.Key)}'");
        }

        BundleIndex index = new(file.Path, BundleHeader.Parse(table.Value, file.Path, table.Offset));
        index.ReadEntries(table, file.Length);
        index.JoinSlices();
        return index;
    }

    /// <summary>The entry of a slice of a partitioned tensor.</summary>
    public CheckpointEntry? FindSlice(CheckpointEntry entry, TensorSlice slice) => Find(SliceKey.Encode(entry.NameBytes.Span, slice));

    private void ReadEntries(TableReader table, long length)
    {
        long memory = 0;
        int faults = 0;
        bool isSorted = true;
        NameArena arena = new();
        long[] lastShape = [];
        while (table.MoveNext())
        {
            memory += table.Key.Length + MemoryOfEntry;
            if (memory > MostMemory + (length * MostMemoryPerByte))
            {
                throw new MalformedFileException(_path, table.Offset, $"names in proportion to the {length} bytes of the table",
                    $"{table.EntryCount} of {memory} bytes");
            }

            if (table.Key.IsEmpty)
            {
                _faults.Add(new MalformedFileException(_path, table.Offset, "one header", "a second entry under the empty key"));
                continue;
            }

            MalformedFileException? fault = table.OrderFault?.In(_path);
            isSorted &= fault is null;
            if (!BundleEntry.TryParse(table.Value, lastShape, out BundleEntry proto))
            {
                fault = new MalformedFileException(_path, table.Offset, $"an entry for the tensor '{CheckpointEntry.Show(table.Key)}'",
                    $"{table.Value.Length} bytes that are none");
            }

            lastShape = proto.Dimensions;
            CheckpointEntry entry = MakeEntry(arena.Add(table.Key), table.Offset, proto, fault);
            if (entry.Fault is not null && ++faults > MostFaults)
            {
                throw entry.Fault;
            }

            _all.Add(entry);
        }

        if (!isSorted)
        {
            Sort();
        }
    }

    // Which of two entries under one key is meant, nobody can say.
    private void Sort()
    {
        List<CheckpointEntry> sorted = [.. _all.OrderBy(static entry => entry.NameBytes, ByteOrderComparer.Instance)];
        _all.Clear();
        _all.AddRange(sorted);
        for (int i = 1; i < _all.Count; i++)
        {
            if (_all[i].NameBytes.Span.SequenceEqual(_all[i - 1].NameBytes.Span))
            {
                _all[i].Fault ??= Malformed(_all[i].IndexOffset, _all[i].NameBytes, "one entry", "two");
                _all[i - 1].Fault ??= Malformed(_all[i - 1].IndexOffset, _all[i - 1].NameBytes, "one entry", "two");
            }
        }
    }

    private void JoinSlices()
    {
        HashSet<CheckpointEntry> slices = [];
        bool isPartitioned = false;
        foreach (CheckpointEntry entry in _all)
        {
            isPartitioned |= entry.Slices.Count > 0;
            if (entry is { Slices.Count: > 0, Fault: null })
            {
                entry.Fault = CheckSlices(entry, slices);
            }
        }

        Tensors = slices.Count == 0 ? _all : [.. _all.Where(entry => !slices.Contains(entry))];
        Stored = isPartitioned ? [.. _all.Where(static entry => entry.Slices.Count == 0)] : _all;
    }

    private CheckpointEntry MakeEntry(ReadOnlyMemory<byte> name, long offset, in BundleEntry proto, MalformedFileException? fault)
    {
        TensorShape shape = TensorShape.Scalar;
        IReadOnlyList<TensorSlice> slices = NoSlices;
        (string Expected, string Found)? wrong = null;
        if (fault is null && !TensorShape.TryCreate(proto.Dimensions, out shape))
        {
            wrong = ($"a shape of at most {TensorShape.MaxRank} dimensions, each 0 or more", $"[{Shorten(proto.Dimensions)}]");
        }
        else if (fault is null)
        {
            wrong = proto.Slices is null ? CheckPlace(proto, shape) : TryMakeSlices(proto, out slices);
        }

        bool isSliced = proto.Slices is not null;
        return new CheckpointEntry(name, proto.DType, shape, slices)
        {
            Shard = proto.Shard,
            Offset = isSliced ? 0 : proto.Offset,
            Length = isSliced && wrong is null ? shape.ElementCount * ElementSizeOrZero(proto.DType) : proto.Size,
            MaskedCrc32C = isSliced ? 0 : proto.MaskedCrc,
            IndexOffset = offset,
            Fault = wrong is var (expected, found) ? Malformed(offset, name, expected, found) : fault,
        };
    }

    private (string Expected, string Found)? CheckPlace(in BundleEntry proto, TensorShape shape)
    {
        if (!proto.DType.IsStorable())
        {
            return ("a type that checkpoints hold", proto.DType.Name());
        }

        if (proto.DType.IsFixedSize())
        {
            UInt128 size = (UInt128)shape.ElementCount * (uint)proto.DType.ElementSize();
            if ((UInt128)(ulong)proto.Size != size)
            {
                return ($"{size} bytes for {proto.DType.Name()}{shape}", Number(proto.Size));
            }
        }
        else if (proto.Size < 0 || (ulong)proto.Size < MinimumSize(proto.DType, shape.ElementCount))
        {
            return ($"at least {MinimumSize(proto.DType, shape.ElementCount)} bytes for {proto.DType.Name()}{shape}", Number(proto.Size));
        }

        if (proto.Offset < 0 || proto.Offset > long.MaxValue - proto.Size)
        {
            return ("an offset in the data file", Number(proto.Offset));
        }

        return proto.Shard < 0 || proto.Shard >= Header.ShardCount
            ? ($"a shard from 0 to {Header.ShardCount - 1}", Number(proto.Shard))
            : null;
    }

    // A byte of length for each string and the checksum of the lengths; of a variant its length and its checksum.
    private static ulong MinimumSize(DType dtype, long count) =>
        dtype == DType.String ? (ulong)count + sizeof(uint) : (ulong)Math.Min(count, long.MaxValue / 8) * (1 + sizeof(uint));

    private static (string Expected, string Found)? TryMakeSlices(in BundleEntry proto, out IReadOnlyList<TensorSlice> slices)
    {
        slices = NoSlices;
        if (!proto.DType.IsStorable())
        {
            return ("a type that checkpoints hold", proto.DType.Name());
        }

        List<TensorSlice> made = [];
        foreach (SliceExtent[] extents in proto.Slices!)
        {
            foreach (SliceExtent extent in extents)
            {
                if (!TensorSlice.IsValid(extent))
                {
                    return ("slices with a start of 0 or more and a positive length", $"{extent}");
                }
            }

            made.Add(new TensorSlice(extents));
        }

        slices = made;
        return null;
    }

    private MalformedFileException? CheckSlices(CheckpointEntry entry, HashSet<CheckpointEntry> slices)
    {
        MalformedFileException? fault = null;
        foreach (TensorSlice slice in entry.Slices)
        {
            CheckpointEntry? part = FindSlice(entry, slice);
            if (part is null)
            {
                fault ??= Malformed(entry.IndexOffset, entry.NameBytes, $"an entry for the slice {slice}", "none");
                continue;
            }

            slices.Add(part);
            if (part.Fault is { } inner)
            {
                fault ??= inner;
            }
            else if (part.DType != entry.DType)
            {
                fault ??= Malformed(part.IndexOffset, part.NameBytes, $"a slice of {entry.DType.Name()}", part.DType.Name());
            }
            else if (slice.FitsInto(entry.Shape) && part.Shape != slice.ShapeIn(entry.Shape))
            {
                fault ??= Malformed(part.IndexOffset, part.NameBytes, $"the shape {slice.ShapeIn(entry.Shape)} of the slice {slice}",
                    $"{part.Shape}");
            }
        }

        return Partition.Check(entry.Shape, entry.Slices) is var (expected, found)
            ? Malformed(entry.IndexOffset, entry.NameBytes, expected, found)
            : fault;
    }

    private CheckpointEntry? Find(ReadOnlySpan<byte> name)
    {
        int at = EntrySearch.FirstNotBelow(_all, name);
        return at < _all.Count && _all[at].NameBytes.Span.SequenceEqual(name) ? _all[at] : null;
    }

    private MalformedFileException Malformed(long offset, ReadOnlyMemory<byte> name, string expected, string found) =>
        new(_path, offset, $"{expected} in the entry of '{CheckpointEntry.Show(name.Span)}'", found);

    private static int ElementSizeOrZero(DType dtype) => dtype.IsFixedSize() ? dtype.ElementSize() : 0;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(long[] dimensions) =>
        string.Join(", ", dimensions.Take(8).Select(Number)) + (dimensions.Length > 8 ? $", … ({dimensions.Length} of them)" : "");
}
