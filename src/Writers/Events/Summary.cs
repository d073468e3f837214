namespace TensorBoardFormats.Events;

/// <summary>Makes values of every kind that TensorBoard shows, for <see cref="EventFileWriter"/>.</summary>
/// <remarks>Pure functions: nothing is written, no state is kept.</remarks>
public static partial class Summary
{
    private static readonly SummaryMetadata PlainScalars = new(PluginNames.Scalars);

    /// <summary>A scalar: a rank-0 float32 tensor (spec/tfevents.md §10.1).</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="value">The value, stored as float32; NaN and infinities are gaps in the line.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none. Keep one object a series: making it allocates.</param>
    public static SummaryValue Scalar(string tag, double value, SummaryMetadata? metadata = null) =>
        SummaryValue.OfScalar(tag, value, metadata ?? PlainScalars);

    /// <summary>A scalar in TensorFlow 1's form, a <c>simple_value</c> (spec/tfevents.md §10.1).</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="value">The value, stored as float32.</param>
    /// <param name="displayName">Name shown instead of the tag; TensorBoard's fast loader drops it.</param>
    /// <param name="description">Markdown shown beside; TensorBoard's fast loader drops it.</param>
    public static SummaryValue ScalarV1(string tag, double value, string? displayName = null, string? description = null) =>
        SummaryValue.OfSimpleValue(tag, value, V1Metadata(displayName, description));

    /// <summary>A tensor for any plugin (spec/tfevents.md §10.13).</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="metadata">Plugin and data class; null makes a series that TensorBoard does not show.</param>
    public static SummaryValue Tensor(string tag, SummaryTensor tensor, SummaryMetadata? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return SummaryValue.OfTensor(tag, tensor, metadata);
    }

    /// <summary>Metadata of v1 values name no plugin: the kind says it, and a data class would make the loaders disagree.</summary>
    private static SummaryMetadata? V1Metadata(string? displayName, string? description) =>
        string.IsNullOrEmpty(displayName) && string.IsNullOrEmpty(description) ? null : new SummaryMetadata("", default, displayName, description);
}
