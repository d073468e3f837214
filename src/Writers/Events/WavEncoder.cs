using System.Buffers.Binary;

namespace TensorBoardFormats.Events;

/// <summary>Samples to a WAV clip of 16-bit PCM, byte for byte as <c>tf.summary.audio</c> makes it (spec/tfevents.md §10.3).</summary>
/// <remarks><code>
/// 0   "RIFF"  size of all behind: u32   "WAVE"
/// 12  "fmt "  16: u32   1 (PCM): u16   channels: u16   rate: u32   bytes a second: u32   bytes a frame: u16   16 (bits): u16
/// 36  "data"  size: u32
/// 44  samples: i16, little-endian, the channels of a frame side by side
/// </code>A sample is round(x · 32768), clamped to 16 bits.</remarks>
internal static class WavEncoder
{
    private const int HeaderSize = 44;
    private const int FormatSize = 16;
    private const int BytesPerSample = sizeof(short);
    private const float Scale = 32768f;

    /// <summary>Encodes one clip.</summary>
    /// <param name="samples">Samples from −1 to 1, the channels of a frame side by side.</param>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="channels">Channels.</param>
    public static byte[] Encode(ReadOnlySpan<float> samples, int sampleRate, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, ushort.MaxValue / BytesPerSample);
        if (samples.Length % channels != 0)
        {
            throw new ArgumentException($"{samples.Length} samples are no whole number of frames of {channels} channels.", nameof(samples));
        }

        int dataSize = checked(samples.Length * BytesPerSample);
        byte[] clip = new byte[checked(HeaderSize + dataSize)];
        WriteHeader(clip, dataSize, sampleRate, channels);
        Span<byte> data = clip.AsSpan(HeaderSize);
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(data[(i * BytesPerSample)..], ToSample(samples[i]));
        }

        return clip;
    }

    private static short ToSample(float value) =>
        float.IsNaN(value) ? (short)0 : (short)Math.Clamp(MathF.Round(value * Scale, MidpointRounding.AwayFromZero), short.MinValue, short.MaxValue);

    private static void WriteHeader(Span<byte> clip, int dataSize, int sampleRate, int channels)
    {
        int frameSize = channels * BytesPerSample;
        "RIFF"u8.CopyTo(clip);
        BinaryPrimitives.WriteInt32LittleEndian(clip[4..], HeaderSize - 8 + dataSize);
        "WAVEfmt "u8.CopyTo(clip[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(clip[16..], FormatSize);
        BinaryPrimitives.WriteInt16LittleEndian(clip[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(clip[22..], (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(clip[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(clip[28..], checked(sampleRate * frameSize));
        BinaryPrimitives.WriteUInt16LittleEndian(clip[32..], (ushort)frameSize);
        BinaryPrimitives.WriteInt16LittleEndian(clip[34..], 8 * BytesPerSample);
        "data"u8.CopyTo(clip[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(clip[40..], dataSize);
    }
}
