using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Looks at a GIF: Pillow up to the first image's descriptor, Chromium to the end of the first image's data (spec/projector.md §8.1, §10.7).</summary>
/// <remarks>Signature; u16 width and height (little-endian), flags, background, aspect; colour table. Then blocks: <c>!</c> label and
/// sub-blocks, <c>,</c> image descriptor, colour table, code size and sub-blocks, <c>;</c> end. Sub-blocks: a length and as many bytes; length 0 ends them.</remarks>
internal static class GifScanner
{
    private const int ScreenLength = 13;
    private const int DescriptorLength = 9;
    private const byte Extension = (byte)'!';
    private const byte ImageDescriptor = (byte)',';
    private const byte Trailer = (byte)';';
    private const int GraphicControl = 0xF9;

    /// <summary>The whole report.</summary>
    public static ImageReport Scan(ByteSource source, ImageProbeDepth depth)
    {
        Span<byte> screen = stackalloc byte[ScreenLength];
        if (!source.TryRead(screen))
        {
            return Cut(0, 0, source);
        }

        int width = BinaryPrimitives.ReadUInt16LittleEndian(screen[6..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(screen[8..]);
        int transparentIndex = -1;
        if (!source.TrySkip(ColorTableBytes(screen[10])) || !TryFindImage(source, ref transparentIndex))
        {
            return Cut(width, height, source);
        }

        Span<byte> descriptor = stackalloc byte[DescriptorLength];
        if (!source.TryRead(descriptor))
        {
            return Cut(width, height, source);
        }

        int imageWidth = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[4..]);
        int imageHeight = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[6..]);
        width = Math.Max(width, BinaryPrimitives.ReadUInt16LittleEndian(descriptor) + imageWidth);
        height = Math.Max(height, BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]) + imageHeight);
        int codeSize = source.TrySkip(ColorTableBytes(descriptor[8])) ? source.ReadByte() : -1;
        if (codeSize < 0 || width == 0 || height == 0)
        {
            return Cut(width, height, source);
        }

        ImageReport report = new(ImageFormat.Gif, width, height, 1, "image/gif", BrowserImageState.Drawn);
        if (depth == ImageProbeDepth.Header)
        {
            return report;
        }

        GifPixels pixels = new(codeSize, transparentIndex, (long)imageWidth * imageHeight);
        return !TryReadData(source, pixels) || !pixels.IsComplete
            ? report with { Browser = BrowserImageState.Damaged, Fault = pixels.IsComplete ? "the file ends within the pixel data" : "the pixel data is damaged or not all there", FaultOffset = source.Position }
            : pixels.AnyVisible ? report : report with { Browser = BrowserImageState.Transparent, Fault = "every pixel is transparent", FaultOffset = 0 };
    }

    private static ImageReport Cut(int width, int height, ByteSource source) =>
        new(ImageFormat.Gif, width, height, 1, null, BrowserImageState.NotDecodable, "the file holds no image whose header is whole", source.Position);

    private static int ColorTableBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool TryFindImage(ByteSource source, ref int transparentIndex)
    {
        while (true)
        {
            switch (source.ReadByte())
            {
                case -1 or Trailer:
                    return false;
                case ImageDescriptor:
                    return true;
                case Extension:
                    int label = source.ReadByte();
                    if (label == GraphicControl && source.Peek(5) is { Length: 5 } control && control[0] == 4)
                    {
                        transparentIndex = (control[1] & 1) != 0 ? control[4] : -1;
                    }

                    if (label < 0 || !TrySkipBlocks(source))
                    {
                        return false;
                    }

                    break;
            }
        }
    }

    private static bool TrySkipBlocks(ByteSource source)
    {
        while (true)
        {
            int length = source.ReadByte();
            if (length <= 0)
            {
                return length == 0;
            }

            if (!source.TrySkip(length))
            {
                return false;
            }
        }
    }

    private static bool TryReadData(ByteSource source, GifPixels pixels)
    {
        Span<byte> block = stackalloc byte[byte.MaxValue];
        while (true)
        {
            int length = source.ReadByte();
            if (length <= 0)
            {
                return length == 0;
            }

            if (!source.TryRead(block[..length]))
            {
                return false;
            }

            pixels.Add(block[..length]);
        }
    }
}
