using System.Runtime.InteropServices;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Writes a TensorFlow checkpoint (tensor bundle V2): <c>PREFIX.index</c> and <c>PREFIX.data-00000-of-00001</c>, byte for byte as TensorFlow's
/// <c>SaveV2</c> does for the same tensors in the same order (spec/tensor-bundle.md §3 to §8).
/// </summary>
/// <remarks>
/// The checkpoint appears with <see cref="Complete"/>, whole; until then its files have temporary names, and <see cref="Dispose"/> without
/// <see cref="Complete"/> removes them. Tensors lie in the data file in the order in which they are added; their values are written at once, so
/// the caller's memory is free when a call returns. One thread at a time.
/// Mistakes of the caller are <see cref="ArgumentException"/>s before the first byte of the tensor; errors of the disk are <see cref="IOException"/>s
/// that name the path, on the call that meets them and on every one after it.
/// </remarks>
public sealed partial class CheckpointWriter : IDisposable
{
    private readonly BundleWriter _bundle;
    private byte[] _nameBuffer = new byte[256];
    private TensorSink? _sink;
    private bool _isDone;

    private CheckpointWriter(string prefix, CheckpointWriterOptions options)
    {
        options.Check();
        _bundle = new BundleWriter(prefix, 1, options);
    }

    /// <summary>What the names of the files begin with.</summary>
    public string Prefix => _bundle.Prefix;

    /// <summary>Starts a checkpoint. One of that prefix is replaced when the new one is complete.</summary>
    /// <param name="prefix">Directory and name, as <c>logs/model.ckpt-1</c>; missing directories are made.</param>
    /// <param name="options">TensorFlow's ways when left out.</param>
    /// <exception cref="ArgumentException">The prefix is empty, or an option makes no sense.</exception>
    /// <exception cref="IOException">The directory or the temporary file cannot be made.</exception>
    public static CheckpointWriter Create(string prefix, CheckpointWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new CheckpointWriter(prefix, options ?? CheckpointWriterOptions.Default);
    }

    /// <summary>Starts one part of a checkpoint that several writers fill at the same time; <see cref="CheckpointMerger.MergeShards"/> puts the parts together.</summary>
    /// <param name="prefix">Prefix of the whole checkpoint; the part stands in <c>PREFIX_temp/</c>.</param>
    /// <param name="shard">Number of the part, from 0.</param>
    /// <param name="shardCount">Number of parts.</param>
    /// <param name="options">TensorFlow's ways when left out.</param>
    /// <exception cref="ArgumentException">The prefix is empty, or there is no such part.</exception>
    /// <exception cref="IOException">The directory or the temporary file cannot be made.</exception>
    public static CheckpointWriter CreateShard(string prefix, int shard, int shardCount, CheckpointWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(shardCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, shardCount);
        return new CheckpointWriter(CheckpointFileNames.Part(prefix, shard, shardCount), options ?? CheckpointWriterOptions.Default);
    }

    /// <summary>Adds a tensor of numbers.</summary>
    /// <typeparam name="T">A number type that is one of TensorFlow's (<see cref="DTypes.Of{T}"/>).</typeparam>
    /// <param name="name">Name, new in this checkpoint.</param>
    /// <param name="shape">Shape; <c>[]</c> is a scalar.</param>
    /// <param name="values">Elements, row by row.</param>
    /// <exception cref="ArgumentException">The name is taken, the type is none of TensorFlow's, or the number of elements is not the shape's.</exception>
    public void Add<T>(TensorName name, TensorShape shape, ReadOnlySpan<T> values)
        where T : unmanaged => Add(name, TypeOf<T>(), shape, LittleEndian(values));

    /// <summary>Adds a tensor from the bytes of its elements: for the types that C# has none of, as <see cref="DType.QInt8"/> or <see cref="DType.Complex64"/>.</summary>
    /// <param name="name">Name, new in this checkpoint.</param>
    /// <param name="dtype">Type of the elements, one of fixed size.</param>
    /// <param name="shape">Shape; <c>[]</c> is a scalar.</param>
    /// <param name="littleEndianBytes">Elements, row by row; the types of 2 and 4 bits take a byte each, whose high bits are cleared.</param>
    /// <exception cref="ArgumentException">The name is taken, TensorFlow cannot store the type, or the number of bytes is not the shape's.</exception>
    public void Add(TensorName name, DType dtype, TensorShape shape, ReadOnlySpan<byte> littleEndianBytes)
    {
        ReadOnlySpan<byte> key = NewKey(name);
        CheckSize(name, dtype, shape, littleEndianBytes.Length);
        AddBytes(key, dtype, shape, littleEndianBytes, isSlice: false);
    }

    /// <summary>Adds a part of a partitioned variable. A part that is the whole is stored as an ordinary tensor, as TensorFlow does.</summary>
    /// <typeparam name="T">A number type that is one of TensorFlow's.</typeparam>
    /// <param name="name">Name of the variable.</param>
    /// <param name="fullShape">Shape of the whole variable.</param>
    /// <param name="slice">Which part.</param>
    /// <param name="values">Elements of the part, row by row.</param>
    /// <exception cref="ArgumentException">Type or full shape differ from those of earlier parts, the part lies outside or overlaps an earlier one, or
    /// the number of elements is not the part's.</exception>
    public void AddSlice<T>(TensorName name, TensorShape fullShape, TensorSlice slice, ReadOnlySpan<T> values)
        where T : unmanaged => AddSlice(name, TypeOf<T>(), fullShape, slice, LittleEndian(values));

    /// <summary>Adds a part of a partitioned variable from the bytes of its elements.</summary>
    /// <inheritdoc cref="AddSlice{T}"/>
    public void AddSlice(TensorName name, DType dtype, TensorShape fullShape, TensorSlice slice, ReadOnlySpan<byte> littleEndianBytes)
    {
        ReadOnlySpan<byte> key = SliceKeyOf(name, dtype, fullShape, slice, out TensorShape shape, out bool isPart);
        CheckSize(name, dtype, shape, littleEndianBytes.Length);
        Declare(name, dtype, fullShape, slice, isPart);
        AddBytes(key, dtype, shape, littleEndianBytes, isPart);
    }

    /// <summary>Begins a tensor whose bytes come later, piece by piece; for tensors larger than memory.</summary>
    /// <param name="name">Name, new in this checkpoint.</param>
    /// <param name="dtype">Type of the elements, one of fixed size.</param>
    /// <param name="shape">Shape; it says how many bytes must come.</param>
    /// <returns>Where to write them. The next tensor can be added when all have come.</returns>
    /// <exception cref="ArgumentException">The name is taken, or TensorFlow cannot store the type.</exception>
    public TensorSink Begin(TensorName name, DType dtype, TensorShape shape)
    {
        ReadOnlySpan<byte> key = NewKey(name);
        long size = SizeOf(name, dtype, shape);
        TensorSink sink = new(this, key.ToArray(), dtype, shape, size, _bundle.Position);
        _sink = sink;
        _bundle.Reserve(size);
        sink.EndIfFull();
        return sink;
    }

    /// <summary>Writes the index and gives the files their names. Only now does the checkpoint exist.</summary>
    /// <exception cref="InvalidOperationException">A tensor that was begun has not got all its bytes.</exception>
    /// <exception cref="IOException">The disk fails now, or failed before; the message names the path.</exception>
    public CheckpointInfo Complete()
    {
        CheckReady();
        CheckpointInfo info = _bundle.Commit();
        _isDone = true;
        return info;
    }

    /// <summary><see cref="Complete"/> on another thread.</summary>
    public Task<CheckpointInfo> CompleteAsync(CancellationToken ct = default) => Task.Run(Complete, ct);

    /// <summary>Ends writing; without <see cref="Complete"/> nothing remains on the disk.</summary>
    public void Dispose()
    {
        _isDone = true;
        _bundle.Dispose();
    }

    private static DType TypeOf<T>()
        where T : unmanaged
    {
        DType dtype = DTypes.Of<T>();
        return dtype != DType.Invalid
            ? dtype
            : throw new ArgumentException($"{typeof(T)} is none of TensorFlow's types. Name the type and give the bytes of the elements instead.");
    }

    /// <summary>The bytes of numbers in memory, where memory is little-endian.</summary>
    internal static ReadOnlySpan<byte> LittleEndian<T>(ReadOnlySpan<T> values)
        where T : unmanaged => BitConverter.IsLittleEndian
            ? MemoryMarshal.AsBytes(values)
            : throw new PlatformNotSupportedException("On a big-endian machine give the bytes of the elements, in little-endian order.");
}
