namespace TensorBoardFormats.Checkpoints;

/// <summary>Keeps many short names in few arrays.</summary>
internal sealed class NameArena
{
    private const int PageSize = 1 << 16;

    private byte[] _page = [];
    private int _used;

    /// <summary>Takes a copy of a name.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> name)
    {
        if (name.Length > PageSize / 4)
        {
            return name.ToArray();
        }

        if (_page.Length - _used < name.Length)
        {
            _page = new byte[PageSize];
            _used = 0;
        }

        Memory<byte> copy = _page.AsMemory(_used, name.Length);
        name.CopyTo(copy.Span);
        _used += name.Length;
        return copy;
    }
}
