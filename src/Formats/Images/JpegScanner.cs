namespace TensorBoardFormats.Images;

/// <summary>Looks at a JPEG as Pillow does (segments up to SOS) and as Chromium does (to the end marker); spec/projector.md §8.1, §10.7.</summary>
/// <remarks>A file is FF D8, then segments: FF, a marker, and for most markers a u16 length (counting itself) and data. SOS is followed by
/// compressed data in which FF stands only before 00 or a restart marker; FF D9 ends the picture.</remarks>
internal sealed class JpegScanner(ByteSource source, ImageProbeDepth depth)
{
    private const int HuffmanTables = 0xC4;
    private const int EndOfImage = 0xD9;
    private const int StartOfScan = 0xDA;
    private const int App1 = 0xE1;
    private const int App2 = 0xE2;
    private const int EndedBetween = -1;

    private int _width;
    private int _height;
    private int _precision;
    private int _components;
    private int _frame = -1;
    private int _orientation = 1;
    private bool _hasExif;
    private bool _isMultiPicture;
    private bool _isHdr;
    private bool _hasBadTable;

    /// <summary>The whole report.</summary>
    public ImageReport Scan()
    {
        source.TrySkip(2);
        (bool complete, bool atScan) = ReadSegments();
        string? type = complete && FrameIsPillows() && (!_isMultiPicture || _isHdr) ? "image/jpeg" : null;
        string? fault = !atScan ? "the file ends before the picture's data" : FrameFault();
        if (fault is not null)
        {
            return Report(type, BrowserImageState.NotDecodable, fault);
        }

        bool reachesEnd = depth == ImageProbeDepth.Header || TryReachEnd();
        return reachesEnd && !_hasBadTable
            ? Report(type, BrowserImageState.Drawn, null)
            : Report(type, BrowserImageState.Damaged, reachesEnd ? "a Huffman table is impossible" : "the end marker FF D9 is not reached");
    }

    private ImageReport Report(string? type, BrowserImageState state, string? fault) =>
        new(ImageFormat.Jpeg, _width, _height, _orientation, type, state, fault, fault is null ? null : source.Position);

    private bool FrameIsPillows() => _frame >= 0 && _precision == 8 && _components is 1 or 3 or 4 && _width > 0 && _height > 0;

    // Baseline, extended and progressive with Huffman codes are what browsers decode.
    private string? FrameFault() =>
        _frame < 0 ? "there is no frame header"
        : _frame > 2 ? $"frame type {_frame} is one that browsers do not decode"
        : _precision != 8 ? $"{_precision} bits a sample is what browsers do not decode"
        : _width == 0 || _height == 0 ? "width or height is 0"
        : _components is 1 or 3 or 4 ? null : $"{_components} components is what browsers do not decode";

    // Complete: as far as Pillow reads. At scan: the SOS segment was passed.
    private (bool Complete, bool AtScan) ReadSegments()
    {
        while (true)
        {
            int marker = NextMarker();
            if (marker < 0)
            {
                return (_frame >= 0 && marker == EndedBetween, false);
            }

            if (marker is > 0 and < 0xC0)
            {
                return (false, false); // No marker; Pillow gives up here.
            }

            if (HasSegment(marker) && !TrySegment(marker))
            {
                return (false, false);
            }

            if (marker == StartOfScan)
            {
                return (true, true);
            }
        }
    }

    // The next marker behind any bytes that are none: FF 00 stands for a data byte, FF FF for one FF.
    private int NextMarker()
    {
        while (true)
        {
            ReadOnlySpan<byte> next = source.Peek(8192);
            if (next.IsEmpty)
            {
                return EndedBetween;
            }

            int at = next.IndexOf((byte)0xFF);
            source.TrySkip(at < 0 ? next.Length : at + 1);
            if (at < 0)
            {
                continue;
            }

            int marker = source.ReadByte();
            while (marker == 0xFF)
            {
                marker = source.ReadByte();
            }

            if (marker != 0)
            {
                return marker;
            }
        }
    }

    private static bool HasSegment(int marker) =>
        marker is not (0x01 or (>= 0xD0 and <= EndOfImage) or 0xC8 or (>= 0xF0 and <= 0xFD)) && marker >= 0xC0;

    private bool TrySegment(int marker)
    {
        int length = source.ReadUInt16BigEndian() - 2;
        if (length < 0)
        {
            return false;
        }

        bool isFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
        if (!isFrame && marker is not (App1 or App2 or HuffmanTables))
        {
            return source.TrySkip(length);
        }

        byte[] data = new byte[length];
        if (!source.TryRead(data))
        {
            return false;
        }

        _hasBadTable |= marker == HuffmanTables && !AreSoundTables(data);
        return isFrame ? TryFrame(marker, data) : TakeApplication(marker, data);
    }

    private bool TryFrame(int marker, ReadOnlySpan<byte> data)
    {
        if (data.Length < 6)
        {
            return false;
        }

        _frame = _frame < 0 ? marker - 0xC0 : _frame;
        _precision = data[0];
        _height = (data[1] << 8) | data[2];
        _width = (data[3] << 8) | data[4];
        _components = data[5];
        return true;
    }

    // Class and number, how many codes there are of each of 16 lengths, then their values; the codes of a length must fit into it.
    private static bool AreSoundTables(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (data.Length < 17 || (data[0] & 0x0F) > 3 || data[0] >> 4 > 1)
            {
                return false;
            }

            int values = 0;
            int code = 0;
            for (int length = 1; length <= 16; length++)
            {
                values += data[length];
                code = (code << 1) + data[length];
                if (code > 1 << length)
                {
                    return false;
                }
            }

            if (values > 256 || data.Length < 17 + values)
            {
                return false;
            }

            data = data[(17 + values)..];
        }

        return true;
    }

    private bool TakeApplication(int marker, ReadOnlySpan<byte> data)
    {
        if (marker == App1 && data.StartsWith("Exif\0\0"u8) && !_hasExif)
        {
            _hasExif = true;
            _orientation = Exif.Orientation(data[6..]);
        }
        else if (marker == App1)
        {
            _isHdr |= data.IndexOf(" hdrgm:Version=\""u8) >= 0;
        }
        else if (data.StartsWith("MPF\0"u8))
        {
            _isMultiPicture = Exif.NumberOfImages(data[4..]) > 1;
        }

        return true;
    }

    private bool TryReachEnd()
    {
        while (true)
        {
            int marker = NextMarker();
            if (marker is EndedBetween or EndOfImage)
            {
                return marker == EndOfImage;
            }

            if (HasSegment(marker) && !TrySegment(marker))
            {
                return false;
            }
        }
    }
}
