using TensorBoardFormats.Files;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Tables;

/// <summary>
/// Walks through a table as TensorFlow does, for those who foretell what TensorFlow makes of it: a damaged block is skipped without a word,
/// one that turns bad in its middle ends there, the order of keys is not looked at (spec/tensor-bundle.md §9.1). Readers of values take
/// <see cref="TableReader"/>.
/// </summary>
/// <remarks>Holds the index block and one data block. Not for several threads. The file stays the caller's.</remarks>
internal sealed class LenientTableIterator
{
    private readonly BlockLoader _loader;
    private readonly BlockCursor _index = new();
    private readonly BlockCursor _data = new();
    private BlockHandle? _loaded;

    private LenientTableIterator(ReadableFile file, TableBlock index)
    {
        _loader = new BlockLoader(file);
        _index.Reset(index);
    }

    /// <summary>It stands on an entry.</summary>
    public bool IsValid => _data.IsValid;

    /// <summary>The last fault that was passed over.</summary>
    public TableFault? Passed { get; private set; }

    /// <summary>The key of the current entry; valid until the iterator moves.</summary>
    public ReadOnlySpan<byte> Key => _data.Key;

    /// <summary>The value of the current entry; valid until the iterator moves.</summary>
    public ReadOnlySpan<byte> Value => _data.Value;

    /// <summary>Opens a table; TensorFlow, too, refuses one without a sound footer and index block.</summary>
    public static bool TryOpen(ReadableFile file, out LenientTableIterator iterator, out TableFault fault)
    {
        iterator = null!;
        if (!TableReader.TryReadFooter(file, out Footer footer, out fault)
            || !new BlockLoader(file).TryLoad(footer.Index, out TableBlock index, out fault))
        {
            return false;
        }

        iterator = new LenientTableIterator(file, index);
        return true;
    }

    /// <summary>Goes to the first entry that the index and the restarts lead to for <paramref name="key"/>.</summary>
    public bool Seek(ReadOnlySpan<byte> key)
    {
        _index.Seek(key);
        LoadBlock();
        Note(_data.Seek(key));
        return SkipEmptyBlocks();
    }

    /// <summary>Goes to the next entry.</summary>
    public bool MoveNext()
    {
        Note(_data.MoveNext());
        return SkipEmptyBlocks();
    }

    /// <summary>Goes to <paramref name="key"/> itself.</summary>
    /// <returns>False when the way that TensorFlow takes does not lead there, even if the table has it.</returns>
    public bool Find(ReadOnlySpan<byte> key) => Seek(key) && Key.SequenceEqual(key);

    private bool SkipEmptyBlocks()
    {
        while (!_data.IsValid && _index.IsValid)
        {
            Note(_index.MoveNext());
            LoadBlock();
            Note(_data.MoveNext());
        }

        return _data.IsValid;
    }

    private void LoadBlock()
    {
        if (!_index.IsValid)
        {
            _data.Reset(null);
            _loaded = null;
            return;
        }

        WireReader reader = new(_index.Value);
        if (!BlockHandle.TryDecode(ref reader, out BlockHandle handle))
        {
            Passed = _index.Block.Fault(_index.Position, "a block handle", "none");
            _data.Reset(null);
            _loaded = null;
        }
        else if (_loaded == handle)
        {
            _data.Reset(_data.Block);
        }
        else if (_loader.TryLoad(handle, out TableBlock block, out TableFault fault))
        {
            _data.Reset(block);
            _loaded = handle;
        }
        else
        {
            Passed = fault;
            _data.Reset(null);
            _loaded = null;
        }
    }

    private void Note(bool isOnEntry)
    {
        if (!isOnEntry)
        {
            Passed = _data.Fault ?? _index.Fault ?? Passed;
        }
    }
}
