using Google.Protobuf;
using TensorBoardFormats.Messages.PrCurvePlugin;

namespace TensorBoardFormats.Events;

/// <summary>PR curves (spec/tfevents.md §10.7).</summary>
public static partial class Summary
{
    /// <summary>A precision-recall curve: a float32 tensor [6, N].</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    /// <param name="description">Markdown shown beside.</param>
    public static SummaryValue PrCurve(string tag, PrCurve curve, string? displayName = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(curve);
        byte[] content = new PrCurvePluginData { NumThresholds = (uint)curve.Thresholds }.ToByteArray();
        SummaryMetadata metadata = new(PluginNames.PrCurves, content, displayName, description);
        return SummaryValue.OfTensor(tag, SummaryTensor.Create<float>([6, curve.Thresholds], curve.Values), metadata);
    }
}
