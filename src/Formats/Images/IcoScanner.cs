using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Looks at a Windows icon, of which Chromium shows the largest and deepest picture.</summary>
/// <remarks>u16 0, u16 1 (2: cursor), u16 count; then entries of 16 bytes: width, height (0 is 256), colours, 0, u16 planes, u16 bits, u32
/// bytes, u32 offset of the picture (a PNG, or a BMP without its file header). Numbers are little-endian.</remarks>
internal static class IcoScanner
{
    private const int EntryLength = 16;
    private const int BmpHeader = 40;

    /// <summary>The whole report.</summary>
    public static ImageReport Scan(ByteSource source, ImageProbeDepth depth)
    {
        Span<byte> head = stackalloc byte[6];
        bool whole = source.TryRead(head);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(head[4..]);
        (int Width, int Height, int Bits, long Length, long Offset) best = default;
        Span<byte> entry = stackalloc byte[EntryLength];
        for (int i = 0; i < count && whole; i++)
        {
            whole = source.TryRead(entry);
            (int Width, int Height, int Bits, long Length, long Offset) next = (
                entry[0] == 0 ? 256 : entry[0], entry[1] == 0 ? 256 : entry[1], BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]));
            int area = (next.Width * next.Height) - (best.Width * best.Height);
            best = area > 0 || (area == 0 && next.Bits > best.Bits) ? next : best;
        }

        if (!whole || count == 0)
        {
            return new ImageReport(ImageFormat.Ico, 0, 0, 1, null, BrowserImageState.NotDecodable, "the file ends within its directory", source.Position);
        }

        ImageReport report = new(ImageFormat.Ico, best.Width, best.Height, 1, null, BrowserImageState.Drawn);
        return depth == ImageProbeDepth.Header || (source.TrySkip(best.Offset - source.Position) && source.TrySkip(PixelEnd(source, best.Width, best.Height, best.Length)))
            ? report
            : report with { Browser = BrowserImageState.Damaged, Fault = "the file ends within the pixel data", FaultOffset = source.Position };
    }

    // A BMP of 32 bits has alpha, so the mask behind its pixels is not read.
    private static long PixelEnd(ByteSource source, int width, int height, long length)
    {
        ReadOnlySpan<byte> head = source.Peek(16);
        bool isDeepBmp = head.Length == 16 && BinaryPrimitives.ReadUInt32LittleEndian(head) == BmpHeader && BinaryPrimitives.ReadUInt16LittleEndian(head[14..]) == 32;
        return isDeepBmp ? Math.Min(length, BmpHeader + (4L * width * height)) : length;
    }
}
