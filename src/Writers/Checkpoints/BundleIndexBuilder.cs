using System.Buffers;
using System.Buffers.Binary;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Collects the entries of a checkpoint in the order they come and writes them as a table in the order of their keys.</summary>
/// <remarks>About 100 bytes a tensor. A key can be there once; the caller asks <see cref="Contains"/> before.</remarks>
internal sealed class BundleIndexBuilder
{
    private const int FewestBuckets = 64;

    private readonly ByteArena _arena = new();
    private readonly Dictionary<int, SlicedTensor> _sliced = [];
    private Slot[] _slots = new Slot[16];
    private int[] _buckets = new int[FewestBuckets]; // Open addressing; slot number + 1.

    /// <summary>Entries so far, the header not counted.</summary>
    public int Count { get; private set; }

    /// <summary>Entries that are not parts of sliced tensors: what users call tensors.</summary>
    public int TensorCount { get; private set; }

    /// <summary>True when there is an entry of this key.</summary>
    public bool Contains(ReadOnlySpan<byte> key) => Find(key, Crc32C.Compute(key)) >= 0;

    /// <summary>Adds the entry of a tensor, or of a slice under its own key, that lies in the data files.</summary>
    public void Add(ReadOnlySpan<byte> key, DType dtype, TensorShape shape, in StoredBytes stored, bool isSlice = false)
    {
        Span<byte> room = _arena.Reserve(key.Length + BundleEntryEncoder.MaxSize(shape.Rank));
        key.CopyTo(room);
        int size = BundleEntryEncoder.Encode(room[key.Length..], dtype, shape, stored);
        AddSlot(key, size);
        TensorCount += isSlice ? 0 : 1;
    }

    /// <summary>The entry of a tensor in slices, or null when the key is new or that of a whole tensor.</summary>
    public SlicedTensor? FindSliced(ReadOnlySpan<byte> key) => Find(key, Crc32C.Compute(key)) is >= 0 and int slot ? _sliced.GetValueOrDefault(slot) : null;

    /// <summary>Adds the entry of a tensor in slices; its slices may grow until the table is written.</summary>
    public void AddSliced(ReadOnlySpan<byte> key, SlicedTensor tensor)
    {
        key.CopyTo(_arena.Reserve(key.Length));
        _sliced.Add(Count, tensor);
        AddSlot(key, 0);
        TensorCount++;
    }

    /// <summary>Writes the table: the header, then all entries.</summary>
    public void WriteTo(IBufferWriter<byte> destination, int shardCount)
    {
        TableBuilder table = new(destination);
        table.Add(BundleFormat.HeaderKey, BundleEntryEncoder.Header(shardCount));
        foreach (int number in SortedSlots())
        {
            ref readonly Slot slot = ref _slots[number];
            ReadOnlySpan<byte> value = _sliced.TryGetValue(number, out SlicedTensor? sliced)
                ? BundleEntryEncoder.EncodeSliced(sliced.DType, sliced.Shape, sliced.Shard, sliced.Slices)
                : _arena.Get(slot.Position, slot.KeyLength + slot.ValueLength)[slot.KeyLength..];
            table.Add(Key(number), value);
        }

        table.Finish();
    }

    private void AddSlot(ReadOnlySpan<byte> key, int valueLength)
    {
        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, 2 * _slots.Length);
        }

        if (2 * (Count + 1) > _buckets.Length)
        {
            Rehash();
        }

        uint hash = Crc32C.Compute(key);
        _slots[Count] = new Slot(_arena.Keep(key.Length + valueLength), key.Length, valueLength, hash);
        Enter(hash, Count);
        Count++;
    }

    private ReadOnlySpan<byte> Key(int number) => _arena.Get(_slots[number].Position, _slots[number].KeyLength);

    private int Find(ReadOnlySpan<byte> key, uint hash)
    {
        int mask = _buckets.Length - 1;
        for (int i = (int)hash & mask; _buckets[i] != 0; i = (i + 1) & mask)
        {
            int number = _buckets[i] - 1;
            if (_slots[number].Hash == hash && Key(number).SequenceEqual(key))
            {
                return number;
            }
        }

        return -1;
    }

    private void Enter(uint hash, int number)
    {
        int mask = _buckets.Length - 1;
        int i = (int)hash & mask;
        while (_buckets[i] != 0)
        {
            i = (i + 1) & mask;
        }

        _buckets[i] = number + 1;
    }

    private void Rehash()
    {
        _buckets = new int[4 * _buckets.Length];
        for (int i = 0; i < Count; i++)
        {
            Enter(_slots[i].Hash, i);
        }
    }

    // By the eight bytes behind what all keys share first, which nearly always decide: comparing whole names took a third of the time of a save.
    private int[] SortedSlots()
    {
        int[] order = new int[Count];
        ulong[] keys = new ulong[Count];
        int shared = SharedPrefix(out bool sorted);
        for (int i = 0; i < Count; i++)
        {
            order[i] = i;
        }

        if (sorted)
        {
            return order;
        }

        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<byte> rest = Key(i)[shared..];
            eight.Clear();
            rest[..Math.Min(rest.Length, sizeof(ulong))].CopyTo(eight);
            keys[i] = BinaryPrimitives.ReadUInt64BigEndian(eight);
        }

        Array.Sort(keys, order);
        Comparison<int> byKey = (a, b) => Key(a).SequenceCompareTo(Key(b));
        for (int start = 0, end; start < Count; start = end)
        {
            for (end = start + 1; end < Count && keys[end] == keys[start]; end++)
            {
            }

            if (end - start > 1)
            {
                order.AsSpan(start, end - start).Sort(byKey);
            }
        }

        return order;
    }

    private int SharedPrefix(out bool sorted)
    {
        sorted = true;
        int shared = Count == 0 ? 0 : _slots[0].KeyLength;
        for (int i = 1; i < Count; i++)
        {
            shared = Key(0)[..shared].CommonPrefixLength(Key(i));
            sorted = sorted && Key(i - 1).SequenceCompareTo(Key(i)) < 0;
        }

        return shared;
    }

    private readonly record struct Slot(ArenaPosition Position, int KeyLength, int ValueLength, uint Hash);
}
