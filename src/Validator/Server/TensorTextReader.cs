using System.Buffers;
using System.Text;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Validation.Server;

/// <summary>What <see cref="TensorTextReader"/> met.</summary>
internal enum TensorToken
{
    /// <summary>A number.</summary>
    Cell,

    /// <summary>The end of a row.</summary>
    Row,

    /// <summary>The end of the file.</summary>
    End,
}

/// <summary>
/// Reads a <c>tensor_path</c> file as text, number by number, in constant memory: lines end at LF, empty ones are skipped, cells
/// are divided by TAB and go through Python's <c>float</c> (spec/projector.md §9.1). A line that is not UTF-8 is noticed before any
/// cell of it, as Python does, so the faults of a line come at its end.
/// </summary>
internal sealed class TensorTextReader(LayerText text) : IDisposable
{
    /// <summary>A cell of more bytes is taken for no number; Python would take a numeral of any length.</summary>
    public const int CellLimit = 1 << 16;

    private readonly byte[] _block = new byte[Math.Clamp(text.FileLength, 1, 1 << 16)];
    private readonly ArrayBufferWriter<byte> _cell = new(64);
    private Utf8Check _line;
    private int _at;
    private int _end;
    private bool _lineIsEmpty = true;
    private bool _cellIsTooLong;
    private bool _ended;
    private bool _rowPending;

    /// <summary>1-based number of the line in progress, or of the last one that was finished.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Cells of the row in progress, or of the last one that was finished.</summary>
    public long Cells { get; private set; }

    /// <summary>The first cell of this line that is no number: its 1-based place and its text, cut short; null while there is none.</summary>
    public (long Cell, string Text)? BadCell { get; private set; }

    /// <summary>The next number, end of a row or end of the file.</summary>
    /// <param name="value">The number; 0 for a cell that is none (its row raises at its end).</param>
    /// <exception cref="ServerFault">UnicodeDecodeError or ValueError.</exception>
    public TensorToken Next(out double value)
    {
        while (true)
        {
            if (_at == _end && !Fill())
            {
                return End(out value);
            }

            ReadOnlySpan<byte> rest = _block.AsSpan(_at, _end - _at);
            int length = rest.IndexOfAny((byte)'\t', (byte)'\n') is >= 0 and int stop ? stop : rest.Length;
            if (_lineIsEmpty && length == 0 && rest[0] == '\n')
            {
                _at++;
                Line++;
                continue;
            }

            StartLine();
            Take(rest[..length]);
            _at += length;
            if (length < rest.Length)
            {
                return Delimiter(rest[length], out value);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    private bool Fill()
    {
        (_at, _end) = (0, _ended ? 0 : text.Read(_block));
        _ended = _end == 0;
        return !_ended;
    }

    private void StartLine()
    {
        if (_lineIsEmpty)
        {
            _lineIsEmpty = false;
            (Cells, BadCell, _line) = (0, null, default);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _line.Feed(bytes);
        if (_cell.WrittenCount + bytes.Length > CellLimit)
        {
            _cellIsTooLong = true;
        }
        else
        {
            _cell.Write(bytes);
        }
    }

    // A TAB ends a cell. A LF ends the last cell of a row, and is itself met again to end the row.
    private TensorToken Delimiter(byte delimiter, out double value)
    {
        if (delimiter == '\n' && _rowPending)
        {
            _at++;
            return EndRow(out value);
        }

        _rowPending = delimiter == '\n';
        _at += delimiter == '\t' ? 1 : 0;
        if (delimiter == '\t')
        {
            _line.Feed("\t"u8);
        }

        return EndCell(out value);
    }

    private TensorToken End(out double value)
    {
        value = 0;
        if (_lineIsEmpty)
        {
            return TensorToken.End;
        }

        if (_rowPending)
        {
            return EndRow(out value);
        }

        _rowPending = true;
        return EndCell(out value);
    }

    private TensorToken EndCell(out double value)
    {
        Cells++;
        value = 0;
        if ((_cellIsTooLong || !PythonNumber.TryParseFloat(_cell.WrittenSpan, out value)) && BadCell is null)
        {
            ReadOnlySpan<byte> start = _cell.WrittenSpan;
            BadCell = (Cells, Encoding.UTF8.GetString(start[..Math.Min(start.Length, 80)]));
        }

        _cell.Clear();
        _cellIsTooLong = false;
        return TensorToken.Cell;
    }

    private TensorToken EndRow(out double value)
    {
        value = 0;
        _rowPending = false;
        _lineIsEmpty = true;
        if (text.DecodesByLine && !_line.IsComplete)
        {
            throw new ServerFault(FileLayer.NotUtf8, $"line {Line} is not UTF-8");
        }

        if (BadCell is (_, string bad))
        {
            throw new ServerFault("ValueError", $"could not convert string to float: '{bad}'");
        }

        Line++;
        return TensorToken.Row;
    }
}
