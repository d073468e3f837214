namespace TensorBoardFormats.Images;

/// <summary>Collects rows of any colour type as 8-bit pixels. The buffer grows with the rows that really come.</summary>
internal sealed class PngPixels(PngHeader header, int channels, byte[] palette, PngTransparency transparency)
{
    private const int FirstBytes = 1 << 20;

    private readonly int _stride = checked((int)((long)header.Width * channels));
    private readonly int _total = checked((int)((long)header.Width * header.Height * channels));
    private byte[] _bytes = [];

    /// <summary>All rows; those that never came are zeros.</summary>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            Reserve(_total);
            return _bytes.AsMemory(0, _total);
        }
    }

    /// <summary>Puts the current row of <paramref name="rows"/> where it belongs.</summary>
    public void Put(PngRowReader rows)
    {
        int start = rows.Y * _stride;
        Reserve(start + _stride);
        Span<byte> target = _bytes.AsSpan(start, _stride);
        bool isPlain = header is { BitDepth: 8, Interlace: 0 } && header.Samples == channels;
        if (isPlain)
        {
            rows.Samples.CopyTo(target);
            return;
        }

        for (int i = 0; i < rows.Width; i++)
        {
            Pixel(rows.Samples, i, target.Slice((rows.FirstX + (i * rows.StepX)) * channels, channels));
        }
    }

    private void Pixel(ReadOnlySpan<byte> samples, int x, Span<byte> pixel)
    {
        if (header.ColorType == PngColorType.Palette)
        {
            int index = PngSamples.Get(samples, x, header.BitDepth);
            if ((3 * index) + 3 <= palette.Length)
            {
                palette.AsSpan(3 * index, 3).CopyTo(pixel);
            }

            if (channels == 4)
            {
                pixel[3] = transparency.AlphaOf(index);
            }

            return;
        }

        for (int i = 0; i < Math.Min(header.Samples, channels); i++)
        {
            pixel[i] = Eight(PngSamples.Get(samples, (x * header.Samples) + i, header.BitDepth));
        }

        if (channels > header.Samples)
        {
            pixel[^1] = transparency.IsVisible(samples, x) ? byte.MaxValue : (byte)0;
        }
    }

    private byte Eight(int sample) => header.BitDepth == 16 ? (byte)(sample >> 8) : (byte)(sample * 255 / ((1 << header.BitDepth) - 1));

    private void Reserve(int bytes)
    {
        if (_bytes.Length < bytes)
        {
            Array.Resize(ref _bytes, (int)Math.Min(_total, Math.Max(bytes, Math.Max(FirstBytes, 2L * _bytes.Length))));
        }
    }
}
