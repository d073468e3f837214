using System.Buffers.Binary;

namespace TensorBoardFormats.Protobuf;

/// <summary>
/// Reads protobuf fields from a span. Nothing here throws on content: every step answers false when the bytes are not a message, and
/// allocates nothing, whatever the lengths in it claim.
/// </summary>
/// <remarks>Accepts what spec/tfevents.md §3 lists: varints of at most ten bytes, field numbers from 1, groups skipped, wire types 6 and 7
/// refused, keys above 32 bits refused.</remarks>
internal ref struct WireReader(ReadOnlySpan<byte> source)
{
    private const int MaxVarintBytes = 10;
    private const int MaxGroupDepth = 100; // protobuf's own recursion limit

    private readonly ReadOnlySpan<byte> _source = source;
    private int _position;

    /// <summary>Bytes consumed so far.</summary>
    public readonly int Position => _position;

    /// <summary>True when all bytes are consumed.</summary>
    public readonly bool AtEnd => _position >= _source.Length;

    /// <summary>Reads the next field number and wire type.</summary>
    /// <returns>False when the bytes are no tag. At the end ask <see cref="AtEnd"/> first.</returns>
    public bool TryReadTag(out int field, out WireType type)
    {
        field = 0;
        type = 0;
        if (!TryReadVarint(out ulong key) || key > uint.MaxValue)
        {
            return false;
        }

        field = (int)(key >> 3);
        type = (WireType)(key & 7);
        return field != 0 && type <= WireType.Fixed32;
    }

    /// <summary>Reads a varint of at most ten bytes; bits above 64 are dropped.</summary>
    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int i = 0; i < MaxVarintBytes; i++)
        {
            if ((uint)_position >= (uint)_source.Length)
            {
                return false;
            }

            byte b = _source[_position++];
            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads four bytes, little-endian.</summary>
    public bool TryReadFixed32(out uint value)
    {
        if (_source.Length - _position < sizeof(uint))
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt32LittleEndian(_source[_position..]);
        _position += sizeof(uint);
        return true;
    }

    /// <summary>Reads eight bytes, little-endian.</summary>
    public bool TryReadFixed64(out ulong value)
    {
        if (_source.Length - _position < sizeof(ulong))
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(_source[_position..]);
        _position += sizeof(ulong);
        return true;
    }

    /// <summary>Reads a length and the bytes behind it, as a view of the source.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        if (!TryReadVarint(out ulong length) || length > (ulong)(_source.Length - _position))
        {
            value = default;
            return false;
        }

        value = _source.Slice(_position, (int)length);
        _position += (int)length;
        return true;
    }

    /// <summary>Skips the value behind a tag; a group with all that is in it.</summary>
    public bool TrySkip(int field, WireType type) => TrySkip(field, type, 0);

    private bool TrySkip(int field, WireType type, int depth)
    {
        switch (type)
        {
            case WireType.Varint:
                return TryReadVarint(out _);
            case WireType.Fixed64:
                return TryReadFixed64(out _);
            case WireType.Fixed32:
                return TryReadFixed32(out _);
            case WireType.LengthDelimited:
                return TryReadBytes(out _);
            case WireType.StartGroup:
                return depth < MaxGroupDepth && TrySkipGroup(field, depth);
            default:
                return false; // An end without a start.
        }
    }

    private bool TrySkipGroup(int group, int depth)
    {
        while (!AtEnd)
        {
            if (!TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            if (type == WireType.EndGroup)
            {
                return field == group;
            }

            if (!TrySkip(field, type, depth + 1))
            {
                return false;
            }
        }

        return false;
    }
}
