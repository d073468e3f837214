using TensorBoardFormats.Images;

namespace TensorBoardFormats.Validation.Rules.Sprites;

/// <summary>What a browser makes of an image.</summary>
/// <param name="IsDecodable">It gets a size.</param>
/// <param name="Width">Pixels, as turned by EXIF.</param>
/// <param name="Height">Pixels, as turned by EXIF.</param>
/// <param name="IsDamaged">The pixel data is not whole.</param>
/// <param name="IsTransparent">No pixel is to be seen.</param>
/// <param name="Orientation">Of EXIF; 1 for upright.</param>
/// <param name="Fault">What is wrong with it, in words; null when nothing is.</param>
internal sealed record SpriteLook(bool IsDecodable, int Width, int Height, bool IsDamaged, bool IsTransparent, int Orientation, string? Fault)
{
    /// <summary>Bytes are missing at its end.</summary>
    public bool EndsEarly => Fault?.Contains("end", StringComparison.Ordinal) ?? false;

    /// <summary>The same of a report of the image probe.</summary>
    public static SpriteLook Of(ImageReport report) => new(
        report.Browser != BrowserImageState.NotDecodable,
        report.DisplayWidth,
        report.DisplayHeight,
        report.Browser == BrowserImageState.Damaged,
        report.Browser == BrowserImageState.Transparent,
        report.Orientation,
        report.Fault);
}
