using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Tells whether a row of a PNG has a pixel that can be seen: one whose alpha is not 0.</summary>
internal sealed class PngTransparency
{
    private readonly PngHeader _header;
    private readonly byte[] _alphas; // Of the palette; entries beyond are opaque.
    private readonly ushort[] _key; // The one transparent colour of a grey or RGB image.

    /// <summary>Takes what tRNS says.</summary>
    /// <param name="header">The image.</param>
    /// <param name="data">Data of the tRNS chunk; empty when there is none.</param>
    public PngTransparency(PngHeader header, ReadOnlySpan<byte> data)
    {
        _header = header;
        _alphas = header.ColorType == PngColorType.Palette ? data.ToArray() : [];
        int samples = header.ColorType switch { PngColorType.Gray => 1, PngColorType.Rgb => 3, _ => 0 };
        _key = samples > 0 && data.Length >= 2 * samples ? new ushort[samples] : [];
        for (int i = 0; i < _key.Length; i++)
        {
            _key[i] = BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]);
        }
    }

    /// <summary>False when every pixel is opaque anyway.</summary>
    public bool CanHide => _alphas.Length > 0 || _key.Length > 0 || _header.ColorType is PngColorType.GrayAlpha or PngColorType.Rgba;

    /// <summary>Alpha of a palette entry.</summary>
    public byte AlphaOf(int index) => index < _alphas.Length ? _alphas[index] : byte.MaxValue;

    /// <summary>Whether a pixel of the row can be seen.</summary>
    public bool AnyVisible(ReadOnlySpan<byte> samples, int width)
    {
        for (int x = 0; x < width; x++)
        {
            if (IsVisible(samples, x))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether pixel <paramref name="x"/> of the row can be seen.</summary>
    public bool IsVisible(ReadOnlySpan<byte> samples, int x)
    {
        int channels = _header.Samples;
        if (_header.ColorType is PngColorType.GrayAlpha or PngColorType.Rgba)
        {
            // Browsers take the upper byte of 16 bits.
            int alpha = PngSamples.Get(samples, (x * channels) + channels - 1, _header.BitDepth);
            return (_header.BitDepth == 16 ? alpha >> 8 : alpha) != 0;
        }

        if (_header.ColorType == PngColorType.Palette)
        {
            return AlphaOf(PngSamples.Get(samples, x, _header.BitDepth)) != 0;
        }

        for (int i = 0; i < _key.Length; i++)
        {
            if (PngSamples.Get(samples, (x * channels) + i, _header.BitDepth) != _key[i])
            {
                return true;
            }
        }

        return _key.Length == 0;
    }
}

/// <summary>Takes single samples out of a packed row.</summary>
internal static class PngSamples
{
    /// <summary>Sample <paramref name="index"/> of a row, as stored.</summary>
    public static int Get(ReadOnlySpan<byte> samples, int index, int bitDepth) => bitDepth switch
    {
        8 => samples[index],
        16 => BinaryPrimitives.ReadUInt16BigEndian(samples[(2 * index)..]),
        _ => (samples[index * bitDepth / 8] >> (8 - bitDepth - (index * bitDepth % 8))) & ((1 << bitDepth) - 1),
    };
}
