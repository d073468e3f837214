using Google.Protobuf;
using TensorBoardFormats.Messages.AudioPlugin;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>Audio clips (spec/tfevents.md §10.3).</summary>
public static partial class Summary
{
    private const string WavType = "audio/wav";

    private static readonly SummaryMetadata PlainAudio = AudioMetadata();

    /// <summary>Clips as the Audio tab plays them: strings [clips, 2], a WAV and an empty label each.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="wavClips">WAV files; their number should be the same at every step of a tag, or TensorBoard fails on some clips.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    /// <param name="description">Markdown shown beside.</param>
    public static SummaryValue EncodedAudio(
        string tag, IReadOnlyList<ReadOnlyMemory<byte>> wavClips, string? displayName = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(wavClips);
        List<ReadOnlyMemory<byte>> rows = [];
        foreach (ReadOnlyMemory<byte> clip in wavClips)
        {
            rows.Add(clip);
            rows.Add(ReadOnlyMemory<byte>.Empty);
        }

        SummaryMetadata metadata = displayName is null && description is null ? PlainAudio : AudioMetadata(displayName, description);
        return SummaryValue.OfTensor(tag, SummaryTensor.Create([wavClips.Count, 2], rows), metadata);
    }

    /// <summary>One clip from its samples.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="samples">Samples from −1 to 1, clipped beyond; the channels of a frame side by side.</param>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="channels">1 for mono, 2 for stereo.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    /// <param name="description">Markdown shown beside.</param>
    public static SummaryValue Audio(
        string tag, ReadOnlySpan<float> samples, int sampleRate, int channels = 1, string? displayName = null, string? description = null) =>
        EncodedAudio(tag, [WavEncoder.Encode(samples, sampleRate, channels)], displayName, description);

    /// <summary>A clip in TensorFlow 1's form; TensorBoard's fast loader does not serve it as audio, so prefer the other.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="wav">A WAV file.</param>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="frames">Frames.</param>
    public static SummaryValue AudioV1(string tag, ReadOnlySpan<byte> wav, float sampleRate, long channels, long frames)
    {
        Proto.Summary.Types.Audio message = new()
        {
            SampleRate = sampleRate,
            NumChannels = channels,
            LengthFrames = frames,
            EncodedAudioString = ByteString.CopyFrom(wav),
            ContentType = WavType,
        };
        return SummaryValue.OfMessage(tag, Proto.Summary.Types.Value.AudioFieldNumber, message.ToByteArray(), null);
    }

    private static SummaryMetadata AudioMetadata(string? displayName = null, string? description = null) =>
        new(PluginNames.Audio, new AudioPluginData { Encoding = AudioPluginData.Types.Encoding.Wav }.ToByteArray(), displayName, description);
}
