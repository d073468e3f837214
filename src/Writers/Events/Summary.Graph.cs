using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Events;

/// <summary>Values of the Graphs tab that are no events of their own (spec/tfevents.md §10.11).</summary>
public static partial class Summary
{
    private static ReadOnlySpan<byte> GraphContent => "1"u8;

    /// <summary>Graph and profile of a traced function.</summary>
    /// <param name="tag">Its name in the tab.</param>
    /// <param name="runMetadata">A serialized <c>RunMetadata</c>.</param>
    public static SummaryValue GraphRunMetadata(string tag, ReadOnlyMemory<byte> runMetadata) =>
        GraphValue(tag, PluginNames.GraphRunMetadata, runMetadata);

    /// <summary>Graph of a traced function, without profile.</summary>
    /// <param name="tag">Its name in the tab.</param>
    /// <param name="runMetadata">A serialized <c>RunMetadata</c> that holds function graphs only.</param>
    public static SummaryValue GraphRunMetadataGraph(string tag, ReadOnlyMemory<byte> runMetadata) =>
        GraphValue(tag, PluginNames.GraphRunMetadataGraph, runMetadata);

    /// <summary>Conceptual graph of a Keras model.</summary>
    /// <param name="tag">Its name in the tab.</param>
    /// <param name="modelJson">What the model's <c>to_json</c> gives, in UTF-8.</param>
    public static SummaryValue KerasModel(string tag, ReadOnlyMemory<byte> modelJson) => GraphValue(tag, PluginNames.GraphKerasModel, modelJson);

    private static SummaryValue GraphValue(string tag, string plugin, ReadOnlyMemory<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return SummaryValue.OfTensor(tag, SummaryTensor.Create(TensorShape.Scalar, [content]), new SummaryMetadata(plugin, GraphContent));
    }
}
