using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Events;

/// <summary>Layouts of the Custom Scalars tab (spec/tfevents.md §10.10).</summary>
public static partial class Summary
{
    private const string LayoutTag = "custom_scalars__config__";

    /// <summary>A layout; its run needs scalars in the same log directory.</summary>
    /// <param name="layout">The layout.</param>
    public static SummaryValue CustomScalars(CustomScalarLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        SummaryTensor tensor = SummaryTensor.Create(TensorShape.Scalar, [(ReadOnlyMemory<byte>)layout.Encode()]);
        return SummaryValue.OfTensor(LayoutTag, tensor, new SummaryMetadata(PluginNames.CustomScalars));
    }
}
