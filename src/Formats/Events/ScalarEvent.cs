using System.Buffers.Binary;

namespace TensorBoardFormats.Events;

/// <summary>
/// An event that is one scalar, in the layout that every writer gives it: the hot path of reading. Whatever is laid out otherwise, however
/// legally, is left to the full decoder.
/// </summary>
/// <remarks><code>
/// 09 wall_time:f64  [10 step:varint]  2a len:varint            Event
///   0a len:varint                                              Summary.value
///     0a len:varint tag                                        Value.tag
///     15 value:f32                                             simple_value, or
///     42 0a  08 01  12 00  (2a 04 | 22 04) value:f32           tensor: DT_FLOAT, rank 0, float_val or tensor_content
///     [4a len:varint metadata]                                 Value.metadata
/// </code></remarks>
internal readonly struct ScalarEvent
{
    private const int WallTimeEnd = 9;
    private const int ValueSize = 5; // 15 and four bytes
    private const int TensorSize = 12; // 42 0a and ten bytes
    private const ulong TensorHead = 0x04_00_00_12_01_08_0A_42; // with a hole at the byte that names the field
    private const ulong TensorHeadMask = 0xFF_00_FF_FF_FF_FF_FF_FF;

    private readonly int _metadataStart;

    private ScalarEvent(double wallTime, long step, int tagStart, int tagLength, int metadataStart, bool hasMetadata, bool isTensor, float value)
    {
        WallTime = wallTime;
        Step = step;
        TagStart = tagStart;
        TagLength = tagLength;
        _metadataStart = metadataStart;
        HasMetadata = hasMetadata;
        IsTensor = isTensor;
        Value = value;
    }

    /// <summary>Seconds since 1970.</summary>
    public double WallTime { get; }

    /// <summary>Step.</summary>
    public long Step { get; }

    /// <summary>Where the tag begins in the payload.</summary>
    public int TagStart { get; }

    /// <summary>Bytes of the tag.</summary>
    public int TagLength { get; }

    /// <summary>Whether the value has metadata, be they empty.</summary>
    public bool HasMetadata { get; }

    /// <summary>Whether it came as a tensor, not as <c>simple_value</c>.</summary>
    public bool IsTensor { get; }

    /// <summary>The value.</summary>
    public float Value { get; }

    /// <summary>The tag; not yet known to be UTF-8.</summary>
    public ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> payload) => payload.Slice(TagStart, TagLength);

    /// <summary>The serialized metadata, not yet known to be a message; empty when there is none.</summary>
    public ReadOnlySpan<byte> Metadata(ReadOnlySpan<byte> payload) => payload[_metadataStart..];

    /// <summary>Decodes a payload of this layout.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out ScalarEvent scalar)
    {
        scalar = default;
        if (payload.Length < WallTimeEnd || payload[0] != 0x09)
        {
            return false;
        }

        int at = WallTimeEnd;
        long step = 0;
        if (at < payload.Length && payload[at] == 0x10)
        {
            at++;
            if (!TryVarint(payload, ref at, out ulong value))
            {
                return false;
            }

            step = (long)value;
        }

        if (!TryEnter(payload, ref at, 0x2A, out int end) || end != payload.Length)
        {
            return false;
        }

        if (!TryEnter(payload, ref at, 0x0A, out end) || end != payload.Length || !TryEnter(payload, ref at, 0x0A, out int tagEnd))
        {
            return false;
        }

        int tagStart = at;
        if (!TryValue(payload[tagEnd..], out float number, out int size))
        {
            return false;
        }

        at = tagEnd + size;
        bool hasMetadata = at < payload.Length;
        if (hasMetadata && (!TryEnter(payload, ref at, 0x4A, out end) || end != payload.Length))
        {
            return false;
        }

        scalar = new ScalarEvent(
            BinaryPrimitives.ReadDoubleLittleEndian(payload[1..]), step, tagStart, tagEnd - tagStart, at, hasMetadata, size == TensorSize, number);
        return true;
    }

    private static bool TryValue(ReadOnlySpan<byte> bytes, out float value, out int size)
    {
        if (bytes.Length >= TensorSize && (BinaryPrimitives.ReadUInt64LittleEndian(bytes) & TensorHeadMask) == TensorHead && bytes[6] is 0x2A or 0x22)
        {
            size = TensorSize;
            value = BinaryPrimitives.ReadSingleLittleEndian(bytes[8..]);
            return true;
        }

        size = ValueSize;
        if (bytes.Length >= ValueSize && bytes[0] == 0x15)
        {
            value = BinaryPrimitives.ReadSingleLittleEndian(bytes[1..]);
            return true;
        }

        value = 0;
        return false;
    }

    private static bool TryEnter(ReadOnlySpan<byte> bytes, ref int at, byte tag, out int end)
    {
        end = 0;
        if (at >= bytes.Length || bytes[at] != tag)
        {
            return false;
        }

        at++;
        if (!TryVarint(bytes, ref at, out ulong length) || length > (ulong)(bytes.Length - at))
        {
            return false;
        }

        end = at + (int)length;
        return true;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        if ((uint)at < (uint)bytes.Length && bytes[at] < 0x80)
        {
            value = bytes[at++];
            return true;
        }

        return TryLongVarint(bytes, ref at, out value);
    }

    private static bool TryLongVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        const int MostBits = 63; // Longer ones are rare, and the two dialects differ on them.
        value = 0;
        for (int shift = 0; shift < MostBits; shift += 7)
        {
            if ((uint)at >= (uint)bytes.Length)
            {
                return false;
            }

            byte b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
