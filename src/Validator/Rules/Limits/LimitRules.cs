namespace TensorBoardFormats.Validation.Rules.Limits;

/// <summary>Sizes at which the page changes what it does, data on which its projections fail, and versions that are broken.</summary>
internal static class LimitRules
{
    public static readonly Rule Over100000 = new(
        "points-over-100000", Severity.Warning,
        what: "The embedding has more than 100,000 rows.",
        why: "Only the first 100,000 are sent; the page says \"Showing the first 100,000 of …\" for ten seconds.",
        failing: "shape [1000000, 100]",
        corrected: "a sample of 100,000 rows",
        references: $"{Sources.DataProvider}; tensorflow/tensorboard#773, tensorflow/tensorflow#9321");

    public static readonly Rule OverPcaSample = new(
        "points-over-pca-sample", Severity.Info,
        what: "The embedding has more than 50,000 rows or more than 200 columns.",
        why: "PCA is computed from a sample or after a random projection and differs at each load: \"PCA is approximate.\"",
        failing: "shape [500, 784]",
        corrected: "shape [500, 200], reduced beforehand",
        references: Sources.Data);

    public static readonly Rule OverTsneSample = new(
        "points-over-tsne-sample", Severity.Info,
        what: "The embedding has more than 10,000 rows.",
        why: "t-SNE shows a random 10,000 of them.",
        failing: "shape [20000, 100]",
        corrected: "shape [10000, 100]",
        references: $"{Sources.Data}; tensorflow/tensorboard#3647");

    public static readonly Rule OverUmapSample = new(
        "points-over-umap-sample", Severity.Info,
        what: "The embedding has more than 5,000 rows.",
        why: "UMAP shows a random 5,000 of them.",
        failing: "shape [20000, 100]",
        corrected: "shape [5000, 100]",
        references: Sources.Data, versions: "1.14 and later");

    public static readonly Rule TooFewForUmap = new(
        "points-too-few-for-umap", Severity.Info,
        what: "The embedding has at most 15 rows.",
        why: "The UMAP tab answers \"Not enough data points (N) to create nNeighbors: 15.\"",
        failing: "shape [10, 100]",
        corrected: "shape [16, 100]",
        references: Sources.Data, versions: "2.2 and later");

    public static readonly Rule NotNormalised = new(
        "vectors-not-normalised", Severity.Warning,
        what: "The embedding has fewer than 50 columns and rows longer than 1.",
        why: "t-SNE and UMAP may fail or be wrong, since distances are taken as 1 minus the dot product; PCA is not centred.",
        failing: "3<TAB>4<TAB>0",
        corrected: "0.6<TAB>0.8<TAB>0, or tick \"Spherize data\"",
        references: $"{Sources.Data}; tensorflow/tensorboard#6271, #5789, #6865");

    public static readonly Rule ZeroRow = new(
        "vectors-zero-row", Severity.Info,
        what: "The embedding has a row of zeros.",
        why: "Its cosine distance to other rows is undefined.",
        failing: "0<TAB>0<TAB>0",
        corrected: "0.1<TAB>0<TAB>0",
        references: Sources.Data);

    public static readonly Rule Constant = new(
        "vectors-constant", Severity.Info,
        what: "All rows of the embedding are equal.",
        why: "The page shows one spot, or with 50 columns or more perhaps nothing at all.",
        failing: "1<TAB>2<TAB>3 in every line",
        corrected: "rows that differ",
        references: $"{Sources.Data}; tensorflow/tensorboard#450");

    public static readonly Rule OnALine = new(
        "vectors-on-a-line", Severity.Warning,
        what: "All rows lie on one line through the origin.",
        why: "By a rounding inside the page's PCA everything is drawn or nothing at all, with \"Total variance described: NaN%\" and no"
            + " message.",
        failing: "1<TAB>2<TAB>3, then 2<TAB>4<TAB>6",
        corrected: "1<TAB>2<TAB>3, then 2<TAB>4<TAB>7",
        references: Sources.Projections, versions: "2.21");

    public static readonly Rule Wide = new(
        "vectors-wide", Severity.Info,
        what: "Rows × columns × min(columns, 200) is 10,000,000,000 or more.",
        why: "Every load of the page spends a long time in \"Computing PCA...\".",
        failing: "shape [100000, 1000]",
        corrected: "shape [100000, 100], reduced beforehand",
        references: $"{Sources.Projections}; tensorflow/tensorboard#1204");

    public static readonly Rule PayloadTooBig = new(
        "payload-too-big", Severity.Error,
        what: "The rows that are sent have more than 2,145,386,496 bytes.",
        why: "The browser hands an empty answer to the page: no points.",
        failing: "shape [100000, 6000]",
        corrected: "shape [100000, 5363]",
        references: "Chromium 156, measured");

    public static readonly Rule VersionPca = new(
        "version-pca-broken", Severity.Info,
        what: "TensorBoard 1.11 cannot compute PCA.",
        why: "\"Computing PCA...\" for ever, whatever the data.",
        failing: "--tensorboard-version 1.11.0",
        corrected: "--tensorboard-version 1.12.0",
        references: "tensorflow/tensorboard#1480", versions: "1.11");

    public static readonly Rule VersionProjector = new(
        "version-projector-broken", Severity.Info,
        what: "The projector of TensorBoard 2.10.0 does not work.",
        why: "A fault of the page; the server answers as ever.",
        failing: "--tensorboard-version 2.10.0",
        corrected: "--tensorboard-version 2.10.1",
        references: "tensorflow/tensorboard#5924", versions: "2.10.0");

    public static readonly Rule VersionKnn = new(
        "version-knn-broken", Severity.Info,
        what: "TensorBoard 2.4 and 2.5 find wrong nearest neighbours.",
        why: "t-SNE and UMAP are wrong.",
        failing: "--tensorboard-version 2.4.1",
        corrected: "--tensorboard-version 2.6.0",
        references: "tensorflow/tensorboard#4687", versions: "2.4 to 2.5");

    public static readonly Rule WindowsMime = new(
        "windows-js-mime", Severity.Info,
        what: "TensorBoard before 2.2 on Windows may serve its scripts with a wrong type.",
        why: "When the registry maps .js wrongly the projector page is blank.",
        failing: "--host-os windows --tensorboard-version 2.1.0",
        corrected: "--tensorboard-version 2.2.0",
        references: "tensorflow/tensorboard#2771", versions: "1.15 to 2.1");

    public static readonly Rule CloudAssets = new(
        "cloud-logdir-assets", Severity.Error,
        what: "The log directory is a URL.",
        why: "Since 2.21 no file of a cloud log directory that a config names can be read: metadata, sprites and bookmarks answer 400,"
            + " tensor files kill the"
            + " tab. With a scheme that TensorFlow does not know TensorBoard does not start.",
        failing: "tensorboard --logdir=gs://bucket/logs",
        corrected: "a local copy, or TensorBoard 2.20",
        references: Sources.Plugin, versions: "2.21 and later");

    public static IReadOnlyList<Rule> All { get; } =
    [
        Over100000, OverPcaSample, OverTsneSample, OverUmapSample, TooFewForUmap, NotNormalised, ZeroRow, Constant, OnALine, Wide, PayloadTooBig,
        VersionPca, VersionProjector, VersionKnn, WindowsMime, CloudAssets,
    ];
}
