using System.Numerics;

namespace TensorBoardFormats.Events;

/// <summary>Order of the numbers of a picture.</summary>
public enum PixelLayout
{
    /// <summary>Row by row, the channels of a pixel side by side (height, width, channels).</summary>
    Hwc,

    /// <summary>Channel by channel (channels, height, width), as torch has it.</summary>
    Chw,
}

/// <summary>How floats become bytes.</summary>
public enum FloatPixels
{
    /// <summary>Clipped to 0…1, times 255.5, truncated: <c>tf.summary.image</c>.</summary>
    TensorFlow,

    /// <summary>Clipped to 0…1, times 255, truncated: torch.</summary>
    Torch,
}

/// <summary>Numbers of any type to bytes of a picture, as <c>tf.summary.image</c> turns them (spec/tfevents.md §10.2).</summary>
internal static class PixelConversion
{
    private const float TensorFlowScale = 255.5f;
    private const float TorchScale = 255f;

    /// <summary>Converts the pixels of one picture and puts the channels of each side by side.</summary>
    public static byte[] ToBytes<T>(ReadOnlySpan<T> pixels, int height, int width, int channels, PixelLayout layout, FloatPixels floats)
        where T : unmanaged, INumber<T>
    {
        byte[] bytes = new byte[pixels.Length];
        int plane = height * width;
        for (int i = 0; i < bytes.Length; i++)
        {
            int source = layout == PixelLayout.Hwc ? i : ((i % channels) * plane) + (i / channels);
            bytes[i] = ToByte(pixels[source], floats);
        }

        return bytes;
    }

    private static byte ToByte<T>(T value, FloatPixels floats)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(byte))
        {
            return (byte)(object)value;
        }

        if (typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half))
        {
            return FromFloat(float.CreateTruncating(value), floats);
        }

        // Whole numbers are spread over 0…255 by the range of their type; negative ones are black.
        return typeof(T) == typeof(sbyte) ? FromInteger(int.CreateTruncating(value) * 2L)
            : typeof(T) == typeof(short) ? FromInteger(int.CreateTruncating(value) >> 7)
            : typeof(T) == typeof(ushort) ? FromInteger(int.CreateTruncating(value) >> 8)
            : typeof(T) == typeof(int) ? FromInteger(int.CreateTruncating(value) >> 23)
            : typeof(T) == typeof(uint) ? FromInteger(long.CreateTruncating(value) >> 24)
            : typeof(T) == typeof(long) ? FromInteger(long.CreateTruncating(value) >> 55)
            : typeof(T) == typeof(ulong) ? FromInteger((long)(ulong.CreateTruncating(value) >> 56))
            : throw new ArgumentException($"{typeof(T)} is no type of pixels.");
    }

    private static byte FromFloat(float value, FloatPixels floats)
    {
        float clipped = float.IsNaN(value) ? 0 : Math.Clamp(value, 0f, 1f);
        return (byte)Math.Min(clipped * (floats == FloatPixels.TensorFlow ? TensorFlowScale : TorchScale), byte.MaxValue);
    }

    private static byte FromInteger(long value) => (byte)Math.Clamp(value, byte.MinValue, byte.MaxValue);
}
