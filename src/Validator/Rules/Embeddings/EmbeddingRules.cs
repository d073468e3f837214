namespace TensorBoardFormats.Validation.Rules.Embeddings;

/// <summary>What can be wrong with the entries of a config, their names and shapes.</summary>
internal static class EmbeddingRules
{
    private const string Hidden = "The embedding is not in the page's menu; if none is left the page says \"0 tensors found\" and nothing"
        + " else.";

    public static readonly Rule UnnamedSpecial = new(
        "embedding-unnamed-special", Severity.Info,
        what: "The first embedding has neither a name nor a tensor file.",
        why: "It is removed, and its metadata and bookmarks go to every checkpoint tensor that the config does not name; their row counts"
            + " often differ.",
        failing: "embeddings { metadata_path: \"metadata.tsv\" }",
        corrected: "embeddings { tensor_name: \"words\" metadata_path: \"metadata.tsv\" }",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule UnnamedSpecialSprite = new(
        "embedding-unnamed-special-sprite", Severity.Warning,
        what: "The first embedding has neither a name nor a tensor file, and names a sprite.",
        why: "Its metadata is copied to the checkpoint's tensors, its sprite is dropped.",
        failing: "embeddings { metadata_path: \"m.tsv\" sprite { image_path: \"s.png\" single_image_dim: [28, 28] } }",
        corrected: "embeddings { tensor_name: \"words\" metadata_path: \"m.tsv\" sprite { image_path: \"s.png\" single_image_dim: [28,"
            + " 28] } }",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule UnnamedIgnored = new(
        "embedding-unnamed-ignored", Severity.Error,
        what: "An embedding has neither a name nor a tensor file.",
        why: Hidden + " Its metadata is never used.",
        failing: "embeddings { tensor_name: \"a\" tensor_path: \"a.tsv\" } embeddings { metadata_path: \"b.tsv\" }",
        corrected: "embeddings { tensor_name: \"a\" tensor_path: \"a.tsv\" } embeddings { tensor_name: \"b\" metadata_path: \"b.tsv\" }",
        references: Sources.Plugin);

    public static readonly Rule UnnamedTensorFile = new(
        "embedding-unnamed-tensor-file", Severity.Error,
        what: "An embedding with a tensor file, not the first of these, has no name.",
        why: "Only the first one gets its file's name. This one is listed by its shape alone; choosing it empties the plot without a"
            + " message.",
        failing: "embeddings { tensor_path: \"a.tsv\" } embeddings { tensor_path: \"b.tsv\" }",
        corrected: "embeddings { tensor_name: \"a\" tensor_path: \"a.tsv\" } embeddings { tensor_name: \"b\" tensor_path: \"b.tsv\" }",
        references: $"{Sources.Plugin}; {Sources.DataPanel}", fix: FixSafety.Safe);

    public static readonly Rule DuplicateName = new(
        "embedding-duplicate-name", Severity.Error,
        what: "Two embeddings of one config have the same name.",
        why: "The name is listed twice and only the first one is ever shown. Typical of a writer that appends to the config of an older"
            + " session.",
        failing: "embeddings { tensor_name: \"x\" tensor_path: \"1.tsv\" } embeddings { tensor_name: \"x\" tensor_path: \"2.tsv\" }",
        corrected: "embeddings { tensor_name: \"x\" tensor_path: \"1.tsv\" } embeddings { tensor_name: \"x2\" tensor_path: \"2.tsv\" }",
        references: $"{Sources.Plugin}; {Sources.DataPanel}", fix: FixSafety.Unsafe);

    public static readonly Rule NameUnsafeInUrl = new(
        "embedding-name-unsafe-in-url", Severity.Error,
        what: "The name of an embedding contains &, #, + or % with two hex digits.",
        why: "The page sends it unescaped and gets the dialog \"Error fetching tensors: Tensor \"…\" not found in checkpoint dir \"…\"\".",
        failing: "tensor_name: \"R&D\"",
        corrected: "tensor_name: \"R and D\"",
        references: Sources.Server, fix: FixSafety.Unsafe);

    public static readonly Rule NameOutputIndex = new(
        "embedding-name-output-index", Severity.Error,
        what: "The name of an embedding ends in : and a number other than 0, and it has no tensor file.",
        why: "No variable of a checkpoint is called so. " + Hidden,
        failing: "tensor_name: \"words:1\"",
        corrected: "tensor_name: \"words\"",
        references: Sources.Plugin, holds: ProfileSet.All, fix: FixSafety.Unsafe);

    public static readonly Rule KeyOutputIndex = new(
        "ckpt-key-output-index", Severity.Error,
        what: "A two-dimensional variable of the checkpoint has a key that ends in :0.",
        why: "It is listed without the :0; choosing it gives the dialog \"Error fetching tensors: Tensor \"…\" not found in checkpoint"
            + " dir \"…\"\".",
        failing: "key words:0",
        corrected: "key words",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule NotInCheckpoint = new(
        "embedding-name-not-in-checkpoint", Severity.Error,
        what: "The checkpoint has no variable of that name.",
        why: Hidden + " Its metadata is not used.",
        failing: "tensor_name: \"word_embeding\"",
        corrected: "tensor_name: \"word_embedding\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#4246", holds: ProfileSet.WithTensorFlow, fix: FixSafety.Unsafe);

    public static readonly Rule SuffixMissing = new(
        "embedding-name-tf2-suffix-missing", Severity.Error,
        what: "The name lacks the suffix that TensorFlow 2 gives to the keys of a checkpoint.",
        why: "The tensor is shown without its metadata, and the config's entry is hidden.",
        failing: "tensor_name: \"embedding\"",
        corrected: "tensor_name: \"embedding/.ATTRIBUTES/VARIABLE_VALUE\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#2471, #5247", holds: ProfileSet.WithTensorFlow, fix: FixSafety.Safe);

    public static readonly Rule SuffixExtra = new(
        "embedding-name-tf2-suffix-extra", Severity.Error,
        what: "The name has the suffix of TensorFlow 2's keys, and the checkpoint's key has not.",
        why: "The tensor is shown without its metadata, and the config's entry is hidden.",
        failing: "tensor_name: \"embedding/.ATTRIBUTES/VARIABLE_VALUE\"",
        corrected: "tensor_name: \"embedding\"",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow, fix: FixSafety.Safe);

    public static readonly Rule NotTwoDimensional = new(
        "embedding-not-2d", Severity.Error,
        what: "The named variable has not two dimensions.",
        why: Hidden,
        failing: "conv1/kernel float32 [3, 3, 64]",
        corrected: "float32 [9, 64]",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#1884", holds: ProfileSet.WithTensorFlow);

    public static readonly Rule TooFewRows = new(
        "embedding-too-few-rows", Severity.Error,
        what: "The embedding has one row or none.",
        why: Hidden,
        failing: "shape [1, 784]",
        corrected: "shape [2, 784] or more rows",
        references: Sources.DataPanel);

    public static readonly Rule TooFewColumns = new(
        "embedding-too-few-columns", Severity.Error,
        what: "The embedding has one column or none.",
        why: Hidden,
        failing: "shape [500, 1]",
        corrected: "shape [500, 3], with columns of zeros",
        references: Sources.DataPanel, fix: FixSafety.Unsafe);

    public static readonly Rule TwoColumns = new(
        "embedding-two-columns", Severity.Error,
        what: "The embedding has two columns.",
        why: "The page's PCA has no third component then and draws nothing, in 2-D neither: \"Total variance described: NaN%\". t-SNE and"
            + " UMAP may work.",
        failing: "shape [500, 2]",
        corrected: "shape [500, 3], with a column of zeros",
        references: $"{Sources.Projections}; lanpa/tensorboardX#232, tensorflow/tensorboard#1204", fix: FixSafety.Unsafe);

    public static readonly Rule ShapeNotTwo = new(
        "shape-not-two", Severity.Error,
        what: "tensor_shape has not two entries.",
        why: Hidden,
        failing: "tensor_shape: 500",
        corrected: "tensor_shape: 500 tensor_shape: 784",
        references: $"{Sources.DataPanel}; {Sources.Plugin}", fix: FixSafety.Safe);

    public static readonly Rule ShapeColumnsWrong = new(
        "shape-columns-wrong", Severity.Error,
        what: "The columns in tensor_shape are not those of the tensor, and do not divide its values.",
        why: "The page says \"Showing the first 17.143 of …\" and stops with an empty dialog titled Error.",
        failing: "tensor_shape: [20, 7] for 20 rows of 6",
        corrected: "tensor_shape: [20, 6]",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule ShapeColumnsDivide = new(
        "shape-columns-wrong-divides", Severity.Error,
        what: "The columns in tensor_shape are not those of the tensor.",
        why: "The page cuts the values into rows of that length: the points are scrambled, and nothing says so.",
        failing: "tensor_shape: [20, 3] for 20 rows of 6",
        corrected: "tensor_shape: [20, 6]",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule ShapeRowsTooMany = new(
        "shape-rows-too-many", Severity.Warning,
        what: "tensor_shape states more rows than there are.",
        why: "The page shows for ten seconds: \"Showing the first X of Y data points\".",
        failing: "tensor_shape: [1000, 784] for 500 rows",
        corrected: "tensor_shape: [500, 784]",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule ShapeRowsTooFew = new(
        "shape-rows-too-few", Severity.Info,
        what: "tensor_shape states fewer rows than there are.",
        why: "All rows are shown; the menu shows the wrong number.",
        failing: "tensor_shape: [100, 784] for 500 rows",
        corrected: "tensor_shape: [500, 784]",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule NoTwoDimensionalTensor = new(
        "no-2d-tensor", Severity.Error,
        what: "The checkpoint has no two-dimensional variable.",
        why: "The run is missing from the projector; if the config names embeddings they are hidden, and the page says \"0 tensors"
            + " found\".",
        failing: "bias float32 [64]",
        corrected: "embedding float32 [500, 64]",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#1884", holds: ProfileSet.WithTensorFlow);

    public static readonly Rule CheckpointClutter = new(
        "checkpoint-clutter", Severity.Info,
        what: "More than 20 listed tensors come from the checkpoint only.",
        why: "Weights and optimizer slots fill the menu; the largest tensor with metadata comes first.",
        failing: "a checkpoint of the whole model with its optimizer",
        corrected: "a checkpoint of the embedding alone",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#3679", holds: ProfileSet.WithTensorFlow);

    public static readonly Rule DefaultSurprise = new(
        "default-embedding-surprise", Severity.Info,
        what: "The page opens with another embedding than the first of the config.",
        why: "Embeddings with metadata come first, then those with more rows, then by name.",
        failing: "embeddings { tensor_name: \"small\" … } embeddings { tensor_name: \"large\" … metadata_path: \"m.tsv\" }",
        corrected: "metadata_path on the embedding that is to come first",
        references: Sources.DataPanel);

    public static IReadOnlyList<Rule> All { get; } =
    [
        UnnamedSpecial, UnnamedSpecialSprite, UnnamedIgnored, UnnamedTensorFile, DuplicateName, NameUnsafeInUrl, NameOutputIndex, KeyOutputIndex,
        NotInCheckpoint, SuffixMissing, SuffixExtra, NotTwoDimensional, TooFewRows, TooFewColumns, TwoColumns, ShapeNotTwo, ShapeColumnsWrong,
        ShapeColumnsDivide, ShapeRowsTooMany, ShapeRowsTooFew, NoTwoDimensionalTensor, CheckpointClutter, DefaultSurprise,
    ];
}
