using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Finds the size of an AVIF, which Chromium shows; its pixels are not looked at.</summary>
/// <remarks>Boxes: u32 size, four letters, content. The size stands in <c>meta</c> / <c>iprp</c> / <c>ipco</c> / <c>ispe</c>. Numbers are most significant byte first.</remarks>
internal static class AvifScanner
{
    private const int BoxHeader = 8;

    /// <summary>The whole report.</summary>
    public static ImageReport Scan(ByteSource source)
    {
        (int width, int height) = (0, 0);
        Span<byte> head = stackalloc byte[BoxHeader];
        Span<byte> extent = stackalloc byte[12];
        while (source.TryRead(head))
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            ReadOnlySpan<byte> name = head[4..];
            bool isFull = name.SequenceEqual("meta"u8); // It has a version and flags before its content.
            if (name.SequenceEqual("ispe"u8))
            {
                bool whole = source.TryRead(extent);
                int w = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(extent[4..]), int.MaxValue);
                int h = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(extent[8..]), int.MaxValue);
                (width, height) = whole && (long)w * h > (long)width * height ? (w, h) : (width, height);
                size -= extent.Length;
            }

            bool isContainer = isFull || name.SequenceEqual("iprp"u8) || name.SequenceEqual("ipco"u8);
            if ((size < BoxHeader && !isContainer) || !source.TrySkip(isContainer ? isFull ? 4 : 0 : size - BoxHeader))
            {
                break;
            }
        }

        return width > 0 && height > 0
            ? new ImageReport(ImageFormat.Avif, width, height, 1, null, BrowserImageState.Drawn)
            : new ImageReport(ImageFormat.Avif, 0, 0, 1, null, BrowserImageState.NotDecodable, "the file names no size", 0);
    }
}
