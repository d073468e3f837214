using TensorBoardFormats.Images;

namespace TensorBoardFormats.Validation.Page;

/// <summary>A sprite that was loaded.</summary>
/// <param name="Width">Pixels, as turned by EXIF.</param>
/// <param name="Height">Pixels, as turned by EXIF.</param>
/// <param name="Dims"><c>single_image_dim</c> as given.</param>
/// <param name="PerRow">Tiles a row as the page divides (C); null without <c>single_image_dim</c>.</param>
/// <param name="PerColumn">Tiles a column (R).</param>
internal sealed record SpriteView(int Width, int Height, IReadOnlyList<long> Dims, double? PerRow, double? PerColumn)
{
    /// <summary>Thumbnails of this many points are drawn; 0 where nothing is to be seen.</summary>
    public int Thumbnails { get; init; }

    /// <summary>Divides an image as the page does: a missing or zero side gives NaN or infinity.</summary>
    public static SpriteView Divide(ImageReport image, IReadOnlyList<long> dims) => new(
        image.DisplayWidth,
        image.DisplayHeight,
        dims,
        dims.Count > 0 ? (double)image.DisplayWidth / dims[0] : null,
        dims.Count == 0 ? null : dims.Count > 1 ? (double)image.DisplayHeight / dims[1] : double.NaN);

    /// <summary>The tile that the middle of a point's thumbnail falls into, counted row by row in the image.</summary>
    public long TileAt(int point)
    {
        long w = Dims[0];
        long h = Dims.Count > 1 ? Dims[1] : 0;
        if (w == 0)
        {
            return 0;
        }

        long x = Pixel(((point % PerRow!.Value) + 0.5) * w, Width);
        long y = h == 0 ? 0 : Pixel((Math.Floor(point / PerColumn!.Value) + 0.5) * h, Height);
        return (h == 0 ? 0 : y / h * (Width / w)) + (x / w);
    }

    private static long Pixel(double place, int size) => (long)Math.Clamp(Math.Floor(place), 0, size - 1);
}
