using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace TensorBoardFormats.Protobuf;

/// <summary>
/// Writes protobuf fields into a span that the caller made large enough: the hot path's encoder, equal to the generated classes by test.
/// </summary>
/// <remarks>Call sites give the generated <c>…FieldNumber</c> constants. Sizes of nested messages are computed before they are written
/// (see the <c>…Size</c> helpers), so nothing is moved afterwards. Default values are the caller's business: what is called is written.</remarks>
internal ref struct WireWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _position;

    /// <summary>Bytes written so far.</summary>
    public readonly int Position => _position;

    /// <summary>What was written so far.</summary>
    public readonly Span<byte> Written => _destination[.._position];

    /// <summary>Bytes that a varint takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int VarintSize(ulong value) => (int)((uint)(63 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) * 9 + 73) / 64;

    /// <summary>Bytes that a tag takes.</summary>
    public static int TagSize(int field) => VarintSize((ulong)(uint)field << 3);

    /// <summary>Bytes of a length-delimited field with <paramref name="length"/> bytes of content.</summary>
    public static int BytesFieldSize(int field, int length) => TagSize(field) + VarintSize((ulong)length) + length;

    /// <summary>Bytes of a varint field.</summary>
    public static int VarintFieldSize(int field, ulong value) => TagSize(field) + VarintSize(value);

    /// <summary>Writes a base-128 varint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _destination[_position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _destination[_position++] = (byte)value;
    }

    /// <summary>Writes field number and wire type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tag(int field, WireType type) => Varint(((ulong)(uint)field << 3) | (uint)type);

    /// <summary>Writes a varint field (int32, int64, uint32, uint64, bool, enum; negative numbers sign-extended by the caller).</summary>
    public void VarintField(int field, ulong value)
    {
        Tag(field, WireType.Varint);
        Varint(value);
    }

    /// <summary>Writes an int64 field; a negative number takes ten bytes.</summary>
    public void Int64Field(int field, long value) => VarintField(field, (ulong)value);

    /// <summary>Writes a float field.</summary>
    public void FloatField(int field, float value) => Fixed32Field(field, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes a double field.</summary>
    public void DoubleField(int field, double value)
    {
        Tag(field, WireType.Fixed64);
        Fixed64(BitConverter.DoubleToUInt64Bits(value));
    }

    /// <summary>Writes a fixed32 field.</summary>
    public void Fixed32Field(int field, uint value)
    {
        Tag(field, WireType.Fixed32);
        Fixed32(value);
    }

    /// <summary>Writes four bytes, little-endian.</summary>
    public void Fixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_destination[_position..], value);
        _position += sizeof(uint);
    }

    /// <summary>Writes eight bytes, little-endian.</summary>
    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_destination[_position..], value);
        _position += sizeof(ulong);
    }

    /// <summary>Writes tag and length of a message or of packed values; the content follows.</summary>
    public void LengthPrefix(int field, int length)
    {
        Tag(field, WireType.LengthDelimited);
        Varint((ulong)length);
    }

    /// <summary>Writes a bytes field.</summary>
    public void BytesField(int field, scoped ReadOnlySpan<byte> value)
    {
        LengthPrefix(field, value.Length);
        Raw(value);
    }

    /// <summary>Writes a string field of <paramref name="byteCount"/> UTF-8 bytes.</summary>
    public void StringField(int field, string value, int byteCount)
    {
        LengthPrefix(field, byteCount);
        _position += Encoding.UTF8.GetBytes(value, _destination[_position..]);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(_destination[_position..]);
        _position += value.Length;
    }
}
