using System.Numerics;
using System.Runtime.InteropServices;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>The float32 values of an answer of <c>/tensor</c>, read row by row as often as needed.</summary>
internal sealed class TensorRows
{
    private const int BlockBytes = 1 << 16;

    // Tensors up to this size are read once; numbers in a text file are costly to read again.
    private const long KeptBytes = 32 << 20;

    /// <summary>Divides the values into rows of the stated width; the last one may be short (spec/projector.md §10.3).</summary>
    /// <param name="body">Float32, little-endian.</param>
    /// <param name="columns">Columns as stated (D).</param>
    public TensorRows(AnswerBody body, long columns)
    {
        Body = body;
        Columns = columns;
        Values = body.Length / sizeof(float);
        Points = (int)Math.Min((Values + columns - 1) / columns, int.MaxValue);
    }

    /// <summary>Uses one row; the span is valid during the call.</summary>
    public delegate void RowAction(int index, ReadOnlySpan<float> row);

    /// <summary>The values as they came.</summary>
    public AnswerBody Body { get; }

    /// <summary>Columns (D).</summary>
    public long Columns { get; }

    /// <summary>Values in all.</summary>
    public long Values { get; }

    /// <summary>Rows, a short last one included (N).</summary>
    public int Points { get; }

    /// <summary>The values do not fill the last row.</summary>
    public bool LastRowIsShort => Values % Columns != 0;

    /// <summary>The same rows, held in memory if they are few enough.</summary>
    public TensorRows Kept() => Body.Length <= KeptBytes ? new TensorRows(Held(Body), Columns) : this;

    /// <summary>Hands out the first <paramref name="count"/> rows in their order; only for rows that fit in memory.</summary>
    public void ForEach(int count, RowAction action)
    {
        float[] row = new float[Columns];
        using Stream stream = Body.Open();
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
        using Stream stream = Body.Open();
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

    private static AnswerBody Held(AnswerBody body)
    {
        byte[] bytes = new byte[body.Length];
        using Stream stream = body.Open();
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return AnswerBody.Of(bytes.AsMemory(0, length));
    }

    // Without their sign, floats are ordered as their bits; infinity and NaN are above all numbers.
    private static uint LargestBits(ReadOnlySpan<uint> bits)
    {
        const uint Magnitude = 0x7FFF_FFFF;
        Vector<uint> largest = Vector<uint>.Zero;
        while (bits.Length >= Vector<uint>.Count)
        {
            largest = Vector.Max(largest, new Vector<uint>(bits) & new Vector<uint>(Magnitude));
            bits = bits[Vector<uint>.Count..];
        }

        uint result = 0;
        foreach (uint value in bits)
        {
            result = Math.Max(result, value & Magnitude);
        }

        for (int i = 0; i < Vector<uint>.Count; i++)
        {
            result = Math.Max(result, largest[i]);
        }

        return result;
    }
}
