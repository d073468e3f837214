using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Looks at a WebP, which Pillow's types leave out and Chromium shows (spec/projector.md §10.7).</summary>
/// <remarks><c>RIFF</c>, u32 size, <c>WEBP</c>, then chunks: four letters, u32 size, data, padded to even. The first is <c>VP8 </c> (a key
/// frame), <c>VP8L</c> (lossless) or <c>VP8X</c> (canvas size; the picture follows). EXIF is not applied. Numbers are little-endian.</remarks>
internal static class WebPScanner
{
    private const int RiffLength = 12;

    /// <summary>The whole report.</summary>
    public static ImageReport Scan(ByteSource source, ImageProbeDepth depth)
    {
        Span<byte> riff = stackalloc byte[RiffLength];
        source.TryRead(riff);
        long end = 8 + BinaryPrimitives.ReadUInt32LittleEndian(riff[4..]);
        (int width, int height) = (0, 0);
        while (TryChunk(source, out ReadOnlySpan<byte> name, out long size) && source.Position + size <= end)
        {
            bool isCanvas = name.SequenceEqual("VP8X"u8);
            if (width == 0)
            {
                ReadOnlySpan<byte> data = source.Peek((int)Math.Min(size, 10));
                (width, height) = isCanvas ? Extended(data) : name.SequenceEqual("VP8L"u8) ? Lossless(data) : name.SequenceEqual("VP8 "u8) ? Lossy(data) : (0, 0);
                if (width == 0)
                {
                    break;
                }
            }

            if (isCanvas)
            {
                // The size counts when a picture begins behind it.
                source.TrySkip(size + (size & 1));
                continue;
            }

            ImageReport report = new(ImageFormat.WebP, width, height, 1, null, BrowserImageState.Drawn);
            return depth == ImageProbeDepth.Header || source.TrySkip(end - source.Position)
                ? report
                : report with { Browser = BrowserImageState.Damaged, Fault = "the file ends within the pixel data", FaultOffset = source.Position };
        }

        return new ImageReport(ImageFormat.WebP, 0, 0, 1, null, BrowserImageState.NotDecodable, "the file holds no picture whose header is whole", source.Position);
    }

    private static bool TryChunk(ByteSource source, out ReadOnlySpan<byte> name, out long size)
    {
        byte[] head = new byte[8];
        bool whole = source.TryRead(head);
        name = head.AsSpan(0, 4);
        size = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
        return whole;
    }

    // Flags, three reserved bytes, then width - 1 and height - 1 in three bytes each.
    private static (int Width, int Height) Extended(ReadOnlySpan<byte> data) =>
        data.Length < 10 ? (0, 0) : ((data[4] | (data[5] << 8) | (data[6] << 16)) + 1, (data[7] | (data[8] << 8) | (data[9] << 16)) + 1);

    // 2F, then 14 bits each of width - 1 and height - 1.
    private static (int Width, int Height) Lossless(ReadOnlySpan<byte> data)
    {
        if (data.Length < 5 || data[0] != 0x2F)
        {
            return (0, 0);
        }

        uint bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    // Three bytes of frame tag (bit 0 clear: key frame), 9D 01 2A, then 14 bits each of width and height in two bytes.
    private static (int Width, int Height) Lossy(ReadOnlySpan<byte> data) =>
        data.Length < 10 || (data[0] & 1) != 0 || data[3] != 0x9D || data[4] != 0x01 || data[5] != 0x2A
            ? (0, 0)
            : (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
}
