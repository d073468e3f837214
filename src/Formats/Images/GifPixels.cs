namespace TensorBoardFormats.Images;

/// <summary>Follows the codes of a GIF image: whether they make all its pixels, and whether one of them can be seen.</summary>
/// <remarks>LZW: codes of codeSize + 1 to 12 bits, least significant bit first; two above the colours are "clear" and "end".</remarks>
internal sealed class GifPixels
{
    private const int MaxCodes = 4096;

    private readonly int _clear;
    private readonly int _firstWidth;
    private readonly bool[] _visible = new bool[MaxCodes]; // Of a code's whole string.
    private readonly bool[] _firstVisible = new bool[MaxCodes]; // Of its first pixel.
    private readonly int[] _lengths = new int[MaxCodes];
    private readonly long _pixels;
    private long _seen;
    private int _next;
    private int _width;
    private int _previous = -1;
    private uint _bits;
    private int _bitCount;
    private bool _ended;

    /// <summary>Makes a decoder.</summary>
    /// <param name="codeSize">Bits of a colour index.</param>
    /// <param name="transparentIndex">The index that is not drawn; -1 when every one is.</param>
    /// <param name="pixels">Pixels of the image.</param>
    public GifPixels(int codeSize, int transparentIndex, long pixels)
    {
        _pixels = pixels;
        _ended = codeSize is < 1 or > 11;
        if (_ended)
        {
            return;
        }

        _clear = 1 << codeSize;
        _firstWidth = codeSize + 1;
        for (int i = 0; i < _clear; i++)
        {
            _visible[i] = _firstVisible[i] = i != transparentIndex;
            _lengths[i] = 1;
        }

        Clear();
    }

    /// <summary>Whether a pixel seen so far is drawn.</summary>
    public bool AnyVisible { get; private set; }

    /// <summary>Whether the codes were sound until every pixel was there.</summary>
    public bool IsComplete => _seen >= _pixels;

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            _bits |= (uint)b << _bitCount;
            _bitCount += 8;
            while (_bitCount >= _width && !_ended)
            {
                Code((int)(_bits & ((1u << _width) - 1)));
            }

            if (_ended)
            {
                return;
            }
        }
    }

    private void Clear()
    {
        _next = _clear + 2;
        _width = _firstWidth;
        _previous = -1;
    }

    private void Code(int code)
    {
        _bits >>= _width;
        _bitCount -= _width;
        if (code == _clear)
        {
            Clear();
            return;
        }

        if (code == _clear + 1 || code > _next || (code == _next && _previous < 0))
        {
            _ended = true;
            return;
        }

        if (_previous >= 0 && _next < MaxCodes)
        {
            int first = code == _next ? _previous : code;
            _visible[_next] = _visible[_previous] || _firstVisible[first];
            _firstVisible[_next] = _firstVisible[_previous];
            _lengths[_next] = _lengths[_previous] + 1;
            _next++;
            _width += _next == 1 << _width && _width < 12 ? 1 : 0;
        }

        AnyVisible |= _visible[code];
        _seen += _lengths[code];
        _previous = code;
        _ended = IsComplete;
    }
}
