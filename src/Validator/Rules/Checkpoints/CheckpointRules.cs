namespace TensorBoardFormats.Validation.Rules.Checkpoints;

/// <summary>What can be wrong with the files of a checkpoint and with the tensors in it.</summary>
internal static class CheckpointRules
{
    private const string Page500 =
        "It is listed; choosing it gives the dialog \"Error fetching tensors\" with \"500 Internal Server Error\".";

    private const string Abort = "A hard check in TensorFlow kills the whole TensorBoard process";

    public static readonly Rule WithoutStateFile = new(
        "ckpt-without-state-file", Severity.Error,
        what: "There are checkpoint files, and no file called checkpoint that leads to them.",
        why: "TensorBoard does not search the directory: without the state file or model_checkpoint_path it finds nothing, and says \"No"
            + " checkpoint was found.\"",
        failing: "logs/model.ckpt-1.index, logs/model.ckpt-1.data-00000-of-00001",
        corrected: "beside them logs/checkpoint: model_checkpoint_path: \"model.ckpt-1\"",
        references: $"{Sources.State}; tensorflow/tensorboard#4511", holds: ProfileSet.WithTensorFlow, fix: FixSafety.Unsafe);

    public static readonly Rule IndexMissing = new(
        "ckpt-index-missing", Severity.Error,
        what: "The data files of a checkpoint are there, its index is not.",
        why: "It cannot be opened: the run is missing, or its embeddings are hidden.",
        failing: "model.ckpt-1.data-00000-of-00001",
        corrected: "model.ckpt-1.index beside it",
        references: Sources.Bundle, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule IndexCorrupt = new(
        "ckpt-index-corrupt", Severity.Error,
        what: "The index of a checkpoint is damaged.",
        why: "TensorBoard logs \"Failed reading …\" and shows nothing of it; a damaged block among several is passed over, and its"
            + " tensors are missing.",
        failing: "model.ckpt-1.index cut in half",
        corrected: "the checkpoint saved again",
        references: Sources.Bundle, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule IndexEntryCorrupt = new(
        "ckpt-index-entry-corrupt", Severity.Error,
        what: "An entry of a checkpoint's index is no valid entry.",
        why: Abort + " at the first load of the page.",
        failing: "an entry with the dimension -1",
        corrected: "the checkpoint saved again",
        references: Sources.Reader, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule DTypeUnknown = new(
        "ckpt-entry-dtype-unknown", Severity.Error,
        what: "A tensor of a checkpoint has a data type that TensorFlow does not know.",
        why: "It is listed. " + Abort + " when it is chosen.",
        failing: "dtype 99",
        corrected: "the checkpoint saved again as float32",
        references: Sources.Reader, holds: ProfileSet.WithTensorFlow, versions: "all; float8 up to 2.11, int4 up to 2.12");

    public static readonly Rule ShardMissing = new(
        "ckpt-shard-missing", Severity.Error,
        what: "A data file of a checkpoint is missing.",
        why: Page500,
        failing: "model.ckpt-1.index without model.ckpt-1.data-00000-of-00001",
        corrected: "both files",
        references: Sources.Bundle, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule ShardTruncated = new(
        "ckpt-shard-truncated", Severity.Error,
        what: "A data file of a checkpoint ends before the tensor does.",
        why: Page500,
        failing: "model.ckpt-1.data-00000-of-00001 cut by a full disk",
        corrected: "the checkpoint saved again",
        references: Sources.Bundle, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule DataCrc = new(
        "ckpt-data-crc", Severity.Error,
        what: "The checksum of a tensor's bytes is not the stored one.",
        why: Page500 + " The values are damaged.",
        failing: "one bit of the data file changed",
        corrected: "the checkpoint saved or copied again",
        references: Sources.Bundle, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule EntrySize = new(
        "ckpt-entry-size", Severity.Error,
        what: "The stored size of a tensor is not what its data type and shape need.",
        why: Page500,
        failing: "float32 [500, 784] with a size of 100 bytes",
        corrected: "the checkpoint saved again",
        references: Sources.Bundle, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule SlicesIncomplete = new(
        "ckpt-slices-incomplete", Severity.Error,
        what: "The slices of a partitioned variable do not cover it, or one has no entry.",
        why: Page500 + " After a slice without entry the next read of any tensor kills the TensorBoard process.",
        failing: "part_0 of 2 saved alone",
        corrected: "all partitions saved",
        references: $"{Sources.Bundle}; tensorflow/tensorflow#38629", holds: ProfileSet.WithTensorFlow);

    public static readonly Rule SliceKeyUnlisted = new(
        "ckpt-slice-key-unlisted", Severity.Error,
        what: "The index has the entry of a slice that no variable lists.",
        why: "Its binary key is taken for the name of a variable; when it is not UTF-8 the projector is dead for all runs.",
        failing: "a slice entry left over in the index",
        corrected: "the checkpoint saved again",
        references: Sources.Reader, holds: ProfileSet.WithTensorFlow, versions: "2.21");

    public static readonly Rule V1Sliced = new(
        "ckpt-v1-sliced", Severity.Error,
        what: "A checkpoint in the old V1 format has a partitioned variable.",
        why: Page500 + " (\"Sliced checkpoints are not supported\").",
        failing: "Saver(write_version=V1) of a partitioned variable",
        corrected: "the checkpoint saved in the V2 format",
        references: Sources.Reader, holds: ProfileSet.WithTensorFlow, versions: "2.21");

    public static readonly Rule SlicesDType = new(
        "ckpt-slices-dtype", Severity.Error,
        what: "A partitioned variable has a data type of which TensorFlow reads no slices.",
        why: Page500,
        failing: "float16 in two partitions",
        corrected: "float32 in two partitions",
        references: Sources.Bundle, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule DTypeString = new(
        "ckpt-dtype-string", Severity.Error,
        what: "A two-dimensional variable holds strings.",
        why: Page500 + " Only when all strings are numerals are their values shown.",
        failing: "string [20, 3]",
        corrected: "float32 [20, 3]",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule DTypeComplex = new(
        "ckpt-dtype-complex", Severity.Warning,
        what: "A two-dimensional variable is complex.",
        why: "The imaginary parts are dropped.",
        failing: "complex64 [20, 3]",
        corrected: "float32 [20, 6], real and imaginary parts side by side",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule DTypeLossy = new(
        "ckpt-dtype-lossy", Severity.Info,
        what: "A variable has values that are not exact in float32.",
        why: "The page gets them rounded to float32.",
        failing: "float64 [20, 3] with 0.1",
        corrected: "float32 [20, 3]",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule TensorNonfinite = new(
        "ckpt-tensor-nonfinite", Severity.Error,
        what: "A tensor of the checkpoint has NaN or infinity in its first 100,000 rows.",
        why: "The page's PCA does not converge: an empty dialog titled Error and no points.",
        failing: "[0.1, nan, 0.3]",
        corrected: "[0.1, 0.2, 0.3]",
        references: Sources.Projections, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule BigMacOs = new(
        "ckpt-big-macos", Severity.Warning,
        what: "A data file of the checkpoint is larger than 2 GiB, and TensorBoard runs on macOS.",
        why: "Old TensorFlow versions answer \"Invalid argument\" when they read it.",
        failing: "--host-os macos, model.ckpt-1.data-00000-of-00001 of 3 GiB",
        corrected: "several data files of less than 2 GiB",
        references: "tensorflow/tensorboard#1214", holds: ProfileSet.WithTensorFlow, versions: "old TensorFlow");

    public static readonly Rule Keras3Weights = new(
        "ckpt-keras3-weights", Severity.Error,
        what: "There are Keras weight files, no TensorFlow checkpoint, and the config names a variable of one.",
        why: "Keras 3's TensorBoard callback writes the config and a .weights.h5 file, which TensorBoard cannot read: the run is missing.",
        failing: "train/keras_embedding.ckpt-0.weights.h5",
        corrected: "the embedding's values in a tensor file, named by tensor_path",
        references: "keras-team/keras#20210", holds: ProfileSet.WithTensorFlow, fix: FixSafety.None);

    public static readonly Rule NoListableTensor = new(
        "ckpt-no-listable-tensor", Severity.Warning,
        what: "The checkpoint's two-dimensional variables are all too small, and nothing else is listed for the run.",
        why: "The tab is active and the page says \"0 tensors found\".",
        failing: "embedding float32 [1, 64]",
        corrected: "embedding float32 [500, 64]",
        references: Sources.DataPanel, holds: ProfileSet.WithTensorFlow, versions: "2.21");

    public static readonly Rule StrayShards = new(
        "ckpt-stray-shards", Severity.Info,
        what: "Data files of another shard count lie beside the checkpoint.",
        why: "They are ignored; an earlier save left them.",
        failing: "model.ckpt-1.data-00000-of-00002 beside an index of one shard",
        corrected: "the files deleted",
        references: Sources.Bundle);

    public static IReadOnlyList<Rule> All { get; } =
    [
        WithoutStateFile, IndexMissing, IndexCorrupt, IndexEntryCorrupt, DTypeUnknown, ShardMissing, ShardTruncated, DataCrc, EntrySize, SlicesIncomplete,
        SliceKeyUnlisted, V1Sliced, SlicesDType, DTypeString, DTypeComplex, DTypeLossy, TensorNonfinite, BigMacOs, Keras3Weights, NoListableTensor,
        StrayShards,
    ];
}
