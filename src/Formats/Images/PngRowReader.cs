using System.IO.Compression;

namespace TensorBoardFormats.Images;

/// <summary>Decompresses and unfilters the rows of a PNG, one at a time, pass by pass when it is interlaced.</summary>
/// <remarks>The compressed stream's own checksum (Adler-32) is not looked at: browsers do not mind it.</remarks>
internal sealed class PngRowReader : IDisposable
{
    /// <summary>The longest row that is decoded, in bytes of packed samples.</summary>
    public const long MaxRowBytes = 16 << 20;

    // Adam7: first column and row, and the steps, of each pass.
    private static readonly (int X, int Y, int StepX, int StepY)[] Interlaced =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] Plain = [(0, 0, 1, 1)];

    private readonly PngHeader _header;
    private readonly Stream _data;
    private readonly (int X, int Y, int StepX, int StepY)[] _passes;
    private readonly DeflateStream _inflate;
    private byte[] _row;
    private byte[] _above;
    private int _pass = -1;
    private long _nextY = long.MaxValue;
    private int _rowLength;
    private bool _begun;

    /// <summary>Reads from the start of the zlib stream; the caller has seen to it that rows take at most <see cref="MaxRowBytes"/>.</summary>
    public PngRowReader(PngHeader header, Stream data)
    {
        _header = header;
        _data = data;
        _passes = header.Interlace == 1 ? Interlaced : Plain;
        int capacity = checked((int)header.RowBytes(header.Width) + 1);
        _row = new byte[capacity];
        _above = new byte[capacity];
        _inflate = new DeflateStream(data, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>What is wrong; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The row's place in the image, from 0.</summary>
    public int Y { get; private set; }

    /// <summary>Column of the row's first pixel.</summary>
    public int FirstX => _passes[_pass].X;

    /// <summary>Distance between the row's pixels in columns.</summary>
    public int StepX => _passes[_pass].StepX;

    /// <summary>Pixels in the row.</summary>
    public int Width { get; private set; }

    /// <summary>The row's samples, packed as in the file.</summary>
    public ReadOnlySpan<byte> Samples => _row.AsSpan(1, _rowLength);

    /// <summary>Goes on to the next row.</summary>
    /// <returns>False after the last one, or when <see cref="Fault"/> is set.</returns>
    public bool TryNext()
    {
        if (!TryPlace() || Fault is not null)
        {
            return false;
        }

        (_row, _above) = (_above, _row);
        if (!TryInflate(_row.AsSpan(0, _rowLength + 1)))
        {
            Fault ??= "the pixel data ends before the last row";
            return false;
        }

        if (_row[0] > 4)
        {
            Fault = $"row filter {_row[0]} does not exist";
            return false;
        }

        PngFilter.Undo(_row[0], _row.AsSpan(1, _rowLength), _above.AsSpan(1, _rowLength), _header.PixelBytes);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _inflate.Dispose();

    private bool TryPlace()
    {
        while (_nextY >= _header.Height)
        {
            if (++_pass == _passes.Length)
            {
                return false;
            }

            Width = (int)((_header.Width - _passes[_pass].X + _passes[_pass].StepX - 1) / _passes[_pass].StepX);
            _nextY = _passes[_pass].X >= _header.Width ? long.MaxValue : _passes[_pass].Y;
            _rowLength = (int)_header.RowBytes(Width);
            _row.AsSpan().Clear();
        }

        Y = (int)_nextY;
        _nextY += _passes[_pass].StepY;
        return true;
    }

    private bool TryInflate(Span<byte> destination)
    {
        try
        {
            if (!_begun && !TryZlibHeader())
            {
                Fault = "the pixel data is no zlib stream";
                return false;
            }

            _begun = true;
            return _inflate.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) == destination.Length;
        }
        catch (InvalidDataException)
        {
            Fault = "the compressed pixel data is damaged";
            return false;
        }
    }

    // Method 8, a window of at most 32 KiB, no dictionary, a multiple of 31.
    private bool TryZlibHeader()
    {
        Span<byte> head = stackalloc byte[2];
        return _data.ReadAtLeast(head, 2, throwOnEndOfStream: false) == 2
            && (head[0] & 0x0F) == 8 && head[0] >> 4 <= 7 && (head[1] & 0x20) == 0 && ((head[0] << 8) | head[1]) % 31 == 0;
    }
}
