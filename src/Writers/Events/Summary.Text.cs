using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Events;

/// <summary>Texts (spec/tfevents.md §10.6).</summary>
public static partial class Summary
{
    private static readonly SummaryMetadata PlainText = new(PluginNames.Text);

    /// <summary>One text, shown as Markdown.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="markdown">The text.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none.</param>
    public static SummaryValue Text(string tag, string markdown, SummaryMetadata? metadata = null) =>
        Text(tag, TensorShape.Scalar, [markdown], metadata);

    /// <summary>Texts of any shape: a vector is shown as a table of one column, a matrix as a table.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="shape">At most two dimensions: TensorBoard cuts down what has more.</param>
    /// <param name="markdown">The cells, row by row.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none.</param>
    /// <exception cref="ArgumentException">More than two dimensions, or not as many texts as the shape says.</exception>
    public static SummaryValue Text(string tag, TensorShape shape, IReadOnlyList<string> markdown, SummaryMetadata? metadata = null)
    {
        if (shape.Rank > 2)
        {
            throw new ArgumentException($"Texts have at most 2 dimensions, not {shape.Rank}: TensorBoard would show a slice.", nameof(shape));
        }

        return SummaryValue.OfTensor(tag, SummaryTensor.Create(shape, markdown), metadata ?? PlainText);
    }
}
