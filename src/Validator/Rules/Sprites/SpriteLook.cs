using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Sprites;

/// <summary>What a browser makes of an image.</summary>
/// <param name="IsDecodable">It gets a size.</param>
/// <param name="Width">Pixels, as turned by EXIF.</param>
/// <param name="Height">Pixels, as turned by EXIF.</param>
/// <param name="IsDamaged">The pixel data is not whole.</param>
/// <param name="IsTransparent">No pixel is to be seen.</param>
/// <param name="Orientation">Of EXIF; 1 for upright.</param>
internal sealed record SpriteLook(bool IsDecodable, int Width, int Height, bool IsDamaged, bool IsTransparent, int Orientation)
{
    /// <summary>Looks at the answer of <c>/sprite_image</c>.</summary>
    public static SpriteLook Of(ServerAnswer answer)
    {
        SpriteImage image = SpriteImage.Of(answer.Body);
        return new SpriteLook(
            image.State != SpriteState.Undecodable, image.Width, image.Height, image.State == SpriteState.Damaged, image.State == SpriteState.Transparent, Orientation: 1);
    }
}
