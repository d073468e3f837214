using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Constants of PNG that reader, scanner and writer share.</summary>
/// <remarks>
/// A file is the signature and chunks: u32 length of the data, u32 type (four letters), data, u32 CRC-32 of type and data; all numbers most
/// significant byte first. IHDR is the first chunk, IEND the last; the data of all IDAT chunks together is one zlib stream of rows, each a
/// filter byte and the packed samples. A type whose first letter is upper case is critical: who does not know it cannot show the image.
/// </remarks>
internal static class PngFormat
{
    /// <summary>Bytes of IHDR's data.</summary>
    public const int HeaderLength = 13;

    /// <summary>Chunk type IHDR.</summary>
    public const uint Header = 0x49484452;

    /// <summary>Chunk type PLTE.</summary>
    public const uint Palette = 0x504C5445;

    /// <summary>Chunk type tRNS.</summary>
    public const uint Transparency = 0x74524E53;

    /// <summary>Chunk type IDAT.</summary>
    public const uint Data = 0x49444154;

    /// <summary>Chunk type IEND.</summary>
    public const uint End = 0x49454E44;

    /// <summary>Chunk type eXIf.</summary>
    public const uint Exif = 0x65584966;

    /// <summary>The eight bytes that every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether an image cannot be shown by who does not know this chunk.</summary>
    public static bool IsCritical(uint type) => (type & 0x2000_0000) == 0;

    /// <summary>Whether all four bytes are ASCII letters, digits or underscores, which is what Pillow takes for a name.</summary>
    public static bool IsWord(uint type)
    {
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, type);
        foreach (byte b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '_')
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>How samples make a pixel (IHDR's colour type).</summary>
internal enum PngColorType : byte
{
    /// <summary>One grey sample.</summary>
    Gray = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 2,

    /// <summary>An index into PLTE.</summary>
    Palette = 3,

    /// <summary>Grey and alpha.</summary>
    GrayAlpha = 4,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba = 6,
}

/// <summary>The content of IHDR.</summary>
internal readonly record struct PngHeader(uint Width, uint Height, byte BitDepth, PngColorType ColorType, byte Compression, byte Filter, byte Interlace)
{
    /// <summary>Reads the 13 bytes of IHDR's data.</summary>
    public static PngHeader Read(ReadOnlySpan<byte> data) => new(
        BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), data[8], (PngColorType)data[9], data[10], data[11], data[12]);

    /// <summary>Whether PNG has this pair of colour type and depth.</summary>
    public bool IsLegalPair => ColorType switch
    {
        PngColorType.Gray => BitDepth is 1 or 2 or 4 or 8 or 16,
        PngColorType.Palette => BitDepth is 1 or 2 or 4 or 8,
        PngColorType.Rgb or PngColorType.GrayAlpha or PngColorType.Rgba => BitDepth is 8 or 16,
        _ => false,
    };

    /// <summary>Samples of a pixel.</summary>
    public int Samples => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.GrayAlpha => 2,
        PngColorType.Rgba => 4,
        _ => 1,
    };

    /// <summary>Why a decoder refuses the image; null when it does not.</summary>
    public string? Fault =>
        Width is 0 or > int.MaxValue || Height is 0 or > int.MaxValue ? "width or height is 0 or too large"
        : !IsLegalPair ? $"colour type {(byte)ColorType} with {BitDepth} bits does not exist"
        : Compression != 0 ? $"compression method {Compression} does not exist"
        : Filter != 0 ? $"filter method {Filter} does not exist"
        : Interlace > 1 ? $"interlace method {Interlace} does not exist" : null;

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public long RowBytes(long width) => ((width * Samples * BitDepth) + 7) / 8;

    /// <summary>Distance in bytes to the pixel on the left, at least 1: what filters look back.</summary>
    public int PixelBytes => Math.Max(1, Samples * BitDepth / 8);
}
