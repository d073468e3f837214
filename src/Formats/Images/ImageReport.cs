namespace TensorBoardFormats.Images;

/// <summary>What kind of image a file is, told by its content.</summary>
public enum ImageFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>BMP.</summary>
    Bmp,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>Windows icon or cursor.</summary>
    Ico,

    /// <summary>AVIF.</summary>
    Avif,

    /// <summary>TIFF; no browser of the projector's shows it.</summary>
    Tiff,
}

/// <summary>What a Chromium does with an image that is loaded as a texture (spec/projector.md §10.7).</summary>
public enum BrowserImageState
{
    /// <summary>It finds no image or no size: the load never ends.</summary>
    NotDecodable,

    /// <summary>It knows the size, but the pixels are damaged or not all there: nothing is drawn.</summary>
    Damaged,

    /// <summary>It decodes, and every pixel has alpha 0: nothing is drawn.</summary>
    Transparent,

    /// <summary>It is drawn.</summary>
    Drawn,
}

/// <summary>What a file is as an image, to the programs that look at it.</summary>
/// <param name="Format">Told by the content; the name does not matter.</param>
/// <param name="Width">Pixels as stored; 0 when not known.</param>
/// <param name="Height">Pixels as stored; 0 when not known.</param>
/// <param name="Orientation">The EXIF orientation that browsers apply, 1 to 8; 1 is upright.</param>
/// <param name="PillowType">The content type that TensorBoard since 2.20 gives it (Pillow, spec/projector.md §8.1); null: <c>application/octet-stream</c>.</param>
/// <param name="Browser">What a Chromium makes of it.</param>
/// <param name="Fault">What is wrong with it, in words; null when nothing is.</param>
/// <param name="FaultOffset">Byte offset of the fault; null when it has no place.</param>
public sealed record ImageReport(
    ImageFormat Format,
    int Width,
    int Height,
    int Orientation,
    string? PillowType,
    BrowserImageState Browser,
    string? Fault = null,
    long? FaultOffset = null)
{
    /// <summary>Width in pixels as a browser gives it, turned by the orientation.</summary>
    public int DisplayWidth => Orientation >= 5 ? Height : Width;

    /// <summary>Height in pixels as a browser gives it, turned by the orientation.</summary>
    public int DisplayHeight => Orientation >= 5 ? Width : Height;

    internal static ImageReport NoImage(string fault) => new(ImageFormat.Unknown, 0, 0, 1, null, BrowserImageState.NotDecodable, fault, 0);
}
