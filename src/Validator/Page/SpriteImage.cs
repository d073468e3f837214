using System.Buffers.Binary;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>What the browser makes of a sprite's bytes.</summary>
internal enum SpriteState
{
    /// <summary>It cannot tell the size: the page waits for ever.</summary>
    Undecodable,

    /// <summary>It loads, but no pixel can be used.</summary>
    Damaged,

    /// <summary>It loads, and every pixel is transparent.</summary>
    Transparent,

    /// <summary>It loads and is drawn.</summary>
    Drawn,
}

/// <summary>A sprite image in the browser (spec/projector.md §10.7).</summary>
/// <param name="State">What became of it.</param>
/// <param name="Width">Pixels, after the turn that EXIF asks for.</param>
/// <param name="Height">Pixels, after the turn that EXIF asks for.</param>
internal sealed record SpriteImage(SpriteState State, int Width, int Height)
{
    /// <summary>Wider or higher images are refused.</summary>
    public const int LargestSide = 8192;

    /// <summary>Looks at the answer of <c>/sprite_image</c>.</summary>
    public static SpriteImage Of(AnswerBody body)
    {
        byte[] head = new byte[24];
        using Stream stream = body.Open();
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return length == head.Length && head.AsSpan(1, 3).SequenceEqual("PNG"u8)
            ? new SpriteImage(SpriteState.Drawn, BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)))
            : new SpriteImage(SpriteState.Undecodable, 0, 0);
    }
}
