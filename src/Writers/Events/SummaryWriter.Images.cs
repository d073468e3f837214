using System.Numerics;

namespace TensorBoardFormats.Events;

/// <summary>Images.</summary>
public sealed partial class SummaryWriter
{
    /// <summary>Adds an image to the Images tab from its pixels.</summary>
    /// <typeparam name="T">Type of the pixels: bytes as they are, floats from 0 to 1, other integers by the range of their type.</typeparam>
    /// <param name="tag">Name of the series.</param>
    /// <param name="pixels">The numbers.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 grey, 2 grey with alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="layout">Order of the numbers.</param>
    /// <param name="floats">How floats become bytes.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddImage<T>(
        string tag,
        ReadOnlySpan<T> pixels,
        int height,
        int width,
        int channels,
        long? step = null,
        PixelLayout layout = PixelLayout.Hwc,
        FloatPixels floats = FloatPixels.TensorFlow,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null)
        where T : unmanaged, INumber<T> =>
        AddImages(tag, pixels, 1, height, width, channels, step, layout, floats, wallTime, description, displayName);

    /// <summary>Adds several images of one size to one step of the Images tab.</summary>
    /// <typeparam name="T">Type of the pixels: bytes as they are, floats from 0 to 1, other integers by the range of their type.</typeparam>
    /// <param name="tag">Name of the series.</param>
    /// <param name="pixels">The numbers, image after image.</param>
    /// <param name="count">Number of images; should be the same at every step of a tag.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 grey, 2 grey with alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="layout">Order of the numbers within an image.</param>
    /// <param name="floats">How floats become bytes.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddImages<T>(
        string tag,
        ReadOnlySpan<T> pixels,
        int count,
        int height,
        int width,
        int channels,
        long? step = null,
        PixelLayout layout = PixelLayout.Hwc,
        FloatPixels floats = FloatPixels.TensorFlow,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null)
        where T : unmanaged, INumber<T> =>
        Write(
            Summary.Images(tag, pixels, count, height, width, channels, layout, floats, Metadata(PluginNames.Images, description, displayName)),
            step,
            wallTime);

    /// <summary>Adds an image with boxes drawn on it to the Images tab.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="pixels">Bytes, row by row, the channels of a pixel side by side.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 grey, 2 grey with alpha, 3 RGB, 4 RGBA; grey becomes RGB.</param>
    /// <param name="boxes">The boxes, drawn one over the other.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    public void AddImageWithBoxes(
        string tag,
        ReadOnlySpan<byte> pixels,
        int height,
        int width,
        int channels,
        ReadOnlySpan<ImageBox> boxes,
        long? step = null,
        WallTime? wallTime = null,
        string? description = null)
    {
        Summary.CheckImageSize(pixels.Length, 1, height, width, channels);
        (byte[] drawn, int drawnChannels) = BoxDrawing.Draw(pixels, height, width, channels, boxes);
        AddImage<byte>(tag, drawn, height, width, drawnChannels, step, wallTime: wallTime, description: description);
    }

    /// <summary>Adds an image that is encoded already to the Images tab: a figure that a plotting library made, or an animated GIF, which plays.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="image">A PNG, JPEG, GIF or BMP file.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddEncodedImage(
        string tag,
        ReadOnlyMemory<byte> image,
        long? step = null,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null) =>
        AddEncodedImages(tag, [image], step, wallTime, description, displayName);

    /// <summary>Adds several images that are encoded already to one step of the Images tab.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="images">PNG, JPEG, GIF or BMP files; their number should be the same at every step of a tag.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddEncodedImages(
        string tag,
        IReadOnlyList<ReadOnlyMemory<byte>> images,
        long? step = null,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null) =>
        Write(Summary.EncodedImages(tag, images, Metadata(PluginNames.Images, description, displayName)), step, wallTime);
}
