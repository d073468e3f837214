using System.Buffers.Binary;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Tables;

/// <summary>
/// Builds the content of one block after the other, in the same memory (spec/tensor-bundle.md §3.2).
/// </summary>
/// <remarks>
/// <code>
/// entry   = varint32 shared | varint32 non_shared | varint32 value length | key[shared..] | value
/// restart = fixed32 offset of a restart entry in the block
/// block   = entry ... | restart ... | fixed32 number of restarts
/// </code>
/// Every <c>restartInterval</c>-th entry is a restart: its key is whole. The offset of the first restart is always 0.
/// </remarks>
internal sealed class BlockBuilder(int restartInterval)
{
    private const int MaxEntryHeader = 3 * 5; // three varint32

    private readonly List<uint> _restarts = [0];
    private byte[] _buffer = new byte[4096];
    private byte[] _lastKey = new byte[256];
    private int _length;
    private int _lastKeyLength;
    private int _sinceRestart;

    /// <summary>True when no entry was added since the last <see cref="Reset"/>.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Bytes that <see cref="Finish"/> would give now.</summary>
    public long EstimatedSize => (long)_length + (sizeof(uint) * _restarts.Count) + sizeof(uint);

    /// <summary>The key added last; empty in an empty block.</summary>
    public ReadOnlySpan<byte> LastKey => _lastKey.AsSpan(0, _lastKeyLength);

    /// <summary>Appends an entry. Keys must come in ascending order; that is the table builder's care.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int shared = 0;
        if (_sinceRestart < restartInterval)
        {
            shared = LastKey.CommonPrefixLength(key);
        }
        else
        {
            _restarts.Add((uint)_length);
            _sinceRestart = 0;
        }

        Reserve((long)MaxEntryHeader + key.Length - shared + value.Length);
        WireWriter writer = new(_buffer.AsSpan(_length));
        writer.Varint((ulong)shared);
        writer.Varint((ulong)(key.Length - shared));
        writer.Varint((ulong)value.Length);
        writer.Raw(key[shared..]);
        writer.Raw(value);
        _length += writer.Position;
        _sinceRestart++;
        Remember(key, shared);
    }

    /// <summary>Appends the restarts and gives the whole block; valid until <see cref="Reset"/>, which must follow.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        Reserve(((long)_restarts.Count + 1) * sizeof(uint));
        foreach (uint restart in _restarts)
        {
            AppendFixed32(restart);
        }

        AppendFixed32((uint)_restarts.Count);
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Starts the next block.</summary>
    public void Reset()
    {
        _restarts.Clear();
        _restarts.Add(0);
        _length = 0;
        _lastKeyLength = 0;
        _sinceRestart = 0;
    }

    private void AppendFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(uint);
    }

    private void Remember(ReadOnlySpan<byte> key, int shared)
    {
        if (key.Length > _lastKey.Length)
        {
            Array.Resize(ref _lastKey, Math.Max(key.Length, (int)Math.Min(2L * _lastKey.Length, Array.MaxLength)));
        }

        key[shared..].CopyTo(_lastKey.AsSpan(shared));
        _lastKeyLength = key.Length;
    }

    private void Reserve(long more)
    {
        long needed = _length + more;
        if (needed > Array.MaxLength)
        {
            throw new ArgumentException("A block of a table is at most 2 GiB: the key and the value of one entry are too long.");
        }

        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Max(needed, Math.Min(2L * _buffer.Length, Array.MaxLength)));
        }
    }
}
