namespace TensorBoardFormats.Images;

/// <summary>How far an image is looked into.</summary>
public enum ImageProbeDepth
{
    /// <summary>Only what tells format, size and content type; nothing is said of damage in the pixels.</summary>
    Header,

    /// <summary>To the end: checksums, rows of pixels, transparency.</summary>
    Pixels,
}

/// <summary>
/// Tells what a file is as an image: to TensorBoard's server, which looks at the header with Pillow (spec/projector.md §8.1), and to the
/// page, whose Chromium decodes it (§10.7).
/// </summary>
/// <remarks>Reads forward and holds at most a few rows of pixels, whatever sizes the file claims. Content never raises an exception.</remarks>
public static class ImageProbe
{
    /// <summary>The largest side of a sprite (spec/projector.md §10.7); pixels of larger images are not looked at.</summary>
    public const int MaxSide = 8192;

    /// <summary>Pillow refuses images of more pixels.</summary>
    internal const long MaxPillowPixels = 178_956_970;

    // Chromium refuses images of more pixels.
    private const long MaxBrowserPixels = (1L << 29) - 1;

    /// <summary>Looks at an image from its start.</summary>
    /// <param name="stream">The file; read forward, not disposed.</param>
    /// <param name="depth">How far to look.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ImageReport Examine(Stream stream, ImageProbeDepth depth)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ByteSource source = new(stream);
        ReadOnlySpan<byte> head = source.Peek(16);
        ImageReport report =
            head.StartsWith(PngFormat.Signature) ? new PngScanner(source, depth).Scan()
            : head is [0xFF, 0xD8, 0xFF, ..] ? new JpegScanner(source, depth).Scan()
            : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? GifScanner.Scan(source, depth)
            : head.StartsWith("BM"u8) ? BmpScanner.Scan(source, depth)
            : head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..].StartsWith("WEBP"u8) ? WebPScanner.Scan(source, depth)
            : head is [0, 0, 1 or 2, 0, ..] ? IcoScanner.Scan(source, depth)
            : head.Length >= 12 && head[4..].StartsWith("ftypavi"u8) ? AvifScanner.Scan(source)
            : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? ImageReport.NoImage("TIFF, which browsers do not show") with { Format = ImageFormat.Tiff }
            : ImageReport.NoImage(head.IsEmpty ? "the file is empty" : "no image format that browsers know");
        return Limit(report);
    }

    private static ImageReport Limit(ImageReport report)
    {
        long pixels = (long)report.Width * report.Height;
        return pixels > MaxBrowserPixels
            ? report with { PillowType = null, Browser = BrowserImageState.NotDecodable, Fault = "more pixels than a browser takes" }
            : pixels > MaxPillowPixels ? report with { PillowType = null } : report;
    }
}
