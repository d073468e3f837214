using System.Runtime.InteropServices;

namespace TensorBoardFormats.Validation.Rules.TensorFiles;

/// <summary>What the rules want to know of the values of an embedding, gathered in one pass over the rows that the server sends.</summary>
internal sealed class ValueFacts
{
    private const int ReadSize = 1 << 16;

    private readonly double[] _first;
    private readonly double[] _direction;
    private double _squares;
    private bool _isFirstRow = true;
    private bool _rowIsZero = true;
    private bool _rowIsFirst = true;
    private bool _onLine = true;
    private bool _hasDirection;
    private double _dot;
    private int _column;

    private ValueFacts(long columns)
    {
        // The shape of a row matters up to the width at which the page normalises rows by itself; equality of rows always does.
        _first = new double[Math.Min(columns, 1 << 16)];
        _direction = new double[_first.Length];
    }

    /// <summary>Whole rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Row and column (0-based) of the first NaN or infinity.</summary>
    public (long Row, long Column)? NonFinite { get; private set; }

    /// <summary>The value there.</summary>
    public float NonFiniteValue { get; private set; }

    /// <summary>Rows with a value that is not finite.</summary>
    public long NonFiniteRows { get; private set; }

    /// <summary>The first row of zeros.</summary>
    public long? ZeroRow { get; private set; }

    /// <summary>The length of the longest row.</summary>
    public double LongestRow { get; private set; }

    /// <summary>All rows are equal.</summary>
    public bool AllEqual { get; private set; } = true;

    /// <summary>All rows lie on one line through the origin.</summary>
    public bool OnALine => _onLine && Rows > 1;

    /// <summary>The values seen the other way round would be sane, and as they are they are not.</summary>
    public bool LooksBigEndian { get; private set; }

    /// <summary>Reads the body of an answer to its end.</summary>
    public static ValueFacts Read(Stream body, long columns, CancellationToken cancellation)
    {
        ValueFacts facts = new(Math.Max(columns, 1));
        EndianTally tally = default;
        byte[] buffer = new byte[ReadSize];
        int kept = 0;
        long columnCount = Math.Max(columns, 1);
        for (int got; (got = body.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            int filled = kept + got;
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, filled & ~3));
            foreach (float value in values)
            {
                tally.Add(value);
                facts.Add(value, columnCount);
            }

            kept = filled & 3;
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        facts.LooksBigEndian = tally.LooksSwapped;
        return facts;
    }

    private void Add(float value, long columns)
    {
        if (!float.IsFinite(value))
        {
            NonFiniteValue = NonFinite is null ? value : NonFiniteValue;
            NonFinite ??= (Rows, _column);
            _hasBadValue = true;
        }

        _squares += (double)value * value;
        _rowIsZero &= value == 0;
        if (_column < _first.Length)
        {
            AddToLine(value);
        }

        if (++_column == columns)
        {
            EndRow();
        }
    }

    private bool _hasBadValue;

    private void AddToLine(float value)
    {
        if (_isFirstRow)
        {
            _first[_column] = value;
        }
        else
        {
            _rowIsFirst &= value == _first[_column];
        }

        if (!_hasDirection)
        {
            _direction[_column] = value;
        }
        else
        {
            _dot += value * _direction[_column];
        }
    }

    // On a line through the origin: the row's projection on the direction is as long as the row itself, but for float32's rounding.
    private void EndRow()
    {
        double length = Math.Sqrt(_squares);
        LongestRow = Math.Max(LongestRow, length);
        NonFiniteRows += _hasBadValue ? 1 : 0;
        if (_rowIsZero)
        {
            ZeroRow ??= Rows;
        }

        AllEqual &= _isFirstRow || _rowIsFirst;
        if (!_hasDirection && length > 0)
        {
            _hasDirection = true;
            for (int i = 0; i < _direction.Length; i++)
            {
                _direction[i] /= length;
            }
        }
        else if (_hasDirection)
        {
            double across = (length * length) - (_dot * _dot);
            _onLine &= !(across > 1e-12 * length * length);
        }

        Rows++;
        (_column, _squares, _dot) = (0, 0, 0);
        (_isFirstRow, _rowIsZero, _rowIsFirst, _hasBadValue) = (false, true, true, false);
    }

    /// <summary>Counts values that are of a usual size as they are, and byte-swapped.</summary>
    private struct EndianTally
    {
        private const int Sample = 4096;
        private int _seen;
        private int _saneAsIs;
        private int _saneSwapped;

        public readonly bool LooksSwapped => _seen >= 8 && _saneSwapped >= _seen * 0.95 && _saneAsIs <= _seen * 0.5;

        public void Add(float value)
        {
            if (_seen == Sample || value == 0)
            {
                return;
            }

            _seen++;
            _saneAsIs += IsSane(value) ? 1 : 0;
            _saneSwapped += IsSane(BitConverter.UInt32BitsToSingle(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(BitConverter.SingleToUInt32Bits(value)))) ? 1 : 0;
        }

        private static bool IsSane(float value) => Math.Abs(value) is > 1e-6f and < 1e6f;
    }
}
