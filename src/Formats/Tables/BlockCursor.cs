namespace TensorBoardFormats.Tables;

/// <summary>
/// Walks the entries of a block from its start, joining the shared part of each key. It stops at the end or at the first entry that is
/// none, which <see cref="Fault"/> then tells. Layout above <see cref="BlockBuilder"/>.
/// </summary>
/// <remarks>Takes what TensorFlow's iterator takes: restarts serve seeking only and may stand anywhere. Not for several threads.</remarks>
internal sealed class BlockCursor
{
    private TableBlock? _block;
    private byte[] _key = new byte[256];
    private int _keyLength;
    private int _valueStart;
    private int _valueLength;
    private int _next;

    /// <summary>The block it walks through.</summary>
    public TableBlock Block => _block!;

    /// <summary>It stands on an entry.</summary>
    public bool IsValid { get; private set; }

    /// <summary>Why it stands on none, or null when the block is simply at its end.</summary>
    public TableFault? Fault { get; private set; }

    /// <summary>Where the entry begins in the block.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes of its key that come from the entry before.</summary>
    public int Shared { get; private set; }

    /// <summary>The whole key; valid until the cursor moves.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    /// <summary>The value; valid until the block is replaced.</summary>
    public ReadOnlySpan<byte> Value => Block.Bytes.AsSpan(_valueStart, _valueLength);

    /// <summary>Stands before the first entry of another block; null for none.</summary>
    public void Reset(TableBlock? block)
    {
        _block = block;
        MoveTo(0);
        IsValid = false;
    }

    /// <summary>Goes to the next entry.</summary>
    public bool MoveNext()
    {
        IsValid = false;
        if (_block is not { } block || Fault is not null || _next >= block.EntriesLength)
        {
            return false;
        }

        Position = _next;
        if (!TryReadHeader(block, _next, out uint shared, out uint unshared, out uint valueLength, out int body))
        {
            return Stop("an entry inside its block", "one that ends behind it");
        }

        if (shared > (uint)_keyLength)
        {
            return Stop($"a key that shares at most the {_keyLength} bytes of the key before it", $"one that shares {shared}");
        }

        if (_key.Length < shared + unshared)
        {
            Array.Resize(ref _key, (int)Math.Max(shared + unshared, 2L * _keyLength));
        }

        block.Bytes.AsSpan(body, (int)unshared).CopyTo(_key.AsSpan((int)shared));
        _keyLength = (int)(shared + unshared);
        Shared = (int)shared;
        _valueStart = body + (int)unshared;
        _valueLength = (int)valueLength;
        _next = _valueStart + _valueLength;
        IsValid = true;
        return true;
    }

    /// <summary>The value of the entry that begins at a place in a block, whose key may lean on others.</summary>
    public static bool TryGetValue(TableBlock block, int position, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (position >= block.EntriesLength || !TryReadHeader(block, position, out _, out uint unshared, out uint length, out int body))
        {
            return false;
        }

        value = block.Bytes.AsSpan(body + (int)unshared, (int)length);
        return true;
    }

    /// <summary>Goes to the first entry whose key is not below <paramref name="target"/>, by the restarts, as TensorFlow does.</summary>
    public bool Seek(ReadOnlySpan<byte> target)
    {
        if (_block is not { RestartCount: > 0 } block)
        {
            IsValid = false;
            return false;
        }

        int left = 0;
        int right = block.RestartCount - 1;
        while (left < right)
        {
            int middle = left + ((right - left + 1) / 2);
            uint at = block.Restart(middle);
            Position = (int)Math.Min(at, (uint)block.EntriesLength);
            if (at > (uint)block.EntriesLength || !TryReadHeader(block, (int)at, out uint shared, out uint unshared, out _, out int body)
                || shared != 0)
            {
                return Stop("a restart that points to an entry with a whole key", $"one that points to {at}");
            }

            if (block.Bytes.AsSpan(body, (int)unshared).SequenceCompareTo(target) < 0)
            {
                left = middle;
            }
            else
            {
                right = middle - 1;
            }
        }

        MoveTo((int)Math.Min(block.Restart(left), (uint)block.EntriesLength));
        while (MoveNext())
        {
            if (Key.SequenceCompareTo(target) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private void MoveTo(int position)
    {
        _next = position;
        _keyLength = 0;
        Fault = null;
    }

    private bool Stop(string expected, string found)
    {
        IsValid = false;
        Fault = Block.Fault(Position, expected, found);
        return false;
    }

    private static bool TryReadHeader(TableBlock block, int position, out uint shared, out uint unshared, out uint valueLength,
        out int body)
    {
        ReadOnlySpan<byte> entries = block.Bytes.AsSpan(0, block.EntriesLength);
        if (position <= entries.Length - 3 && (entries[position] | entries[position + 1] | entries[position + 2]) < 0x80)
        {
            shared = entries[position];
            unshared = entries[position + 1];
            valueLength = entries[position + 2];
            body = position + 3;
        }
        else
        {
            unshared = valueLength = 0;
            if (!Varint32.TryRead(entries, position, out shared, out body)
                || !Varint32.TryRead(entries, body, out unshared, out body)
                || !Varint32.TryRead(entries, body, out valueLength, out body))
            {
                return false;
            }
        }

        return (ulong)unshared + valueLength <= (ulong)(entries.Length - body);
    }
}
