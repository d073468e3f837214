namespace TensorBoardFormats.Tables;

/// <summary>The varint of the table format: at most five bytes, low group first; bits above 32 are dropped.</summary>
internal static class Varint32
{
    private const int MaxBytes = 5;

    /// <summary>Reads a varint at <paramref name="position"/>.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="position">Where it starts.</param>
    /// <param name="value">The number.</param>
    /// <param name="next">The place behind it.</param>
    /// <returns>False when it does not end within five bytes or within the source.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, int position, out uint value, out int next)
    {
        value = 0;
        next = position;
        for (int i = 0; i < MaxBytes && (uint)next < (uint)source.Length; i++)
        {
            byte b = source[next++];
            value |= (uint)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
