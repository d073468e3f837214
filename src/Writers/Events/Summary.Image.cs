using System.Globalization;
using System.Numerics;
using System.Text;
using Google.Protobuf;
using TensorBoardFormats.Images;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>Images (spec/tfevents.md §10.2).</summary>
public static partial class Summary
{
    private static readonly SummaryMetadata PlainImages = new(PluginNames.Images);

    /// <summary>Images that are encoded already, as the Images tab shows them: strings [width, height, image, …].</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="images">PNG, JPEG, GIF (animated ones play) or BMP files; their number should be the same at every step of a tag.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none.</param>
    public static SummaryValue EncodedImages(
        string tag, int width, int height, IReadOnlyList<ReadOnlyMemory<byte>> images, SummaryMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        List<ReadOnlyMemory<byte>> strings = [Decimal(width), Decimal(height), .. images];
        return SummaryValue.OfTensor(tag, SummaryTensor.Create([strings.Count], strings), metadata ?? PlainImages);
    }

    /// <summary>Images that are encoded already; their size is read from the first one's header.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="images">PNG, JPEG, GIF (animated ones play) or BMP files, at least one.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none.</param>
    /// <exception cref="ArgumentException">There is none, or one is nothing that TensorBoard serves as an image.</exception>
    public static SummaryValue EncodedImages(string tag, IReadOnlyList<ReadOnlyMemory<byte>> images, SummaryMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
        {
            throw new ArgumentException("At least one image: their size is part of the value.", nameof(images));
        }

        ImageReport[] reports = [.. images.Select(static image => Examine(image))];
        return EncodedImages(tag, reports[0].Width, reports[0].Height, images, metadata);
    }

    /// <summary>Images from their pixels, encoded as PNG.</summary>
    /// <typeparam name="T">Type of the pixels: bytes as they are, floats from 0 to 1, other integers by the range of their type.</typeparam>
    /// <param name="tag">Name of the series.</param>
    /// <param name="pixels">The numbers, image after image.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 grey, 2 grey with alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="layout">Order of the numbers within an image.</param>
    /// <param name="floats">How floats become bytes.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels, or there is no such number of channels.</exception>
    public static SummaryValue Images<T>(
        string tag,
        ReadOnlySpan<T> pixels,
        int count,
        int height,
        int width,
        int channels,
        PixelLayout layout = PixelLayout.Hwc,
        FloatPixels floats = FloatPixels.TensorFlow,
        SummaryMetadata? metadata = null)
        where T : unmanaged, INumber<T>
    {
        int size = CheckImageSize(pixels.Length, count, height, width, channels);
        List<ReadOnlyMemory<byte>> images = [];
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = PixelConversion.ToBytes(pixels.Slice(i * size, size), height, width, channels, layout, floats);
            images.Add(PngWriter.Encode(width, height, channels, bytes));
        }

        return EncodedImages(tag, width, height, images, metadata);
    }

    /// <summary>An encoded image in TensorFlow 1's form.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 grey, 2 grey with alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="image">A PNG, JPEG, GIF or BMP file.</param>
    public static SummaryValue ImageV1(string tag, int width, int height, int channels, ReadOnlySpan<byte> image)
    {
        Proto.Summary.Types.Image message = new()
        {
            Width = width,
            Height = height,
            Colorspace = channels,
            EncodedImageString = ByteString.CopyFrom(image),
        };
        return SummaryValue.OfMessage(tag, Proto.Summary.Types.Value.ImageFieldNumber, message.ToByteArray(), null);
    }

    private static ReadOnlyMemory<byte> Decimal(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Numbers of one image, when the sizes fit.</summary>
    internal static int CheckImageSize(int numbers, int count, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        long size = (long)height * width * channels;
        return size * count == numbers
            ? (int)size
            : throw new ArgumentException($"{count} images of {height} x {width} x {channels} are {size * count} numbers, not {numbers}.", nameof(count));
    }

    private static ImageReport Examine(ReadOnlyMemory<byte> image)
    {
        using MemoryStream stream = new(image.ToArray(), writable: false);
        ImageReport report = ImageProbe.Examine(stream, ImageProbeDepth.Header);
        return report.PillowType is not null && report.Width > 0
            ? report
            : throw new ArgumentException($"Nothing that TensorBoard serves as an image: {report.Fault ?? report.Format.ToString()}.", nameof(image));
    }
}
