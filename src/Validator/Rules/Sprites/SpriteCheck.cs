using System.Globalization;
using Google.Protobuf.Collections;
using TensorBoardFormats.Validation.Rules.AssetPaths;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Sprites;

/// <summary>Judges the sprite of one embedding: whether it can be had and decoded, and whether its grid fits the points.</summary>
internal static class SpriteCheck
{
    private const string PathField = "sprite.image_path";
    private const string DimField = "sprite.single_image_dim";
    private const int LargestSide = 8192;
    private const string Hang = "the page stays at \"Fetching sprite image...\" for ever and draws no points of";

    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        if (subject.Info.Sprite is not { ImagePath.Length: > 0 } || !subject.IsInConfig)
        {
            return;
        }

        ServerAnswer answer = subject.Judgement.Living.Sprite(subject.Query);
        if (subject.Asset(AssetKind.Sprite) is not AssetTrace asset)
        {
            return;
        }

        if (asset.Outcome is AssetOutcome.Missing or AssetOutcome.IsDirectory)
        {
            string what = asset.Outcome == AssetOutcome.IsDirectory ? "is a directory" : "does not exist";
            sink.Add(subject.AtField(SpriteRules.Missing, PathField,
                $"image_path \"{asset.Given}\" {what}{AssetPlace.LookedFor(subject, asset)}: {Hang}"
                    + $" {subject.DisplayName}.{AssetPlace.Nearest(subject, asset)}"));
        }
        else if (asset.Outcome == AssetOutcome.Raises && asset.Resolved is string unreadable)
        {
            sink.Add(subject.InFile(AssetPathRules.Unreadable, subject.Judgement.Reads.OnDisk(unreadable), $"TensorBoard may not read"
                + $" this sprite: {Hang} {subject.DisplayName}."));
        }
        else if (answer.IsOk && asset.Resolved is string resolved)
        {
            string path = subject.Judgement.Reads.OnDisk(resolved);
            foreach (Finding finding in OfImage(subject, path, answer).Concat(OfGrid(subject)))
            {
                sink.Add(finding);
            }
        }
    }

    private static IEnumerable<Finding> OfImage(EmbeddingSubject subject, string path, ServerAnswer answer)
    {
        Finding In(Rule rule, string message) => subject.InFile(rule, path, message);
        SpriteLook look = subject.Judgement.Reads.Sprite(answer);
        if (answer.ContentType == "application/octet-stream")
        {
            yield return In(SpriteRules.FormatUntyped, look.IsDecodable
                ? "The image is neither PNG, JPEG, GIF nor BMP; it is served as application/octet-stream, which Chromium shows all the"
                + " same."
                : "The image is neither PNG, JPEG, GIF nor BMP, or its header is damaged; it is served as application/octet-stream.");
        }

        if (!look.IsDecodable)
        {
            yield return In(SpriteRules.Undecodable, $"No browser decodes this image{(look.Fault is null ? "" : $" ({look.Fault})")}:"
                + $" {Hang} {subject.DisplayName}. Save it as PNG.");
            yield break;
        }

        if (look.Width > LargestSide || look.Height > LargestSide)
        {
            long side = Math.Max(1, (long)Math.Floor(LargestSide / Math.Ceiling(Math.Sqrt(Math.Max(subject.Points, 1)))));
            yield return In(SpriteRules.TooLarge,
                $"The image has {look.Width} x {look.Height} pixels: the page shows \"Error parsing sprite images: Error: Sprite image of"
                    + $" dimensions {look.Width}px x {look.Height}px exceeds"
                + $" maximum dimensions 8192px x 8192px\" and draws no points of {subject.DisplayName}. For {subject.Points} points a"
                + $" thumbnail may have {side} pixels a side.");
        }

        if (look.IsDamaged)
        {
            yield return In(SpriteRules.Damaged, $"The image's header is right and its pixel data incomplete or"
                + $" damaged{(look.Fault is null ? "" : $" ({look.Fault})")}: the points of {subject.DisplayName} are counted, and"
                + $" nothing is to be seen.");
        }

        if (look is { IsDamaged: true, EndsEarly: true })
        {
            yield return In(SpriteRules.Undecodable, "The image ends before its pixels do: a decoder that wants all of it refuses it."
                + " Save it again.") with
            { Severity = Severity.Warning };
        }

        if (look.IsTransparent)
        {
            yield return In(SpriteRules.AllTransparent, $"Every pixel is transparent: the points of {subject.DisplayName} are counted,"
                + $" and nothing is to be seen.");
        }

        if (look.Orientation > 1)
        {
            yield return In(SpriteRules.ExifOrientation, $"The image carries the EXIF orientation {look.Orientation}: the browser turns"
                + $" it before it is cut into tiles. Save it upright.");
        }
    }

    private static IEnumerable<Finding> OfGrid(EmbeddingSubject subject)
    {
        Finding At(Rule rule, string message) => subject.AtField(rule, DimField + "[0]", message);
        RepeatedField<uint> dims = subject.Info.Sprite.SingleImageDim;
        SpriteLook look = subject.Judgement.Reads.Sprite(subject.Judgement.Living.Sprite(subject.Query));
        if (subject.Info.MetadataPath.Length == 0)
        {
            yield return subject.AtField(SpriteRules.WithoutMetadata, PathField, $"{subject.DisplayName} has a sprite and no metadata:"
                + $" labels are row numbers.");
        }

        yield return subject.AtField(SpriteRules.IgnoredAfterIsolate, PathField, "After \"Isolate points\" the list of neighbours shows"
            + " wrong pictures; no fault of the data.");
        if (dims.Count == 0)
        {
            yield return subject.AtField(SpriteRules.NoDim, PathField, $"The sprite has no single_image_dim: the page draws no points of"
                + $" {subject.DisplayName}, without labels or a message.") with
            {
                Repair = DerivedDim(subject, look),
            };
            yield break;
        }

        if (dims.Count != 2)
        {
            string text = string.Join(", ", dims);
            yield return At(SpriteRules.DimCount, dims.Count == 1
                ? $"single_image_dim has one entry ({text}): every point shows the top row of pixels of a tile. Give width and height."
                : $"single_image_dim has {dims.Count} entries ({text}); those after the second are ignored.") with
            {
                Severity = dims.Count == 1 ? Severity.Error : Severity.Info,
                Repair = dims.Count > 2 ? WithoutExtras(subject, dims.Count) : null,
            };
        }

        if (dims.Any(static d => d == 0))
        {
            yield return At(SpriteRules.DimZero, $"single_image_dim is [{string.Join(", ", dims)}]: every point shows one pixel or one"
                + $" row of pixels.");
            yield break;
        }

        if (dims.Count >= 2 && look.IsDecodable)
        {
            foreach (Finding finding in OfTiles(subject, look, dims[0], dims[1]))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> OfTiles(EmbeddingSubject subject, SpriteLook look, uint width, uint height)
    {
        Finding At(Rule rule, string message) => subject.AtField(rule, DimField + "[0]", message);
        double columns = (double)look.Width / width, rows = (double)look.Height / height;
        string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
        string grid = $"{Number(columns)} columns x {Number(rows)} rows of {width} x {height} pixels in {look.Width} x {look.Height}";
        if (look.Width % width != 0 || look.Height % height != 0)
        {
            yield return At(SpriteRules.DimNotDivisor, $"The image is no whole number of tiles ({grid}): the pictures of"
                + $" {subject.DisplayName} shift from tile to tile.");
        }

        if (columns != rows && subject.Points > Math.Min(columns, rows))
        {
            long side = (long)Math.Ceiling(Math.Sqrt(subject.Points));
            yield return At(SpriteRules.GridNotSquare,
                $"The sprite has {grid}: the page wants as many columns as rows, so from the second row on points of"
                    + $" {subject.DisplayName} show wrong pictures. Use {side} x {side} tiles.");
        }

        long cells = (long)Math.Floor(columns) * (long)Math.Floor(rows);
        if (cells < Math.Min(subject.Points, EmbeddingLimits.RowsSent))
        {
            yield return At(SpriteRules.TooFewCells, $"The sprite has {cells} tiles for {subject.Points} points: those that are left show"
                + $" smears of its edge.");
        }

        if (width != height)
        {
            yield return At(SpriteRules.ThumbNotSquare, $"Tiles of {width} x {height} pixels are stretched to squares.");
        }

        if (Math.Floor(columns) == 1)
        {
            yield return At(SpriteRules.SingleColumn, "The sprite has one column of tiles: the list of neighbours shows no pictures.");
        }

        if (columns == Math.Floor(columns) && columns >= 1 && !double.IsPow2(columns))
        {
            yield return At(SpriteRules.ColumnCountInexact, $"{Number(columns)} columns are no power of two: on some graphics cards the"
                + $" first picture of a row is wrong.");
        }
    }

    // Square image, square grid: then there is only one size that a tile can have.
    private static Fixes.Repair? DerivedDim(EmbeddingSubject subject, SpriteLook look)
    {
        long side = (long)Math.Ceiling(Math.Sqrt(subject.Points));
        if (side == 0 || look.Width != look.Height || look.Width % side != 0 || subject.Config is not ConfigText config)
        {
            return null;
        }

        long tile = look.Width / side;
        return config.InsertBefore($"embeddings[{subject.Trace.ConfigIndex}].{PathField}", $"single_image_dim: {tile} single_image_dim:"
            + $" {tile}", FixSafety.Safe);
    }

    private static Fixes.Repair? WithoutExtras(EmbeddingSubject subject, int count) => subject.Config?.Remove(
        [.. Enumerable.Range(2, count - 2).Select(i => $"embeddings[{subject.Trace.ConfigIndex}].{DimField}[{i}]")], FixSafety.Safe);
}
