using System.Numerics;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Events;

/// <summary>Audio, texts, curves, meshes and tensors.</summary>
public sealed partial class SummaryWriter
{
    /// <summary>Adds a clip to the Audio tab.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="samples">Samples from −1 to 1, clipped beyond; the channels of a frame side by side.</param>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="channels">1 for mono, 2 for stereo.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddAudio(
        string tag,
        ReadOnlySpan<float> samples,
        int sampleRate,
        long? step = null,
        int channels = 1,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null) =>
        Write(Summary.Audio(tag, samples, sampleRate, channels, displayName, description), step, wallTime);

    /// <summary>Adds WAV clips to the Audio tab; their number should be the same at every step of a tag.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="wavClips">WAV files.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddEncodedAudio(
        string tag,
        IReadOnlyList<ReadOnlyMemory<byte>> wavClips,
        long? step = null,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null) =>
        Write(Summary.EncodedAudio(tag, wavClips, displayName, description), step, wallTime);

    /// <summary>Adds a text to the Text tab, shown as Markdown.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="markdown">The text.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    public void AddText(string tag, string markdown, long? step = null, WallTime? wallTime = null, string? description = null) =>
        Write(Summary.Text(tag, markdown, Metadata(PluginNames.Text, description, null)), step, wallTime);

    /// <summary>Adds several texts to the Text tab: a vector is shown as a table of one column, a matrix as a table.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="shape">At most two dimensions.</param>
    /// <param name="markdown">The cells, row by row.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    public void AddText(
        string tag,
        TensorShape shape,
        IReadOnlyList<string> markdown,
        long? step = null,
        WallTime? wallTime = null,
        string? description = null) =>
        Write(Summary.Text(tag, shape, markdown, Metadata(PluginNames.Text, description, null)), step, wallTime);

    /// <summary>Adds a tensor for a plugin of your own, or of TensorBoard's.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="metadata">Plugin and data class; without a data class TensorBoard shows its own plugins alone.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddTensor(string tag, SummaryTensor tensor, SummaryMetadata metadata, long? step = null, WallTime? wallTime = null)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Write(Summary.Tensor(tag, tensor, metadata), step, wallTime);
    }

    /// <summary>Adds a curve to the PR Curves tab from labels and scores.</summary>
    /// <typeparam name="T">Float type of the scores.</typeparam>
    /// <param name="tag">Name of the series.</param>
    /// <param name="labels">What is so, one a score.</param>
    /// <param name="scores">What was predicted, from 0 to 1.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="thresholds">Number of thresholds.</param>
    /// <param name="weights">Weight of each; empty for 1.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddPrCurve<T>(
        string tag,
        ReadOnlySpan<bool> labels,
        ReadOnlySpan<T> scores,
        long? step = null,
        int thresholds = PrCurve.DefaultThresholds,
        ReadOnlySpan<double> weights = default,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        AddPrCurveRaw(tag, PrCurve.FromScores(labels, scores, thresholds, weights), step, wallTime, description, displayName);

    /// <summary>Adds a curve to the PR Curves tab from counts.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddPrCurveRaw(
        string tag, PrCurve curve, long? step = null, WallTime? wallTime = null, string? description = null, string? displayName = null) =>
        Write(Summary.PrCurve(tag, curve, displayName, description), step, wallTime);

    /// <summary>Adds meshes or point clouds to the Mesh tab.</summary>
    /// <param name="name">Name of the series.</param>
    /// <param name="mesh">The meshes.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddMesh(
        string name, Mesh mesh, long? step = null, WallTime? wallTime = null, string? description = null, string? displayName = null)
    {
        WallTime moment = Moment(wallTime);
        foreach (SummaryValue part in Summary.Mesh(name, mesh, displayName, description))
        {
            Write(part, step, moment);
        }
    }
}
