using System.Globalization;
using System.Text;
using Google.Protobuf;
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
        return SummaryValue.OfTensor(tag, TensorValue.Create([strings.Count], strings), metadata ?? PlainImages);
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
}
