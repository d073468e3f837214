using TensorBoardFormats.Files;

namespace TensorBoardFormats.Tables;

/// <summary>
/// Reads a whole table strictly: every block is checked, keys ascend through the table, restarts and index keys are where lookups need them
/// (spec/tensor-bundle.md §3, §16). What contradicts itself is refused with the place of the fault.
/// </summary>
/// <remarks>Holds the index and one data block at a time. Not for several threads. The file stays the caller's.</remarks>
internal sealed class TableReader
{
    private readonly ReadableFile _file;
    private readonly BlockLoader _loader;
    private readonly BlockCursor _cursor = new();
    private readonly List<IndexEntry> _index;
    private byte[] _lastKey = [];
    private int _lastKeyLength;
    private readonly bool _ordered;
    private int _restart;

    private TableReader(ReadableFile file, BlockLoader loader, List<IndexEntry> index, bool ordered)
    {
        _file = file;
        _loader = loader;
        _index = index;
        _ordered = ordered;
    }

    /// <summary>Number of data blocks.</summary>
    public int BlockCount => _index.Count;

    /// <summary>The data block that the current entry stands in, from 0; -1 before the first.</summary>
    public int Block { get; private set; } = -1;

    /// <summary>Entries passed so far, the current one counted.</summary>
    public long EntryCount { get; private set; }

    /// <summary>The key of the current entry; valid until the next <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Key => _cursor.Key;

    /// <summary>The value of the current entry; valid until the next <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Value => _cursor.Value;

    /// <summary>Where the current entry begins in the file; of a compressed block its start.</summary>
    public long Offset => _cursor.Block.OffsetInFile(_cursor.Position);

    /// <summary>The current key is not above the one before it; only when the reader was told not to insist on that.</summary>
    public TableFault? OrderFault { get; private set; }

    /// <summary>Where the current entry stands: the handle of its block and its place there, for
    /// <see cref="BlockCursor.TryGetValue"/>.</summary>
    public (BlockHandle Block, int Position) Place => (_index[Block].Handle, _cursor.Position);

    /// <summary>Reads footer and index block.</summary>
    /// <param name="file">The table.</param>
    /// <param name="ordered">Refuse keys that do not ascend; else they are told in <see cref="OrderFault"/>.</param>
    /// <exception cref="MalformedFileException">They are no table's.</exception>
    public static TableReader Open(ReadableFile file, bool ordered = true)
    {
        if (!TryReadFooter(file, out Footer footer, out TableFault fault))
        {
            throw fault.In(file.Path);
        }

        BlockLoader loader = new(file);
        if (!loader.TryLoad(footer.Index, out TableBlock block, out fault))
        {
            throw fault.In(file.Path);
        }

        return new TableReader(file, loader, ReadIndex(file, block), ordered);
    }

    /// <summary>Reads the last 48 bytes of a file.</summary>
    public static bool TryReadFooter(ReadableFile file, out Footer footer, out TableFault fault)
    {
        Span<byte> bytes = stackalloc byte[TableFormat.FooterSize];
        long start = file.Length - TableFormat.FooterSize;
        if (start < 0 || file.ReadFully(bytes, start) < bytes.Length)
        {
            footer = default;
            fault = new TableFault(0, $"a table of at least {TableFormat.FooterSize} bytes", $"{file.Length} bytes");
            return false;
        }

        return Footer.TryDecode(bytes, start, out footer, out fault);
    }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="MalformedFileException">The table is damaged there or contradicts itself.</exception>
    public bool MoveNext()
    {
        while (true)
        {
            bool hasBlock = Block >= 0;
            if (hasBlock)
            {
                RememberKey();
            }

            if (hasBlock && _cursor.MoveNext())
            {
                CheckRestarts();
                CheckOrder();
                EntryCount++;
                return true;
            }

            if (hasBlock)
            {
                FinishBlock();
            }

            if (Block + 1 >= _index.Count)
            {
                return false;
            }

            LoadBlock(Block + 1);
        }
    }

    private static List<IndexEntry> ReadIndex(ReadableFile file, TableBlock block)
    {
        BlockCursor cursor = new();
        cursor.Reset(block);
        List<IndexEntry> index = [];
        while (cursor.MoveNext())
        {
            Protobuf.WireReader reader = new(cursor.Value);
            if (!BlockHandle.TryDecode(ref reader, out BlockHandle handle))
            {
                throw block.Fault(cursor.Position, "an index entry with a block handle",
                    $"a value of {cursor.Value.Length} bytes that is none").In(file.Path);
            }

            if (index.Count > 0 && cursor.Key.SequenceCompareTo(index[^1].Key) < 0)
            {
                throw block.Fault(cursor.Position, "index keys in ascending order", "one below the one before it").In(file.Path);
            }

            index.Add(new IndexEntry(cursor.Key.ToArray(), handle, block.OffsetInFile(cursor.Position)));
        }

        return cursor.Fault is { } fault ? throw fault.In(file.Path) : index;
    }

    private void LoadBlock(int number)
    {
        if (!_loader.TryLoad(_index[number].Handle, out TableBlock block, out TableFault fault))
        {
            throw fault.In(_file.Path);
        }

        _cursor.Reset(block);
        _restart = 0;
        Block = number;
    }

    private void FinishBlock()
    {
        if (_cursor.Fault is { } fault)
        {
            throw fault.In(_file.Path);
        }

        TableBlock block = _cursor.Block;
        if (_restart < block.RestartCount && !(block.EntriesLength == 0 && block.RestartCount == 1 && block.Restart(0) == 0))
        {
            throw RestartFault(block);
        }

        IndexEntry index = _index[Block];
        if (EntryCount > 0 && LastKey.SequenceCompareTo(index.Key) > 0)
        {
            throw new MalformedFileException(_file.Path, index.Offset, "an index key not below the last key of its block", "one below it");
        }
    }

    // Lookups go by the restarts: one that is no entry, or an entry whose key leans on the one before, leads them astray.
    private void CheckRestarts()
    {
        TableBlock block = _cursor.Block;
        bool isFirst = _cursor.Position == 0;
        if (_restart < block.RestartCount && block.Restart(_restart) == (uint)_cursor.Position && _cursor.Shared == 0)
        {
            _restart++;
        }
        else if (isFirst || (_restart < block.RestartCount && block.Restart(_restart) <= (uint)_cursor.Position))
        {
            throw RestartFault(block);
        }
    }

    private MalformedFileException RestartFault(TableBlock block) => _restart < block.RestartCount
        ? block.Fault(block.EntriesLength + (_restart * sizeof(uint)), "a restart that points to an entry with a whole key",
            $"{block.Restart(_restart)}").In(_file.Path)
        : block.Fault(block.Length - sizeof(uint), "a restart for the first entry", "none").In(_file.Path);

    private void CheckOrder()
    {
        // Bytes shared with the key before are equal by construction; comparing them again is what a hostile table would like.
        int shared = _cursor.Shared;
        OrderFault = EntryCount > 0 && Key[shared..].SequenceCompareTo(LastKey[shared..]) <= 0
            ? _cursor.Block.Fault(_cursor.Position, "keys in ascending order, each once", "one that is not above the one before it")
            : null;
        if (_ordered && OrderFault is { } fault)
        {
            throw fault.In(_file.Path);
        }

        if (_cursor.Position == 0 && Block > 0 && OrderFault is null && Key.SequenceCompareTo(_index[Block - 1].Key) <= 0)
        {
            throw new MalformedFileException(_file.Path, _index[Block - 1].Offset, "an index key below the first key of the next block",
                "one that is not");
        }
    }

    private ReadOnlySpan<byte> LastKey => _lastKey.AsSpan(0, _lastKeyLength);

    private void RememberKey()
    {
        if (!_cursor.IsValid)
        {
            return;
        }

        if (_lastKey.Length < Key.Length)
        {
            Array.Resize(ref _lastKey, (int)Math.Min(2L * Key.Length, Array.MaxLength));
        }

        Key[_cursor.Shared..].CopyTo(_lastKey.AsSpan(_cursor.Shared));
        _lastKeyLength = Key.Length;
    }

    private readonly record struct IndexEntry(byte[] Key, BlockHandle Handle, long Offset);
}
