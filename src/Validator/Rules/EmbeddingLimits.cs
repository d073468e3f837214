namespace TensorBoardFormats.Validation.Rules;

/// <summary>Numbers at which the page changes what it does.</summary>
internal static class EmbeddingLimits
{
    /// <summary>Rows that the page asks for.</summary>
    public const long RowsSent = 100_000;

    /// <summary>Columns from which the page normalises rows by itself.</summary>
    public const long SpherizedColumns = 50;

    /// <summary>Columns above which it projects at random before PCA.</summary>
    public const long PcaColumns = 200;

    /// <summary>Rows above which PCA takes a sample.</summary>
    public const long PcaRows = 50_000;

    /// <summary>Rows above which t-SNE takes a sample.</summary>
    public const long TsneRows = 10_000;

    /// <summary>Rows above which UMAP takes a sample.</summary>
    public const long UmapRows = 5_000;

    /// <summary>Neighbours that UMAP wants; it needs more rows.</summary>
    public const long UmapNeighbours = 15;

    /// <summary>Bytes of the largest answer that a browser hands to a page.</summary>
    public const long LargestAnswer = 2_145_386_496;
}
