using System.Globalization;
using Google.Protobuf;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// A checkpoint in the format before the tensor bundle: tables that hold the values themselves (spec/tensor-bundle.md §9.3). For reading
/// only.
/// </summary>
internal sealed class SavedSlicesSource : CheckpointSource
{
    private const int MostFiles = 100_000;

    private readonly List<ReadableFile> _files = [];
    private readonly List<CheckpointEntry> _entries = [];
    private readonly Dictionary<string, Place> _values = []; // by slice key, in hexadecimal
    private readonly Lock _gate = new();

    private SavedSlicesSource()
    {
    }

    /// <inheritdoc/>
    public override CheckpointFormat Format => CheckpointFormat.V1;

    /// <inheritdoc/>
    public override int ShardCount => _files.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointEntry> Entries => _entries;

    /// <inheritdoc/>
    public override IReadOnlyList<MalformedFileException> Faults => [];

    /// <summary>Opens the file called <paramref name="prefix"/>, or all files called <c>PREFIX-SSSSS-of-NNNNN</c>.</summary>
    public static SavedSlicesSource Open(FileStore files, string prefix)
    {
        SavedSlicesSource source = new();
        try
        {
            SortedDictionary<ReadOnlyMemory<byte>, Tensor> tensors = new(ByteOrderComparer.Instance);
            foreach (string path in FindFiles(files, prefix))
            {
                source._files.Add(files.OpenRead(path));
                source.ReadTable(tensors);
            }

            foreach ((ReadOnlyMemory<byte> name, Tensor tensor) in tensors)
            {
                source._entries.Add(source.MakeEntry(name, tensor));
            }

            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override TensorStream OpenTensor(CheckpointEntry entry)
    {
        ThrowFault(entry);
        List<(TensorSlice, TensorStream)> parts = [];
        foreach (TensorSlice slice in SlicesOf(entry))
        {
            (TensorProto values, Place place) = ReadValues(entry, slice);
            byte[] bytes = SavedValues.ToBytes(values, entry.DType);
            long expected = slice.ShapeIn(entry.Shape).ElementCount * entry.DType.ElementSize();
            parts.Add((slice, new MemoryTensorStream(CheckLength(bytes, expected, entry, place))));
        }

        return new SlicedTensorStream(entry.Shape, entry.DType.ElementSize(), parts);
    }

    /// <inheritdoc/>
    public override ElementStream OpenElements(CheckpointEntry entry)
    {
        ThrowFault(entry);
        List<(TensorSlice, ElementStream)> parts = [];
        foreach (TensorSlice slice in SlicesOf(entry))
        {
            (TensorProto values, Place place) = ReadValues(entry, slice);
            byte[][] elements = SavedValues.ToElements(values, entry.DType);
            parts.Add((slice, new SlicedElements(CheckLength(elements, slice.ShapeIn(entry.Shape).ElementCount, entry, place))));
        }

        return SlicedElements.Open(entry.Shape, parts);
    }

    /// <inheritdoc/>
    public override VerificationReport Verify(IProgress<long>? progress, CancellationToken cancellation)
    {
        List<TensorFault> faults = [];
        byte[] buffer = new byte[TensorStream.PieceSize];
        long done = 0;
        foreach (CheckpointEntry entry in _entries)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                ReadAll(entry, buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                faults.Add(new TensorFault(entry, e.Message));
            }

            progress?.Report(done += entry.Length);
        }

        return new VerificationReport([.. _files.Select(static f => new FileVerification(f.Path, f.Length, null))], faults, [],
            _entries.Count, done);
    }

    /// <inheritdoc/>
    public override void Dispose() => _files.ForEach(static file => file.Dispose());

    private void ReadAll(CheckpointEntry entry, byte[] buffer)
    {
        if (entry.DType.IsFixedSize())
        {
            using TensorStream stream = OpenTensor(entry);
            while (stream.Read(buffer) > 0)
            {
            }
        }
        else
        {
            using ElementStream elements = OpenElements(entry);
            while (elements.MoveNext())
            {
            }
        }
    }

    private static List<string> FindFiles(FileStore files, string prefix)
    {
        if (files.Probe(prefix) == EntryKind.File)
        {
            return [prefix];
        }

        string directory = PathOf.Directory(prefix);
        string start = prefix[(prefix.LastIndexOf('/') + 1)..] + "-";
        string? first = files.Probe(directory) == EntryKind.Directory
            ? files.List(directory).Select(static e => e.Name).FirstOrDefault(name => TryGetCount(name, start, out _))
            : null;
        if (first is null || !TryGetCount(first, start, out int count))
        {
            throw new FileNotFoundException($"{prefix}: there is no checkpoint of that prefix, neither {prefix}.index nor a file of the V1 format", prefix);
        }

        return [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i:D5}-of-{count:D5}"))];
    }

    private static bool TryGetCount(string name, string start, out int count)
    {
        const int Digits = 5;
        const string Of = "-of-";
        count = 0;
        return name.Length == start.Length + Digits + Of.Length + Digits
            && name.StartsWith(start, StringComparison.Ordinal)
            && name.AsSpan(start.Length + Digits, Of.Length).SequenceEqual(Of)
            && int.TryParse(name.AsSpan(start.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && int.TryParse(name.AsSpan(name.Length - Digits), NumberStyles.None, CultureInfo.InvariantCulture, out count)
            && count is > 0 and < MostFiles;
    }

    private void ReadTable(SortedDictionary<ReadOnlyMemory<byte>, Tensor> tensors)
    {
        int number = _files.Count - 1;
        ReadableFile file = _files[number];
        TableReader table = TableReader.Open(file);
        if (!table.MoveNext() || !table.Key.IsEmpty)
        {
            throw new MalformedFileException(file.Path, null, "a V1 checkpoint, which begins with a list of its tensors",
                "a table that does not");
        }

        SavedTensorSlices list = Parse(table.Value, file.Path, table.Offset);
        if (list.Meta is null)
        {
            throw new MalformedFileException(file.Path, table.Offset, "a V1 checkpoint's list of tensors",
                "none; the index of a V2 checkpoint is named without its .index");
        }

        foreach (SavedSliceMeta meta in list.Meta.Tensor)
        {
            ReadOnlyMemory<byte> name = System.Text.Encoding.UTF8.GetBytes(meta.Name);
            if (!tensors.TryGetValue(name, out Tensor? tensor))
            {
                tensors.Add(name, tensor = new Tensor(meta, file.Path));
            }
            else if (tensor.Meta.Type != meta.Type || !tensor.Meta.Shape.Equals(meta.Shape))
            {
                throw new MalformedFileException(file.Path, table.Offset, $"one type and shape of the tensor '{meta.Name}'",
                    "another than in the file before");
            }

            tensor.Slices.AddRange(meta.Slice);
        }

        while (table.MoveNext())
        {
            _values[Convert.ToHexString(table.Key)] = new Place(number, table.Place.Block, table.Place.Position, table.Offset);
        }
    }

    private CheckpointEntry MakeEntry(ReadOnlyMemory<byte> name, Tensor tensor)
    {
        DType dtype = (DType)tensor.Meta.Type;
        long[] sizes = [.. (tensor.Meta.Shape?.Dim ?? []).Select(static dim => dim.Size)];
        bool isShape = TensorShape.TryCountElements(sizes, out long count);
        TensorShape shape = isShape ? new TensorShape(sizes) : TensorShape.Scalar;
        List<TensorSlice> slices = [];
        (string Expected, string Found)? wrong = !isShape ? ("a shape of sizes of 0 or more", "another")
            : !dtype.IsStorable() ? ("a type that checkpoints hold", dtype.Name())
            : MakeSlices(tensor, name, shape, slices);
        bool isWhole = slices.Count == 1 && slices[0].Covers(shape);
        return new CheckpointEntry(name, dtype, shape, isWhole ? [] : slices)
        {
            Length = wrong is null && dtype.IsFixedSize()
                ? (long)UInt128.Min((UInt128)count * (uint)dtype.ElementSize(), long.MaxValue)
                : 0,
            Fault = wrong is var (expected, found)
                ? new MalformedFileException(tensor.Path, null, $"{expected} for '{CheckpointEntry.Show(name.Span)}'", found)
                : null,
        };
    }

    private (string Expected, string Found)? MakeSlices(Tensor tensor, ReadOnlyMemory<byte> name, TensorShape shape,
        List<TensorSlice> slices)
    {
        foreach (TensorSliceProto proto in tensor.Slices)
        {
            SliceExtent[] extents = [.. proto.Extent.Select(static e => new SliceExtent(e.Start, e.HasLength ? e.Length : -1))];
            if (!Array.TrueForAll(extents, TensorSlice.IsValid))
            {
                return ("slices with a start of 0 or more and a positive length", "another");
            }

            slices.Add(new TensorSlice(extents));
            if (!_values.ContainsKey(Convert.ToHexString(SliceKey.Encode(name.Span, slices[^1]))))
            {
                return ($"values for the slice '{slices[^1]}'", "none");
            }
        }

        return shape.ElementCount == 0 && slices.Count == 0 ? null : Partition.Check(shape, slices);
    }

    private static IReadOnlyList<TensorSlice> SlicesOf(CheckpointEntry entry) =>
        entry.Slices.Count > 0 ? entry.Slices : [FullSlice(entry.Shape)];

    private static TensorSlice FullSlice(TensorShape shape)
    {
        SliceExtent[] extents = new SliceExtent[shape.Rank];
        Array.Fill(extents, SliceExtent.Full);
        return new TensorSlice(extents);
    }

    private (TensorProto Values, Place Place) ReadValues(CheckpointEntry entry, TensorSlice slice)
    {
        Place place = _values[Convert.ToHexString(SliceKey.Encode(entry.NameBytes.Span, slice))];
        ReadableFile file = _files[place.File];
        lock (_gate)
        {
            if (!new BlockLoader(file).TryLoad(place.Block, out TableBlock block, out TableFault fault))
            {
                throw fault.In(file.Path);
            }

            SavedTensorSlices values = BlockCursor.TryGetValue(block, place.Position, out ReadOnlySpan<byte> value)
                ? Parse(value, file.Path, place.Offset)
                : new SavedTensorSlices();
            return values.Data?.Data is { } proto
                ? (proto, place)
                : throw new MalformedFileException(file.Path, place.Offset, $"the values of '{entry.Shown}'", "another entry");
        }
    }

    private T[] CheckLength<T>(T[] values, long expected, CheckpointEntry entry, Place place) => values.Length == expected
        ? values
        : throw new MalformedFileException(_files[place.File].Path, place.Offset, $"{expected} bytes or elements of '{entry.Shown}'",
            $"{values.Length}");

    private static SavedTensorSlices Parse(ReadOnlySpan<byte> value, string path, long offset)
    {
        try
        {
            return SavedTensorSlices.Parser.ParseFrom(value);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new MalformedFileException(path, offset, "a SavedTensorSlices message",
                $"{value.Length} bytes that are none ({e.Message.TrimEnd('.')})");
        }
    }

    private static void ThrowFault(CheckpointEntry entry)
    {
        if (entry.Fault is { } fault)
        {
            throw new MalformedFileException(fault.Path, fault.Offset, fault.Expected, fault.Found);
        }
    }

    private sealed record Tensor(SavedSliceMeta Meta, string Path)
    {
        public List<TensorSliceProto> Slices { get; } = [];
    }

    private sealed record Place(int File, BlockHandle Block, int Position, long Offset);
}
