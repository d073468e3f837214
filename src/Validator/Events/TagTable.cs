using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Validation.Events;

/// <summary>A map from UTF-8 tags, as they stand in the file, to what is known of them, in the order in which they came.</summary>
/// <remarks>Values in a file mostly come in the same order again and again, so the entry behind the last one is tried first.</remarks>
internal sealed class TagTable<T>
    where T : class
{
    private readonly List<(byte[] Tag, T Item)> _entries = [];
    private int[] _slots = new int[16]; // 1 + index into _entries; 0 is free.
    private int _last = -1;

    /// <summary>What is known, in order of arrival.</summary>
    public IReadOnlyList<(byte[] Tag, T Item)> Entries => _entries;

    /// <summary>The entry of a tag, or null.</summary>
    public T? Find(ReadOnlySpan<byte> tag)
    {
        int next = _last + 1 < _entries.Count ? _last + 1 : 0;
        if (next < _entries.Count && tag.SequenceEqual(_entries[next].Tag))
        {
            _last = next;
            return _entries[next].Item;
        }

        if (_last >= 0 && tag.SequenceEqual(_entries[_last].Tag))
        {
            return _entries[_last].Item;
        }

        int slot = Slot(tag);
        if (_slots[slot] == 0)
        {
            return null;
        }

        _last = _slots[slot] - 1;
        return _entries[_last].Item;
    }

    /// <summary>Adds a tag that is not there.</summary>
    public T Add(ReadOnlySpan<byte> tag, T item)
    {
        if ((_entries.Count + 1) * 2 > _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (int i = 0; i < _entries.Count; i++)
            {
                _slots[Slot(_entries[i].Tag)] = i + 1;
            }
        }

        _entries.Add((tag.ToArray(), item));
        _slots[Slot(tag)] = _entries.Count;
        _last = _entries.Count - 1;
        return item;
    }

    private int Slot(ReadOnlySpan<byte> tag)
    {
        int mask = _slots.Length - 1;
        int slot = (int)Crc32C.Compute(tag) & mask;
        while (_slots[slot] != 0 && !tag.SequenceEqual(_entries[_slots[slot] - 1].Tag))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
