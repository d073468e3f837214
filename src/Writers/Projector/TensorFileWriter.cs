using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace TensorBoardFormats.Projector;

/// <summary>
/// Bytes of tensor files: little-endian float32 row after row, or text where those bytes could be taken for text (spec/projector.md §9.2).
/// </summary>
internal static class TensorFileWriter
{
    /// <summary>The values as little-endian bytes.</summary>
    public static byte[] ToBytes(ReadOnlySpan<float> values)
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan());
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        }

        return bytes;
    }

    /// <summary>
    /// Whether TensorBoard reads these bytes as binary: it does when its first try, as text, meets what is no UTF-8. With TensorFlow it reads line by
    /// line without CRs, else in one piece; a first line that fails both ways fails before a number is looked for.
    /// </summary>
    public static bool IsTakenForBinary(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? bytes : bytes[..end];
        return !Utf8.IsValid(line) && !Utf8.IsValid(WithoutCarriageReturns(line));
    }

    /// <summary>The values as text: TAB between columns, LF after each row, the fewest digits that read back the same.</summary>
    public static byte[] ToText(ReadOnlySpan<float> values, int columns)
    {
        StringBuilder text = new(values.Length * 8);
        for (int i = 0; i < values.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{values[i]:R}").Append((i + 1) % columns == 0 ? '\n' : '\t');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] WithoutCarriageReturns(ReadOnlySpan<byte> line)
    {
        byte[] kept = new byte[line.Length];
        int count = 0;
        foreach (byte b in line)
        {
            if (b != '\r')
            {
                kept[count++] = b;
            }
        }

        return kept[..count];
    }
}
