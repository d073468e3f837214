using System.Buffers.Binary;
using System.IO.Compression;

namespace TensorBoardFormats.Images;

/// <summary>
/// Encodes PNG images: grey, grey and alpha, RGB, RGBA of 8 bits a channel, and grey of 16 bits. The same pixels and options give the same
/// bytes on every machine with the same runtime. Safe to call from any thread.
/// </summary>
/// <remarks>Layout: see <see cref="PngFormat"/>; chunks IHDR, IDAT of 64 KiB each, IEND; not interlaced.</remarks>
public static class PngWriter
{
    /// <summary>Encodes 8-bit pixels.</summary>
    /// <param name="width">Columns, 1 or more.</param>
    /// <param name="height">Rows, 1 or more.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="pixels">Width × height × channels bytes, rows from the top.</param>
    /// <param name="options">Compression; null for the default.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels, or there is no such number of channels.</exception>
    public static byte[] Encode(int width, int height, int channels, ReadOnlySpan<byte> pixels, PngWriterOptions? options = null)
    {
        using MemoryStream stream = new();
        Write(stream, width, height, channels, pixels, options);
        return stream.ToArray();
    }

    /// <summary>Encodes 8-bit pixels into a stream.</summary>
    /// <param name="destination">Takes the file; not disposed.</param>
    /// <param name="width">Columns, 1 or more.</param>
    /// <param name="height">Rows, 1 or more.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="pixels">Width × height × channels bytes, rows from the top.</param>
    /// <param name="options">Compression; null for the default.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels, or there is no such number of channels.</exception>
    public static void Write(Stream destination, int width, int height, int channels, ReadOnlySpan<byte> pixels, PngWriterOptions? options = null)
    {
        PngColorType color = channels switch
        {
            1 => PngColorType.Gray,
            2 => PngColorType.GrayAlpha,
            3 => PngColorType.Rgb,
            4 => PngColorType.Rgba,
            _ => throw new ArgumentException($"An image has 1 to 4 channels, not {channels}.", nameof(channels)),
        };
        Write(destination, new PngHeader((uint)width, (uint)height, 8, color, 0, 0, 0), width, height, pixels, options ?? PngWriterOptions.Default);
    }

    /// <summary>Encodes grey pixels of 16 bits.</summary>
    /// <param name="width">Columns, 1 or more.</param>
    /// <param name="height">Rows, 1 or more.</param>
    /// <param name="pixels">Width × height values, rows from the top.</param>
    /// <param name="options">Compression; null for the default.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    public static byte[] EncodeGray16(int width, int height, ReadOnlySpan<ushort> pixels, PngWriterOptions? options = null)
    {
        byte[] bytes = new byte[2 * pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), pixels[i]);
        }

        using MemoryStream stream = new();
        Write(stream, new PngHeader((uint)width, (uint)height, 16, PngColorType.Gray, 0, 0, 0), width, height, bytes, options ?? PngWriterOptions.Default);
        return stream.ToArray();
    }

    private static void Write(Stream destination, PngHeader header, int width, int height, ReadOnlySpan<byte> pixels, PngWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (options.Level is < 0 or > 9)
        {
            throw new ArgumentException($"A compression level is 0 to 9, not {options.Level}.", nameof(options));
        }

        long expected = header.RowBytes(width) * height;
        if (pixels.Length != expected)
        {
            throw new ArgumentException($"{width} x {height} pixels of this kind are {expected} bytes, not {pixels.Length}.", nameof(pixels));
        }

        destination.Write(PngFormat.Signature);
        PngChunkWriter.WriteHeader(destination, header);
        ZLibCompressionOptions compression = new()
        {
            CompressionLevel = options.Level,
            CompressionStrategy = options.RunLengthsOnly ? ZLibCompressionStrategy.RunLengthEncoding : ZLibCompressionStrategy.Default,
        };
        using (PngDataWriter data = new(destination))
        using (ZLibStream deflate = new(data, compression, leaveOpen: true))
        {
            WriteRows(deflate, header, (int)header.RowBytes(width), pixels, options.Filter);
        }

        PngChunkWriter.Write(destination, PngFormat.End, []);
    }

    private static void WriteRows(Stream deflate, PngHeader header, int rowBytes, ReadOnlySpan<byte> pixels, PngRowFilter filter)
    {
        bool isGray = header.ColorType is PngColorType.Gray or PngColorType.GrayAlpha;
        byte? fixedFilter = filter switch
        {
            PngRowFilter.Sub => PngFilter.Sub,
            PngRowFilter.Up => PngFilter.Up,
            PngRowFilter.Adaptive => null,
            PngRowFilter.Default when !isGray => null,
            _ => PngFilter.None,
        };
        byte[] best = new byte[rowBytes + 1];
        byte[] candidate = new byte[rowBytes + 1];
        ReadOnlySpan<byte> above = new byte[rowBytes];
        for (; !pixels.IsEmpty; pixels = pixels[rowBytes..])
        {
            ReadOnlySpan<byte> row = pixels[..rowBytes];
            if (fixedFilter is byte one)
            {
                best[0] = one;
                PngFilter.Apply(one, row, above, header.PixelBytes, best.AsSpan(1));
            }
            else
            {
                ChooseFilter(row, above, header.PixelBytes, ref best, ref candidate);
            }

            deflate.Write(best);
            above = row;
        }
    }

    // The usual measure: the smallest sum of differences, taken as signed.
    private static void ChooseFilter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, ref byte[] best, ref byte[] candidate)
    {
        long smallest = long.MaxValue;
        for (byte filter = PngFilter.None; filter <= PngFilter.Paeth; filter++)
        {
            candidate[0] = filter;
            PngFilter.Apply(filter, row, above, distance, candidate.AsSpan(1));
            long sum = 0;
            foreach (byte b in candidate.AsSpan(1))
            {
                sum += Math.Abs((int)(sbyte)b);
            }

            if (sum < smallest)
            {
                smallest = sum;
                (best, candidate) = (candidate, best);
            }
        }
    }
}
