using System.Runtime.InteropServices;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>The float32 values of an answer of <c>/tensor</c>, read row by row as often as needed, never held as a whole.</summary>
internal sealed class TensorRows
{
    private const int BlockBytes = 1 << 16;

    private readonly AnswerBody _body;

    /// <summary>Divides the values into rows of the stated width; the last one may be short (spec/projector.md §10.3).</summary>
    /// <param name="body">Float32, little-endian.</param>
    /// <param name="columns">Columns as stated (D).</param>
    public TensorRows(AnswerBody body, long columns)
    {
        _body = body;
        Columns = columns;
        Values = body.Length / sizeof(float);
        Points = (int)Math.Min((Values + columns - 1) / columns, int.MaxValue);
    }

    /// <summary>Uses one row; the span is valid during the call.</summary>
    public delegate void RowAction(int index, ReadOnlySpan<float> row);

    /// <summary>Columns (D).</summary>
    public long Columns { get; }

    /// <summary>Values in all.</summary>
    public long Values { get; }

    /// <summary>Rows, a short last one included (N).</summary>
    public int Points { get; }

    /// <summary>The values do not fill the last row.</summary>
    public bool LastRowIsShort => Values % Columns != 0;

    /// <summary>Hands out the first <paramref name="count"/> rows in their order; only for rows that fit in memory.</summary>
    public void ForEach(int count, RowAction action)
    {
        float[] row = new float[Columns];
        using Stream stream = _body.Open();
        for (int i = 0; i < Math.Min(count, Points); i++)
        {
            int bytes = stream.ReadAtLeast(MemoryMarshal.AsBytes(row.AsSpan()), row.Length * sizeof(float), throwOnEndOfStream: false);
            action(i, row.AsSpan(0, bytes / sizeof(float)));
        }
    }

    /// <summary>The largest absolute value; not finite if any value is not.</summary>
    public float LargestMagnitude()
    {
        byte[] block = new byte[BlockBytes];
        using Stream stream = _body.Open();
        uint largest = 0;
        int length;
        do
        {
            length = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            largest = Math.Max(largest, LargestBits(MemoryMarshal.Cast<byte, uint>(block.AsSpan(0, length))));
        }
        while (length == block.Length);
        return BitConverter.UInt32BitsToSingle(largest);
    }

    // Without their sign, floats are ordered as their bits; infinity and NaN are above all numbers.
    private static uint LargestBits(ReadOnlySpan<uint> bits)
    {
        uint largest = 0;
        foreach (uint value in bits)
        {
            largest = Math.Max(largest, value & 0x7FFF_FFFF);
        }

        return largest;
    }
}
