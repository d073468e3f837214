using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TensorBoardFormats.Files;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Reads a TensorFlow checkpoint: tensor bundles (V2) of any number of shards and either byte order, their partitioned tensors put
/// together, and the V1 format before them (spec/tensor-bundle.md §9).
/// </summary>
/// <remarks>Opening reads the index only; values are read when they are asked for, and every value is checked against its checksum. A fault
/// of one tensor is in its <see cref="CheckpointEntry.Fault"/> or shows when it is read, and does not hinder the others. Reading may go on
/// in several threads at once.</remarks>
public sealed class CheckpointReader : IDisposable
{
    private CheckpointReader(string prefix, CheckpointSource source)
    {
        Prefix = prefix;
        Source = source;
    }

    /// <summary>The prefix as it was given.</summary>
    public string Prefix { get; }

    /// <summary>Which of the two formats it is.</summary>
    public CheckpointFormat Format => Source.Format;

    /// <summary>Number of data files.</summary>
    public int ShardCount => Source.ShardCount;

    /// <summary>The tensors, in byte order of their names. Slices of a partitioned tensor are not listed, only the tensor.</summary>
    public IReadOnlyList<CheckpointEntry> Entries => Source.Entries;

    /// <summary>What contradicts the checkpoint as a whole, as a second header; empty for a sound one.</summary>
    public IReadOnlyList<MalformedFileException> Faults => Source.Faults;

    /// <summary>The format's own view, for those in the house who need raw streams.</summary>
    internal CheckpointSource Source { get; }

    /// <summary>Opens the checkpoint with the given prefix, that is, the path without <c>.index</c>.</summary>
    /// <exception cref="MalformedFileException">Its index is damaged.</exception>
    /// <exception cref="FileNotFoundException">There is no checkpoint of that prefix.</exception>
    public static CheckpointReader Open(string prefix, CheckpointReaderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        options ??= CheckpointReaderOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1, nameof(options));
        CheckpointSource source = options.Files.Probe(CheckpointFileNames.Index(prefix)) != EntryKind.Missing
            ? BundleSource.Open(options.Files, prefix, options.Workers)
            : SavedSlicesSource.Open(options.Files, prefix);
        return new CheckpointReader(prefix, source);
    }

    /// <summary>Looks for a tensor by name.</summary>
    public bool TryFind(string name, out CheckpointEntry entry)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<byte> key = Encoding.UTF8.GetBytes(name);
        int at = EntrySearch.FirstNotBelow(Entries, key);
        bool isFound = at < Entries.Count && Entries[at].NameBytes.Span.SequenceEqual(key);
        entry = isFound ? Entries[at] : null!;
        return isFound;
    }

    /// <summary>Reads a whole tensor, row-major.</summary>
    /// <typeparam name="T">The type of its elements, see <see cref="DTypes.Of{T}"/>, or an unsigned integer of the same size for types that
    /// C# has not.</typeparam>
    /// <exception cref="ArgumentException">The name is not in the checkpoint, or <typeparamref name="T"/> does not fit its
    /// type.</exception>
    /// <exception cref="MalformedFileException">The tensor is damaged.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        CheckpointEntry entry = Find(name);
        CheckType<T>(entry);
        using TensorStream stream = Source.OpenTensor(entry);
        T[] values = GC.AllocateUninitializedArray<T>(ArrayLength(entry));
        Fill<T>(stream, values);
        return values;
    }

    /// <summary>Reads a whole tensor, row-major, into memory of the caller.</summary>
    /// <param name="entry">Which tensor.</param>
    /// <param name="destination">Exactly as many elements as the tensor has. After an exception its content is not to be used.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> does not fit the tensor's type, or the length is another.</exception>
    /// <exception cref="MalformedFileException">The tensor is damaged.</exception>
    public void Read<T>(CheckpointEntry entry, Span<T> destination)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(entry);
        CheckType<T>(entry);
        if (entry.Fault is null && destination.Length != entry.Shape.ElementCount)
        {
            throw new ArgumentException($"'{entry.Shown}' has {entry.Shape.ElementCount} elements, the destination {destination.Length}.",
                nameof(destination));
        }

        using TensorStream stream = Source.OpenTensor(entry);
        Fill(stream, destination);
    }

    /// <summary>Reads the elements of a tensor of strings, or the serialized messages of one of variants.</summary>
    /// <exception cref="ArgumentException">The name is not in the checkpoint, or its elements are numbers.</exception>
    /// <exception cref="MalformedFileException">The tensor is damaged.</exception>
    public byte[][] ReadStrings(string name)
    {
        CheckpointEntry entry = Find(name);
        using ElementStream elements = OpenElements(entry);
        byte[][] values = new byte[ArrayLength(entry)][];
        for (int i = 0; elements.MoveNext(); i++)
        {
            values[i] = elements.ReadElement();
        }

        return values;
    }

    /// <summary>Reads a whole tensor as bytes: numbers little-endian and row-major, elements of strings and variants one behind the
    /// other.</summary>
    /// <exception cref="ArgumentException">The name is not in the checkpoint, or it has more than 2 GiB.</exception>
    /// <exception cref="MalformedFileException">The tensor is damaged.</exception>
    public byte[] ReadBytes(string name)
    {
        CheckpointEntry entry = Find(name);
        using MemoryStream bytes = new();
        CopyTo(entry, bytes);
        return bytes.ToArray();
    }

    /// <summary>Writes the bytes of a tensor to a stream, in constant memory, in the form of <see cref="ReadBytes"/>.</summary>
    /// <remarks>A damaged tensor may show only behind its last byte: after an exception what was written is not to be used.</remarks>
    /// <exception cref="MalformedFileException">The tensor is damaged.</exception>
    public void CopyTo(CheckpointEntry entry, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(destination);
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(entry.Length, 1, TensorStream.PieceSize));
        if (entry.DType.IsFixedSize() || entry.Fault is not null)
        {
            using TensorStream stream = Source.OpenTensor(entry);
            while (stream.Read(buffer) is > 0 and int got)
            {
                destination.Write(buffer, 0, got);
            }

            return;
        }

        using ElementStream elements = Source.OpenElements(entry);
        while (elements.MoveNext())
        {
            while (elements.Read(buffer) is > 0 and int got)
            {
                destination.Write(buffer, 0, got);
            }
        }
    }

    /// <summary>Checks every checksum of every byte that the checkpoint speaks of, and the object graph in itself, in constant
    /// memory.</summary>
    /// <param name="progress">Told the bytes that are done so far.</param>
    /// <param name="cancellation">Ends the check.</param>
    public VerificationReport Verify(IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        Source.Verify(progress, cancellation);

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    /// <summary>The elements of a tensor of strings or variants.</summary>
    /// <exception cref="ArgumentException">Its elements are numbers.</exception>
    internal ElementStream OpenElements(CheckpointEntry entry) => entry.DType.IsFixedSize()
        ? throw new ArgumentException($"'{entry.Shown}' holds {entry.DType.Name()}, no strings.", nameof(entry))
        : Source.OpenElements(entry);

    private CheckpointEntry Find(string name) =>
        TryFind(name, out CheckpointEntry entry)
            ? entry
            : throw new ArgumentException($"{Prefix}: there is no tensor '{name}'.", nameof(name));

    private static int ArrayLength(CheckpointEntry entry) => entry.Shape.ElementCount <= Array.MaxLength
        ? (int)entry.Shape.ElementCount
        : throw new ArgumentException($"'{entry.Shown}' has {entry.Shape.ElementCount} elements, more than an array holds.", nameof(entry));

    private static void CheckType<T>(CheckpointEntry entry)
        where T : unmanaged
    {
        DType asked = DTypes.Of<T>();
        bool isBits = asked is DType.UInt8 or DType.UInt16 or DType.UInt32 or DType.UInt64;
        bool fits = entry.DType == asked
            || (entry.DType.IsFixedSize() && entry.DType.ElementSize() == Unsafe.SizeOf<T>()
                && (isBits || IsQuantized(entry.DType, asked)));
        if (!fits && entry.Fault is null)
        {
            throw new ArgumentException($"'{entry.Shown}' holds {entry.DType.Name()}, which is not read as {typeof(T).Name}.");
        }
    }

    private static bool IsQuantized(DType stored, DType asked) => (stored, asked) is
        (DType.QInt8, DType.Int8) or (DType.QInt16, DType.Int16) or (DType.QInt32, DType.Int32);

    // In steps, because the bytes of a large span are more than a span of bytes can have.
    private static void Fill<T>(TensorStream stream, Span<T> destination)
        where T : unmanaged
    {
        int step = TensorStream.PieceSize / Unsafe.SizeOf<T>();
        while (destination.Length > step)
        {
            stream.ReadFully(MemoryMarshal.AsBytes(destination[..step]));
            destination = destination[step..];
        }

        stream.ReadFully(MemoryMarshal.AsBytes(destination));
        if (destination.IsEmpty)
        {
            stream.Read([]); // The checksum of no bytes is looked at, too.
        }
    }
}
