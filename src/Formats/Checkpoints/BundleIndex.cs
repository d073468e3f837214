using System.Globalization;
using TensorBoardFormats.Files;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// The index of a bundle, read and judged: what it says of each tensor, and what of that cannot be (spec/tensor-bundle.md §4, §9.1, §16). A fault of one
/// entry does not hide the others; a damaged table hides all.
/// </summary>
internal sealed class BundleIndex
{
    // A name may share all but its last byte with the one before it, so that a small table can name gigabytes. Honest ones do not come near.
    private const long NamesBesides = 64 << 20;
    private const long NamesPerByte = 16;

    private static readonly IReadOnlyList<TensorSlice> NoSlices = [];

    private readonly List<Row> _rows = [];
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
            throw new MalformedFileException(file.Path, table.Offset, "a header under the empty key", $"an entry under '{CheckpointEntry.Show(table.Key)}'");
        }

        BundleIndex index = new(file.Path, BundleHeader.Parse(table.Value, file.Path, table.Offset));
        index.ReadRows(table, file.Length);
        index.Judge();
        return index;
    }

    /// <summary>The entry of a slice of a partitioned tensor.</summary>
    public CheckpointEntry? FindSlice(CheckpointEntry entry, TensorSlice slice) => Find(SliceKey.Encode(entry.NameBytes.Span, slice)) is { } row ? row.Entry : null;

    private void ReadRows(TableReader table, long length)
    {
        long names = 0;
        bool isSorted = true;
        NameArena arena = new();
        while (table.MoveNext())
        {
            names += table.Key.Length;
            if (names > NamesBesides + (length * NamesPerByte))
            {
                throw new MalformedFileException(_path, table.Offset, $"names in proportion to the {length} bytes of the table", $"{names} bytes of them");
            }

            if (table.Key.IsEmpty)
            {
                _faults.Add(new MalformedFileException(_path, table.Offset, "one header", "a second entry under the empty key"));
                continue;
            }

            Row row = new(arena.Add(table.Key), table.Offset);
            if (!BundleEntry.TryParse(table.Value, out row.Proto))
            {
                row.Fault = new MalformedFileException(_path, row.Offset, $"an entry for the tensor '{CheckpointEntry.Show(table.Key)}'", $"{table.Value.Length} bytes that are none");
            }

            if (table.OrderFault is { } fault)
            {
                isSorted = false;
                row.Fault ??= fault.In(_path);
            }

            _rows.Add(row);
        }

        if (!isSorted)
        {
            SortRows();
        }
    }

    // Which of two entries under one key is meant, nobody can say.
    private void SortRows()
    {
        List<Row> sorted = [.. _rows.OrderBy(static row => row.Name, ByteOrderComparer.Instance)];
        _rows.Clear();
        _rows.AddRange(sorted);
        for (int i = 1; i < _rows.Count; i++)
        {
            if (_rows[i].Name.Span.SequenceEqual(_rows[i - 1].Name.Span))
            {
                _rows[i].Fault ??= Twice(_rows[i]);
                _rows[i - 1].Fault ??= Twice(_rows[i - 1]);
            }
        }
    }

    private MalformedFileException Twice(Row row) => new(_path, row.Offset, $"one entry for the tensor '{CheckpointEntry.Show(row.Name.Span)}'", "two");

    private void Judge()
    {
        foreach (Row row in _rows)
        {
            row.Entry = MakeEntry(row);
        }

        HashSet<Row> slices = [];
        foreach (Row row in _rows)
        {
            if (row.Entry is { Slices.Count: > 0, Fault: null } entry)
            {
                entry.Fault = CheckSlices(row, entry, slices);
            }
        }

        if (slices.Count == 0 && !_rows.Exists(static row => row.Entry.Slices.Count > 0))
        {
            Tensors = Stored = _rows.ConvertAll(static row => row.Entry);
            return;
        }

        Tensors = [.. _rows.Where(row => !slices.Contains(row)).Select(static row => row.Entry)];
        Stored = [.. _rows.Select(static row => row.Entry).Where(static entry => entry.Slices.Count == 0)];
    }

    private CheckpointEntry MakeEntry(Row row)
    {
        ref readonly BundleEntry proto = ref row.Proto;
        MalformedFileException? fault = row.Fault;
        TensorShape shape = TensorShape.Scalar;
        IReadOnlyList<TensorSlice> slices = NoSlices;
        if (fault is null && !TensorShape.TryCountElements(proto.Dimensions, out _))
        {
            fault = Malformed(row, $"a shape of at most {TensorShape.MaxRank} dimensions, each 0 or more", $"[{Shorten(proto.Dimensions)}]");
        }
        else if (fault is null)
        {
            shape = new TensorShape(proto.Dimensions);
            fault = proto.Slices is null ? CheckPlace(row, shape) : TryMakeSlices(row, out slices);
        }

        bool isSliced = proto.Slices is not null;
        return new CheckpointEntry(row.Name, proto.DType, shape, slices)
        {
            Shard = proto.Shard,
            Offset = isSliced ? 0 : proto.Offset,
            Length = isSliced && fault is null ? shape.ElementCount * ElementSizeOrZero(proto.DType) : proto.Size,
            MaskedCrc32C = isSliced ? 0 : proto.MaskedCrc,
            Fault = fault,
        };
    }

    private MalformedFileException? CheckPlace(Row row, TensorShape shape)
    {
        ref readonly BundleEntry proto = ref row.Proto;
        if (!proto.DType.IsStorable())
        {
            return Malformed(row, "a type that checkpoints hold", proto.DType.Name());
        }

        if (proto.DType.IsFixedSize())
        {
            UInt128 size = (UInt128)shape.ElementCount * (uint)proto.DType.ElementSize();
            if ((UInt128)(ulong)proto.Size != size)
            {
                return Malformed(row, $"{size} bytes for {proto.DType.Name()}{shape}", Number(proto.Size));
            }
        }
        else if (proto.Size < 0 || MinimumSize(proto.DType, shape.ElementCount) is var least && (ulong)proto.Size < least)
        {
            return Malformed(row, $"at least {MinimumSize(proto.DType, shape.ElementCount)} bytes for {proto.DType.Name()}{shape}", Number(proto.Size));
        }

        if (proto.Offset < 0 || proto.Offset > long.MaxValue - proto.Size)
        {
            return Malformed(row, "an offset in the data file", Number(proto.Offset));
        }

        return proto.Shard < 0 || proto.Shard >= Header.ShardCount ? Malformed(row, $"a shard from 0 to {Header.ShardCount - 1}", Number(proto.Shard)) : null;
    }

    // A byte of length for each string and the checksum of the lengths; of a variant its length and its checksum.
    private static ulong MinimumSize(DType dtype, long count) =>
        dtype == DType.String ? (ulong)count + sizeof(uint) : (ulong)Math.Min(count, long.MaxValue / 8) * (1 + sizeof(uint));

    private MalformedFileException? TryMakeSlices(Row row, out IReadOnlyList<TensorSlice> slices)
    {
        slices = NoSlices;
        if (!row.Proto.DType.IsStorable())
        {
            return Malformed(row, "a type that checkpoints hold", row.Proto.DType.Name());
        }

        List<TensorSlice> made = [];
        foreach (SliceExtent[] extents in row.Proto.Slices!)
        {
            foreach (SliceExtent extent in extents)
            {
                if (!TensorSlice.IsValid(extent))
                {
                    return Malformed(row, "slices with a start of 0 or more and a positive length", $"{extent}");
                }
            }

            made.Add(new TensorSlice(extents));
        }

        slices = made;
        return null;
    }

    private MalformedFileException? CheckSlices(Row row, CheckpointEntry entry, HashSet<Row> slices)
    {
        MalformedFileException? fault = null;
        foreach (TensorSlice slice in entry.Slices)
        {
            Row? part = Find(SliceKey.Encode(entry.NameBytes.Span, slice));
            if (part is null)
            {
                fault ??= Malformed(row, $"an entry for the slice {slice}", "none");
                continue;
            }

            slices.Add(part);
            if (part.Entry.Fault is { } inner)
            {
                fault ??= inner;
            }
            else if (part.Entry.DType != entry.DType)
            {
                fault ??= Malformed(part, $"a slice of {entry.DType.Name()}", part.Entry.DType.Name());
            }
            else if (slice.FitsInto(entry.Shape) && part.Entry.Shape != slice.ShapeIn(entry.Shape))
            {
                fault ??= Malformed(part, $"the shape {slice.ShapeIn(entry.Shape)} of the slice {slice}", $"{part.Entry.Shape}");
            }
        }

        return Partition.Check(entry.Shape, entry.Slices) is { } wrong ? Malformed(row, wrong.Expected, wrong.Found) : fault;
    }

    private Row? Find(ReadOnlySpan<byte> name)
    {
        int low = 0;
        int high = _rows.Count - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int order = _rows[middle].Name.Span.SequenceCompareTo(name);
            if (order == 0)
            {
                return _rows[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private MalformedFileException Malformed(Row row, string expected, string found) =>
        new(_path, row.Offset, $"{expected} in the entry of '{CheckpointEntry.Show(row.Name.Span)}'", found);

    private static int ElementSizeOrZero(DType dtype) => dtype.IsFixedSize() ? dtype.ElementSize() : 0;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(long[] dimensions) =>
        string.Join(", ", dimensions.Take(8).Select(Number)) + (dimensions.Length > 8 ? $", … ({dimensions.Length} of them)" : "");

    private sealed class Row(ReadOnlyMemory<byte> name, long offset)
    {
        public BundleEntry Proto;

        public ReadOnlyMemory<byte> Name => name;

        public long Offset => offset;

        public CheckpointEntry Entry { get; set; } = null!;

        public MalformedFileException? Fault { get; set; }
    }
}
