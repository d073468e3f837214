using TensorBoardFormats.Files;
using TensorBoardFormats.Images;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The media type with which <c>/sprite_image</c> sends an image.</summary>
internal static class SpriteType
{
    /// <summary>What is sent when the type is not one of the four that TensorBoard names.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>The type of a file that can be opened.</summary>
    public static string Of(FileLayer layer, string path, bool pillow)
    {
        using ReadableFile file = layer.OpenFile(path);
        if (!pillow)
        {
            return LeadingBytes(file);
        }

        using Stream stream = new FileBody(layer, path, file.Length).Open();
        return ImageProbe.Examine(stream, ImageProbeDepth.Header).PillowType ?? Unknown;
    }

    // Python's imghdr.
    private static string LeadingBytes(ReadableFile file)
    {
        byte[] head = new byte[32];
        ReadOnlySpan<byte> bytes = head.AsSpan(0, file.ReadFully(head, 0));
        return bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
            : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "image/gif"
            : bytes.Length >= 10 && (bytes[6..10].SequenceEqual("JFIF"u8) || bytes[6..10].SequenceEqual("Exif"u8)) ? "image/jpeg"
            : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xDB]) ? "image/jpeg"
            : bytes.StartsWith("BM"u8) ? "image/bmp"
            : Unknown;
    }
}
