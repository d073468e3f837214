namespace TensorBoardFormats.Checkpoints;

/// <summary>Keeps many small byte strings in few arrays: one allocation per 64 KiB instead of one per name.</summary>
internal sealed class ByteArena
{
    private const int BlockSize = 64 << 10;

    private readonly List<byte[]> _blocks = [];
    private int _used;

    /// <summary>Room for up to <paramref name="size"/> bytes; <see cref="Keep"/> says how many were filled.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_blocks.Count == 0 || _blocks[^1].Length - _used < size)
        {
            _blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(size, BlockSize)));
            _used = 0;
        }

        return _blocks[^1].AsSpan(_used, size);
    }

    /// <summary>Keeps the first <paramref name="size"/> bytes of what was reserved last.</summary>
    /// <returns>Where they are, for <see cref="Get"/>.</returns>
    public ArenaPosition Keep(int size)
    {
        ArenaPosition position = new(_blocks.Count - 1, _used);
        _used += size;
        return position;
    }

    /// <summary>Bytes that were kept.</summary>
    public ReadOnlySpan<byte> Get(ArenaPosition position, int length) => _blocks[position.Block].AsSpan(position.Start, length);
}

/// <summary>A place in a <see cref="ByteArena"/>.</summary>
internal readonly record struct ArenaPosition(int Block, int Start);
