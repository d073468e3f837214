namespace TensorBoardFormats.Images;

/// <summary>Looks at a PNG as Pillow does (up to the first IDAT) and as Chromium does (to the end); spec/projector.md §8.1, §10.7.</summary>
internal sealed class PngScanner(ByteSource source, ImageProbeDepth depth)
{
    private readonly PngChunkReader _chunks = new(source);
    private PngHeader _header;
    private byte[] _transparency = [];
    private bool _hasPalette;
    private int _orientation = 1;
    private bool _pillow = true;
    private string? _fault;
    private long _faultOffset;

    /// <summary>The whole report.</summary>
    public ImageReport Scan()
    {
        source.TrySkip(PngFormat.Signature.Length);
        if (!TryHeader())
        {
            return ImageReport.NoImage(_fault!) with { Format = ImageFormat.Png, FaultOffset = _faultOffset };
        }

        bool hasData = TryBeforeData();
        bool decodable = hasData && _fault is null;
        BrowserImageState state = decodable ? BrowserImageState.Drawn : BrowserImageState.NotDecodable;
        if (decodable && _header.ColorType == PngColorType.Palette && !_hasPalette)
        {
            Fail("the palette is missing", _chunks.Offset);
            state = BrowserImageState.Damaged;
        }
        else if (decodable && depth == ImageProbeDepth.Pixels && _header.Width <= ImageProbe.MaxSide && _header.Height <= ImageProbe.MaxSide)
        {
            bool visible = ScanPixels();
            state = _fault is not null ? BrowserImageState.Damaged : visible ? BrowserImageState.Drawn : BrowserImageState.Transparent;
            _fault ??= visible ? null : "every pixel has alpha 0";
        }

        return new ImageReport(
            ImageFormat.Png, Side(_header.Width), Side(_header.Height), _orientation, PillowTakes() ? "image/png" : null, state, _fault, _fault is null ? null : _faultOffset);
    }

    private static int Side(uint side) => (int)Math.Min(side, int.MaxValue);

    private bool PillowTakes() => _pillow && _header is { Width: > 0, Height: > 0, IsLegalPair: true, Filter: 0 };

    private void Fail(string fault, long offset)
    {
        if (_fault is null)
        {
            _fault = fault;
            _faultOffset = offset;
        }
    }

    private bool TryHeader()
    {
        Span<byte> data = stackalloc byte[PngFormat.HeaderLength];
        if (!_chunks.TryBegin() || _chunks.Type != PngFormat.Header || _chunks.Length < PngFormat.HeaderLength)
        {
            Fail("the first chunk is not IHDR", _chunks.Offset);
            return false;
        }

        bool oversized = _chunks.Length != PngFormat.HeaderLength;
        PngChunkEnd end = _chunks.ReadData(data) == data.Length ? _chunks.Finish() : PngChunkEnd.Cut;
        if (end != PngChunkEnd.Sound)
        {
            Fail(end == PngChunkEnd.Cut ? "the file ends within IHDR" : "wrong check sum of IHDR", _chunks.Offset);
            return false;
        }

        _header = PngHeader.Read(data);
        if ((oversized ? "IHDR is too long" : _header.Fault) is string fault)
        {
            Fail(fault, _chunks.Offset);
        }

        return true;
    }

    // Leaves the reader in the first IDAT chunk. What only Chromium minds sets the fault and goes on, for Pillow's sake.
    private bool TryBeforeData()
    {
        while (_chunks.TryBegin())
        {
            uint type = _chunks.Type;
            if (type is PngFormat.Data or PngFormat.End)
            {
                if (type == PngFormat.End)
                {
                    Fail("there is no pixel data", _chunks.Offset);
                }

                return type == PngFormat.Data;
            }

            if (!TryChunk(type))
            {
                return false;
            }
        }

        _pillow = false;
        Fail("the file ends before the pixel data", _chunks.Offset);
        return false;
    }

    private bool TryChunk(uint type)
    {
        long offset = _chunks.Offset;
        bool isCritical = PngFormat.IsCritical(type);
        _pillow &= PngFormat.IsWord(type);
        if (isCritical && type != PngFormat.Palette)
        {
            Fail("an unknown critical chunk stands before the pixel data", offset);
        }

        byte[] data = type is PngFormat.Transparency or PngFormat.Exif ? TakeData() : [];
        PngChunkEnd end = _chunks.Finish();
        if (end != PngChunkEnd.Sound)
        {
            _pillow = false;
            if (end == PngChunkEnd.Cut || isCritical)
            {
                Fail(end == PngChunkEnd.Cut ? "the file ends before the pixel data" : "wrong check sum of a critical chunk", offset);
            }

            return end != PngChunkEnd.Cut;
        }

        _hasPalette |= type == PngFormat.Palette;
        _transparency = type == PngFormat.Transparency ? data : _transparency;
        _orientation = type == PngFormat.Exif ? Exif.Orientation(data) : _orientation;
        return true;
    }

    private byte[] TakeData()
    {
        byte[] data = new byte[Math.Min(_chunks.Length, Exif.MaxBytes)];
        int count = 0;
        while (count < data.Length && _chunks.ReadData(data.AsSpan(count)) is > 0 and int got)
        {
            count += got;
        }

        return data[..count];
    }

    private bool ScanPixels()
    {
        using PngDataStream data = new(_chunks);
        using PngRowReader rows = new(_header, data);
        PngTransparency transparency = new(_header, _transparency);
        bool visible = !transparency.CanHide;
        long dataOffset = _chunks.Offset;
        while (rows.TryNext())
        {
            visible = visible || transparency.AnyVisible(rows.Samples, rows.Width);
        }

        data.Drain();
        if (data.Fault is not null)
        {
            Fail(data.Fault, data.FaultOffset);
        }
        else if (rows.Fault is not null)
        {
            Fail(rows.Fault, dataOffset);
        }

        if (!data.HasNextChunk)
        {
            // The decoder knows that the pixels are complete when another chunk begins; what that is, and whether it is whole, does not matter.
            Fail("no chunk begins behind the pixel data", _chunks.Offset);
        }

        return visible;
    }
}
