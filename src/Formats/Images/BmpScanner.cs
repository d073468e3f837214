using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Looks at a BMP's headers, and whether the pixel data is all there (spec/projector.md §8.1, §10.7).</summary>
/// <remarks>
/// <c>BM</c>, u32 file size, two u16, u32 offset of the pixels; then the header, which begins with its own size. Size 12 (OS/2): u16 width,
/// height, planes, bits. Others: i32 width, i32 height (negative: top row first), u16 planes, u16 bits, u32 compression, … All numbers little-endian.
/// </remarks>
internal static class BmpScanner
{
    private const int FileHeaderLength = 14;
    private const int OldHeader = 12;
    private const int BitFields = 3;

    /// <summary>The whole report.</summary>
    public static ImageReport Scan(ByteSource source, ImageProbeDepth depth)
    {
        Span<byte> head = stackalloc byte[FileHeaderLength + 124];
        int got = source.Read(head[..(FileHeaderLength + 4)]);
        if (got < FileHeaderLength + 4)
        {
            return Bad("the file ends within its header", 0, 0);
        }

        long size = BinaryPrimitives.ReadUInt32LittleEndian(head[FileHeaderLength..]);
        if (size is not (OldHeader or 40 or 52 or 56 or 64 or 108 or 124) || !source.TryRead(head[(FileHeaderLength + 4)..(int)(FileHeaderLength + size)]))
        {
            return Bad("the header is of no known size, or not all there", 0, 0);
        }

        Header header = Header.Read(head[FileHeaderLength..], size, BinaryPrimitives.ReadUInt32LittleEndian(head[10..]));
        string? type = header.IsPillows ? "image/bmp" : null;
        if (header.Fault is string fault)
        {
            return Bad(fault, header.Width, header.Height) with { PillowType = type };
        }

        if (!source.TrySkip(header.MaskBytes + header.PaletteBytes))
        {
            return Bad("the file ends within its palette", header.Width, header.Height) with { PillowType = type };
        }

        ImageReport report = new(ImageFormat.Bmp, header.Width, header.Height, 1, type, BrowserImageState.Drawn);
        return depth == ImageProbeDepth.Header || TryPixels(source, header)
            ? report
            : report with { Browser = BrowserImageState.Damaged, Fault = "the file ends within the pixel data", FaultOffset = source.Position };
    }

    private static ImageReport Bad(string fault, int width, int height) =>
        new(ImageFormat.Bmp, width, height, 1, null, BrowserImageState.NotDecodable, fault, 0);

    private static bool TryPixels(ByteSource source, Header header)
    {
        if (!source.TrySkip(header.PixelOffset - source.Position))
        {
            return false;
        }

        if (header.Compression is 1 or 2)
        {
            return TryRunLength(source, header);
        }

        long stride = (((long)header.Width * header.Bits) + 31) / 32 * 4;
        return source.TrySkip(stride * header.Height);
    }

    // Pairs of count and value; count 0 is an escape: 0 next row, 1 end, 2 move, n literal pixels padded to two bytes.
    private static bool TryRunLength(ByteSource source, Header header)
    {
        for (int row = 0; row < header.Height;)
        {
            int count = source.ReadByte();
            int value = source.ReadByte();
            if (value < 0)
            {
                return false;
            }

            if (count > 0)
            {
                continue;
            }

            switch (value)
            {
                case 0:
                    row++;
                    break;
                case 1:
                    return true;
                case 2:
                    source.ReadByte();
                    int down = source.ReadByte();
                    row += Math.Max(down, 0);
                    if (down < 0)
                    {
                        return false;
                    }

                    break;
                default:
                    int bytes = header.Compression == 1 ? value : (value + 1) / 2;
                    if (!source.TrySkip(bytes + (bytes & 1)))
                    {
                        return false;
                    }

                    break;
            }
        }

        return true;
    }

    private readonly record struct Header(int Width, int Height, bool TopDown, int Bits, uint Compression, uint Colors, long Size, long PixelOffset)
    {
        public bool IsPillows => Width > 0 && Height > 0 && Bits is 1 or 4 or 8 or 16 or 24 or 32
            && (Compression <= 2 || (Compression == BitFields && Bits == 32));

        public int MaskBytes => Size == 40 && Compression == BitFields ? 12 : 0;

        public int PaletteBytes => Bits > 8 ? 0 : (int)(Colors == 0 ? 1u << Bits : Math.Min(Colors, 1u << Bits)) * (Size == OldHeader ? 3 : 4);

        public string? Fault =>
            Width <= 0 || Height <= 0 ? "width or height is 0 or too large"
            : Bits is not (1 or 4 or 8 or 16 or 24 or 32) ? $"{Bits} bits a pixel do not exist"
            : Compression switch
            {
                0 => null,
                1 => Bits == 8 && !TopDown ? null : "run-length coding that does not fit the depth",
                2 => Bits == 4 && !TopDown ? null : "run-length coding that does not fit the depth",
                BitFields or 6 => Bits is 16 or 32 ? null : "bit fields that do not fit the depth",
                _ => $"compression {Compression} is one that browsers do not decode",
            };

        public static Header Read(ReadOnlySpan<byte> header, long size, long pixelOffset)
        {
            if (size == OldHeader)
            {
                return new Header(
                    BinaryPrimitives.ReadUInt16LittleEndian(header[4..]), BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), false, BinaryPrimitives.ReadUInt16LittleEndian(header[10..]), 0, 0, size, pixelOffset);
            }

            int height = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            return new Header(
                BinaryPrimitives.ReadInt32LittleEndian(header[4..]),
                height == int.MinValue ? 0 : Math.Abs(height),
                height < 0,
                BinaryPrimitives.ReadUInt16LittleEndian(header[14..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[32..]),
                size,
                pixelOffset);
        }
    }
}
