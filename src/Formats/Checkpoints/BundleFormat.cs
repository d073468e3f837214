namespace TensorBoardFormats.Checkpoints;

/// <summary>Fixed keys and numbers of a tensor bundle, shared by its reader and its writer (spec/tensor-bundle.md §4, §11.2).</summary>
internal static class BundleFormat
{
    /// <summary>Version that writers put into the header, and the newest that readers know (<c>kTensorBundleVersion</c>).</summary>
    public const int Version = 1;

    /// <summary>Key of the header entry, the first of an index.</summary>
    public static ReadOnlySpan<byte> HeaderKey => [];

    /// <summary>Key of the tensor that holds the graph of saved objects.</summary>
    public static ReadOnlySpan<byte> ObjectGraphKey => "_CHECKPOINTABLE_OBJECT_GRAPH"u8;
}
