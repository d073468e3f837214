namespace TensorBoardFormats.Images;

/// <summary>One run of <see cref="PngReader"/>.</summary>
internal sealed class PngDecoder(ByteSource source, string name, long maxBytes)
{
    private const int MaxPaletteBytes = 3 * 256;

    private readonly PngChunkReader _chunks = new(source);
    private byte[] _palette = [];
    private byte[] _transparency = [];

    /// <summary>Decodes the whole image.</summary>
    public PngImage Decode()
    {
        PngHeader header = ReadHeader();
        ReadUpToData();
        if (header.ColorType == PngColorType.Palette && _palette.Length < 3)
        {
            throw Malformed(_chunks.Offset, "a palette before the pixel data", "none");
        }

        PngTransparency transparency = new(header, _transparency);
        int channels = ChannelsOf(header, transparency);
        long size = header.Width * (long)header.Height;
        if (size > Math.Min(maxBytes, Array.MaxLength) / channels || header.RowBytes(header.Width) > PngRowReader.MaxRowBytes)
        {
            throw Malformed(8, $"at most {maxBytes} bytes of pixels", $"{header.Width} x {header.Height} pixels");
        }

        using PngDataStream data = new(_chunks);
        using PngRowReader rows = new(header, data);
        long offset = _chunks.Offset;
        PngPixels pixels = new(header, channels, _palette, transparency);
        while (rows.TryNext())
        {
            pixels.Put(rows);
        }

        data.Drain();
        if ((data.Fault ?? rows.Fault) is string fault)
        {
            throw Malformed(data.Fault is null ? offset : data.FaultOffset, "sound pixel data", fault);
        }

        ReadToEnd(data.HasNextChunk);
        return new PngImage((int)header.Width, (int)header.Height, channels, pixels.Bytes);
    }

    private static int ChannelsOf(PngHeader header, PngTransparency transparency)
    {
        int color = header.ColorType is PngColorType.Gray or PngColorType.GrayAlpha ? 1 : 3;
        return transparency.CanHide ? color + 1 : color;
    }

    private PngHeader ReadHeader()
    {
        Span<byte> head = stackalloc byte[PngFormat.HeaderLength];
        if (source.Read(head[..8]) < 8 || !head[..8].SequenceEqual(PngFormat.Signature))
        {
            throw Malformed(0, "the signature of a PNG", "other bytes");
        }

        if (!_chunks.TryBegin() || _chunks.Type != PngFormat.Header || _chunks.Length != PngFormat.HeaderLength || _chunks.ReadData(head) < head.Length)
        {
            throw Malformed(8, "chunk IHDR of 13 bytes", "something else");
        }

        Check(_chunks.Offset);
        PngHeader header = PngHeader.Read(head);
        return header.Fault is null ? header : throw Malformed(16, "a PNG header that exists", header.Fault);
    }

    private void ReadUpToData()
    {
        while (true)
        {
            if (!_chunks.TryBegin() || _chunks.Type == PngFormat.End)
            {
                throw Malformed(_chunks.Offset, "chunk IDAT", "the end of the file");
            }

            if (_chunks.Type == PngFormat.Data)
            {
                return;
            }

            if (PngFormat.IsCritical(_chunks.Type) && _chunks.Type != PngFormat.Palette)
            {
                throw Malformed(_chunks.Offset, "a chunk that this reader knows", $"critical chunk 0x{_chunks.Type:X8}");
            }

            long offset = _chunks.Offset;
            byte[] data = new byte[_chunks.Type is PngFormat.Palette or PngFormat.Transparency ? Math.Min(_chunks.Length, MaxPaletteBytes) : 0];
            int count = data.Length == 0 ? 0 : _chunks.ReadData(data);
            _palette = _chunks.Type == PngFormat.Palette ? data[..count] : _palette;
            _transparency = _chunks.Type == PngFormat.Transparency ? data[..count] : _transparency;
            Check(offset);
        }
    }

    private void ReadToEnd(bool hasChunk)
    {
        while (hasChunk)
        {
            long offset = _chunks.Offset;
            bool isEnd = _chunks.Type == PngFormat.End;
            Check(offset);
            if (isEnd)
            {
                return;
            }

            hasChunk = _chunks.TryBegin();
        }

        throw Malformed(_chunks.Offset, "chunk IEND", "the end of the file");
    }

    private void Check(long offset)
    {
        PngChunkEnd end = _chunks.Finish();
        if (end != PngChunkEnd.Sound)
        {
            throw Malformed(offset, "a whole chunk with the right check sum", end == PngChunkEnd.Cut ? "the end of the file" : "a wrong check sum");
        }
    }

    private MalformedFileException Malformed(long offset, string expected, string found) => new(name, offset, expected, found);
}
