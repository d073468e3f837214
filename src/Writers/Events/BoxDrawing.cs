namespace TensorBoardFormats.Events;

/// <summary>A box to draw on an image: pixel columns and rows of its edges, all inside it.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Red">Red of its lines.</param>
/// <param name="Green">Green of its lines.</param>
/// <param name="Blue">Blue of its lines.</param>
/// <param name="Thickness">Pixels of its lines, inwards.</param>
public readonly record struct ImageBox(
    int Left, int Top, int Right, int Bottom, byte Red = 255, byte Green = 0, byte Blue = 0, int Thickness = 1);

/// <summary>Draws the outlines of boxes; what lies outside the image is left out.</summary>
internal static class BoxDrawing
{
    /// <summary>Copies grey or RGB(A) pixels to RGB(A) ones and draws on the copy.</summary>
    /// <returns>The pixels, and their channels: 4 where there was alpha, else 3.</returns>
    public static (byte[] Pixels, int Channels) Draw(ReadOnlySpan<byte> pixels, int height, int width, int channels, ReadOnlySpan<ImageBox> boxes)
    {
        int drawn = channels is 2 or 4 ? 4 : 3;
        byte[] image = Widen(pixels, height * width, channels, drawn);
        foreach (ref readonly ImageBox box in boxes)
        {
            for (int inset = 0; inset < box.Thickness; inset++)
            {
                Outline(image, height, width, drawn, box, inset);
            }
        }

        return (image, drawn);
    }

    private static byte[] Widen(ReadOnlySpan<byte> pixels, int count, int channels, int drawn)
    {
        byte[] image = new byte[count * drawn];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> source = pixels.Slice(i * channels, channels);
            Span<byte> target = image.AsSpan(i * drawn, drawn);
            target[0] = source[0];
            target[1] = channels < 3 ? source[0] : source[1];
            target[2] = channels < 3 ? source[0] : source[2];
            if (drawn == 4)
            {
                target[3] = source[^1];
            }
        }

        return image;
    }

    private static void Outline(byte[] image, int height, int width, int channels, in ImageBox box, int inset)
    {
        (int left, int top, int right, int bottom) = (box.Left + inset, box.Top + inset, box.Right - inset, box.Bottom - inset);
        for (int x = Math.Max(left, 0); x <= Math.Min(right, width - 1); x++)
        {
            Dot(image, height, width, channels, x, top, box);
            Dot(image, height, width, channels, x, bottom, box);
        }

        for (int y = Math.Max(top, 0); y <= Math.Min(bottom, height - 1); y++)
        {
            Dot(image, height, width, channels, left, y, box);
            Dot(image, height, width, channels, right, y, box);
        }
    }

    private static void Dot(byte[] image, int height, int width, int channels, int x, int y, in ImageBox box)
    {
        if (x < 0 || y < 0 || x >= width || y >= height)
        {
            return;
        }

        Span<byte> pixel = image.AsSpan(((y * width) + x) * channels, channels);
        pixel[0] = box.Red;
        pixel[1] = box.Green;
        pixel[2] = box.Blue;
        if (channels == 4)
        {
            pixel[3] = byte.MaxValue;
        }
    }
}
