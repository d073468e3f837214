using System.Buffers;
using System.Buffers.Binary;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Tables;

/// <summary>
/// Writes a table: a pure encoder that hands finished blocks to <paramref name="destination"/> and holds one data block and the index block
/// (spec/tensor-bundle.md §3; layout above <see cref="TableFormat"/>). Byte for byte what TensorFlow writes for the same entries.
/// </summary>
/// <remarks>Call <see cref="Add"/> with ascending keys, then <see cref="Finish"/> once. Not for several threads.</remarks>
internal sealed class TableBuilder(IBufferWriter<byte> destination)
{
    private readonly BlockBuilder _data = new(TableFormat.DataRestartInterval);
    private readonly BlockBuilder _index = new(TableFormat.IndexRestartInterval);
    private byte[] _lastKey = [];
    private int _lastKeyLength;
    private BlockHandle _pending;
    private bool _hasPending;
    private bool _finished;

    /// <summary>Entries added so far.</summary>
    public long EntryCount { get; private set; }

    /// <summary>Bytes handed over so far; after <see cref="Finish"/> the size of the table.</summary>
    public long Length { get; private set; }

    /// <summary>Appends an entry.</summary>
    /// <exception cref="ArgumentException">The key is not above the one before it.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        if (EntryCount > 0 && key.SequenceCompareTo(LastKey) <= 0)
        {
            throw new ArgumentException("Keys of a table are added in ascending order of their bytes, each once.", nameof(key));
        }

        if (EntryCount > 0 && (long)key.Length + value.Length >= TableFormat.LargeEntrySize)
        {
            Flush();
        }

        if (_hasPending)
        {
            AddIndexEntry(SeparatorLength(LastKey, key, out bool increment), increment);
        }

        _data.Add(key, value);
        EntryCount++;
        if (_data.EstimatedSize >= TableFormat.BlockSize)
        {
            Flush();
        }
    }

    /// <summary>Writes what is left: the last data block, the metaindex block, the index block and the footer.</summary>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        Flush();
        BlockHandle metaIndex = WriteBlock(_data);
        if (_hasPending)
        {
            AddIndexEntry(SuccessorLength(LastKey, out bool increment), increment);
        }

        BlockHandle index = WriteBlock(_index);
        new Footer(metaIndex, index).Encode(destination.GetSpan(TableFormat.FooterSize));
        Advance(TableFormat.FooterSize);
        _finished = true;
    }

    /// <summary>The shortest key that is not below <paramref name="last"/> and below <paramref name="next"/>, as far as TensorFlow
    /// looks.</summary>
    /// <returns>How many bytes of <paramref name="last"/> it has.</returns>
    internal static int SeparatorLength(ReadOnlySpan<byte> last, ReadOnlySpan<byte> next, out bool increment)
    {
        int common = last.CommonPrefixLength(next);
        increment = common < last.Length && common < next.Length && last[common] < 0xFF && last[common] + 1 < next[common];
        return increment ? common + 1 : last.Length;
    }

    /// <summary>A short key that is not below <paramref name="last"/>.</summary>
    /// <returns>How many bytes of <paramref name="last"/> it has.</returns>
    internal static int SuccessorLength(ReadOnlySpan<byte> last, out bool increment)
    {
        int at = last.IndexOfAnyExcept((byte)0xFF);
        increment = at >= 0;
        return increment ? at + 1 : last.Length;
    }

    // While a block is open its builder knows the last key; between blocks it is kept here.
    private ReadOnlySpan<byte> LastKey => _data.IsEmpty ? _lastKey.AsSpan(0, _lastKeyLength) : _data.LastKey;

    private void Flush()
    {
        if (_data.IsEmpty)
        {
            return;
        }

        _lastKeyLength = _data.LastKey.Length;
        if (_lastKey.Length < _lastKeyLength)
        {
            _lastKey = new byte[_lastKeyLength];
        }

        _data.LastKey.CopyTo(_lastKey);
        _pending = WriteBlock(_data);
        _hasPending = true;
    }

    // The index key is the first bytes of the last key, the last of them one more where told.
    private void AddIndexEntry(int keyLength, bool increment)
    {
        Span<byte> handle = stackalloc byte[BlockHandle.MaxEncodedSize];
        int size = _pending.Encode(handle);
        if (increment)
        {
            _lastKey[keyLength - 1]++; // The key is not needed again: another one follows, or none.
        }

        _index.Add(_lastKey.AsSpan(0, keyLength), handle[..size]);
        _hasPending = false;
    }

    private BlockHandle WriteBlock(BlockBuilder block)
    {
        ReadOnlySpan<byte> content = block.Finish();
        BlockHandle handle = new((ulong)Length, (ulong)content.Length);
        destination.Write(content);
        Length += content.Length;

        Span<byte> trailer = destination.GetSpan(TableFormat.TrailerSize)[..TableFormat.TrailerSize];
        trailer[0] = TableFormat.Plain;
        uint crc = Crc32C.Append(Crc32C.Compute(content), trailer[..1]);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[1..], MaskedCrc32C.Mask(crc));
        Advance(TableFormat.TrailerSize);
        block.Reset();
        return handle;
    }

    private void Advance(int count)
    {
        destination.Advance(count);
        Length += count;
    }
}
