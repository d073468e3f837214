using TensorBoardFormats.Files;

namespace TensorBoardFormats.Images;

/// <summary>Decodes PNG files: every colour type and depth, interlaced or not, to 8 bits a channel.</summary>
/// <remarks>Stricter than most decoders: checksums count, and nothing of a damaged image is handed out.</remarks>
public static class PngReader
{
    /// <summary>The most bytes of pixels that are decoded unless told otherwise.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    /// <summary>Decodes the file at <paramref name="path"/>.</summary>
    /// <param name="path">A PNG.</param>
    /// <param name="maxBytes">The most bytes that the pixels may take.</param>
    /// <exception cref="MalformedFileException">It is no PNG, it is damaged, or its pixels take more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PngImage Read(string path, long maxBytes = DefaultMaxBytes)
    {
        using MemoryStream bytes = new(FileStore.Disk.ReadAll(path));
        return Read(bytes, path, maxBytes);
    }

    /// <summary>Decodes a PNG from the start of a stream, which is read forward and not disposed.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">Named in errors.</param>
    /// <param name="maxBytes">The most bytes that the pixels may take.</param>
    /// <exception cref="MalformedFileException">It is no PNG, it is damaged, or its pixels take more than <paramref name="maxBytes"/>.</exception>
    public static PngImage Read(Stream stream, string name, long maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new PngDecoder(new ByteSource(stream), name, maxBytes).Decode();
    }
}
