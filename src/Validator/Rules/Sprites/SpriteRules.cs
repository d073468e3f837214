namespace TensorBoardFormats.Validation.Rules.Sprites;

/// <summary>What can be wrong with a sprite image and its <c>single_image_dim</c>.</summary>
internal static class SpriteRules
{
    private const string Hang = "The page stays at \"Fetching sprite image...\" for ever, and no points are drawn.";

    public static readonly Rule Missing = new(
        "sprite-missing", Severity.Error,
        what: "The sprite image does not exist.",
        why: Hang,
        failing: "image_path: \"sprites.png\"",
        corrected: "image_path: \"sprite.png\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#3840, #1747", fix: FixSafety.Unsafe);

    public static readonly Rule Undecodable = new(
        "sprite-undecodable", Severity.Error,
        what: "The sprite is no image that a browser decodes.",
        why: Hang,
        failing: "sprite.tiff",
        corrected: "sprite.png",
        references: Sources.DataProvider);

    public static readonly Rule FormatUntyped = new(
        "sprite-format-untyped", Severity.Info,
        what: "The sprite is neither PNG, JPEG, GIF nor BMP.",
        why: "It is served as application/octet-stream. Chromium shows WebP and ICO all the same, SVG and TIFF not.",
        failing: "sprite.webp",
        corrected: "sprite.png",
        references: Sources.Plugin);

    public static readonly Rule TooLarge = new(
        "sprite-too-large", Severity.Error,
        what: "The sprite is wider or higher than 8192 pixels.",
        why: "The page shows \"Error parsing sprite images: Error: Sprite image of dimensions … exceeds maximum dimensions 8192px x"
            + " 8192px\" and draws no points.",
        failing: "100 × 100 tiles of 100 pixels",
        corrected: "100 × 100 tiles of 81 pixels",
        references: $"{Sources.DataProvider}; lanpa/tensorboardX#516, pytorch/pytorch#75502");

    public static readonly Rule NoDim = new(
        "sprite-no-dim", Severity.Error,
        what: "The sprite has no single_image_dim.",
        why: "Nothing is drawn, there are no labels, and no message says so.",
        failing: "sprite { image_path: \"sprite.png\" }",
        corrected: "sprite { image_path: \"sprite.png\" single_image_dim: [28, 28] }",
        references: Sources.Sprites, fix: FixSafety.Safe);

    public static readonly Rule DimCount = new(
        "sprite-dim-count", Severity.Error,
        what: "single_image_dim has not two entries.",
        why: "With one, every point shows the top row of pixels of a tile; entries after the second are ignored.",
        failing: "single_image_dim: 28",
        corrected: "single_image_dim: 28 single_image_dim: 28",
        references: Sources.Sprites, fix: FixSafety.Safe);

    public static readonly Rule DimZero = new(
        "sprite-dim-zero", Severity.Error,
        what: "single_image_dim has a zero.",
        why: "Every point shows one pixel or one row of pixels.",
        failing: "single_image_dim: [0, 0]",
        corrected: "single_image_dim: [28, 28]",
        references: Sources.Sprites);

    public static readonly Rule DimNotDivisor = new(
        "sprite-dim-not-divisor", Severity.Error,
        what: "The image is no whole number of tiles wide or high.",
        why: "The pictures shift more and more from tile to tile.",
        failing: "image 100 × 100, single_image_dim: [28, 28]",
        corrected: "image 112 × 112, single_image_dim: [28, 28]",
        references: Sources.Sprites);

    public static readonly Rule GridNotSquare = new(
        "sprite-grid-not-square", Severity.Error,
        what: "The sprite has not as many columns of tiles as rows.",
        why: "The page divides by the number of rows where it should take the columns: from the second row on points show wrong pictures.",
        failing: "8 columns × 2 rows for 16 points",
        corrected: "4 columns × 4 rows for 16 points",
        references: $"{Sources.Sprites}; tensorflow/tensorboard#44, #670, lanpa/tensorboardX#12, awslabs/mxboard#35");

    public static readonly Rule TooFewCells = new(
        "sprite-too-few-cells", Severity.Warning,
        what: "The sprite has fewer tiles than there are points.",
        why: "The points that are left show smears of the image's edge.",
        failing: "4 × 4 tiles for 20 points",
        corrected: "5 × 5 tiles for 20 points",
        references: Sources.Sprites);

    public static readonly Rule ThumbNotSquare = new(
        "sprite-thumb-not-square", Severity.Info,
        what: "The tiles of the sprite are not square.",
        why: "The page stretches them to squares.",
        failing: "single_image_dim: [28, 14]",
        corrected: "single_image_dim: [28, 28]",
        references: $"{Sources.Sprites}; tensorflow/tensorboard#44, tensorflow/tensorflow#8610");

    public static readonly Rule SingleColumn = new(
        "sprite-single-column-grid", Severity.Info,
        what: "The sprite has one column of tiles.",
        why: "The list of neighbours shows no pictures.",
        failing: "image 28 × 448, single_image_dim: [28, 28]",
        corrected: "image 112 × 112, single_image_dim: [28, 28]",
        references: "vz_projector/vz-projector-inspector-panel.ts", versions: "1.15 and later");

    public static readonly Rule ColumnCountInexact = new(
        "sprite-column-count-inexact", Severity.Info,
        what: "The number of columns of tiles is no power of two.",
        why: "On some graphics cards the first picture of a row is wrong.",
        failing: "7 × 7 tiles",
        corrected: "8 × 8 tiles",
        references: $"{Sources.Sprites}; tensorflow/tensorboard#385");

    public static readonly Rule IgnoredAfterIsolate = new(
        "sprite-ignored-after-isolate", Severity.Info,
        what: "The embedding has a sprite.",
        why: "After \"Isolate points\" the list of neighbours shows wrong pictures. It is no fault of the data.",
        failing: "any sprite",
        corrected: "no sprite",
        references: "vz_projector/vz-projector-inspector-panel.ts; tensorflow/tensorboard#4611, #6852", versions: "1.15 and later");

    public static readonly Rule WithoutMetadata = new(
        "sprite-without-metadata", Severity.Info,
        what: "The embedding has a sprite and no metadata.",
        why: "The label of a point is its row number.",
        failing: "sprite { … } without metadata_path",
        corrected: "sprite { … } and metadata_path",
        references: Sources.DataProvider);

    public static readonly Rule Damaged = new(
        "sprite-damaged", Severity.Error,
        what: "The header of the sprite is right, its pixel data is incomplete or damaged.",
        why: "The points are counted and placed, and nothing of them is to be seen, without a message.",
        failing: "a PNG without its last 12 bytes",
        corrected: "the image saved again",
        references: "Chromium 156, measured", versions: "2.21");

    public static readonly Rule AllTransparent = new(
        "sprite-all-transparent", Severity.Warning,
        what: "Every pixel of the sprite is transparent.",
        why: "Nothing of the points is to be seen, without a message.",
        failing: "RGBA with alpha 0 throughout",
        corrected: "RGB",
        references: Sources.Sprites, versions: "2.6 and later");

    public static readonly Rule ExifOrientation = new(
        "sprite-exif-orientation", Severity.Warning,
        what: "The sprite carries an EXIF orientation.",
        why: "The browser turns the image before it is cut into tiles: wrong pictures.",
        failing: "a JPEG with orientation 6",
        corrected: "the image saved upright, without EXIF",
        references: "Chromium 156, measured", versions: "2.21");

    public static IReadOnlyList<Rule> All { get; } =
    [
        Missing, Undecodable, FormatUntyped, TooLarge, NoDim, DimCount, DimZero, DimNotDivisor, GridNotSquare, TooFewCells, ThumbNotSquare, SingleColumn,
        ColumnCountInexact, IgnoredAfterIsolate, WithoutMetadata, Damaged, AllTransparent, ExifOrientation,
    ];
}
