using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Testing;

/// <summary>Builds PNG files from parts that may be wrong.</summary>
public static class PngParts
{
    /// <summary>The eight bytes at the start.</summary>
    public static byte[] Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>One chunk with its checksum, or with a wrong one.</summary>
    public static byte[] Chunk(string type, byte[] data, bool goodChecksum = true)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        uint crc = Crc32.Compute(chunk.AsSpan(4, 4 + data.Length));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), goodChecksum ? crc : crc ^ 1);
        return chunk;
    }

    /// <summary>Data of IHDR.</summary>
    public static byte[] Header(uint width, uint height, byte depth = 8, byte color = 0, byte compression = 0, byte filter = 0, byte interlace = 0)
    {
        byte[] data = [0, 0, 0, 0, 0, 0, 0, 0, depth, color, compression, filter, interlace];
        BinaryPrimitives.WriteUInt32BigEndian(data, width);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), height);
        return data;
    }

    /// <summary>A zlib stream.</summary>
    public static byte[] Deflate(byte[] rows)
    {
        using MemoryStream stream = new();
        using (ZLibStream zlib = new(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return stream.ToArray();
    }

    /// <summary>A whole file of these chunks.</summary>
    public static byte[] Png(params byte[][] chunks) => [.. Signature, .. chunks.SelectMany(static c => c)];

    /// <summary>A sound file of one 8-bit grey image whose rows have no filter.</summary>
    public static byte[] Gray(int width, int height) =>
        Png(Chunk("IHDR", Header((uint)width, (uint)height)), Chunk("IDAT", Deflate(GrayRows(width, height))), Chunk("IEND", []));

    /// <summary>Rows with filter byte 0 and samples x + y.</summary>
    public static byte[] GrayRows(int width, int height) =>
        [.. Enumerable.Range(0, height).SelectMany(y => Enumerable.Range(-1, width + 1).Select(x => x < 0 ? (byte)0 : (byte)(x + y)))];
}
