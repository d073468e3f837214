using StbImageSharp;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tests.Events.Golden;
using Xunit;
using Summary = TensorBoardFormats.Events.Summary;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Pixels: what the real tools made of the same numbers, decoded by a foreign decoder.</summary>
public sealed class ImageSummaryTests
{
    public static TheoryData<string> ImageCases =>
        [.. GoldenCase.Names().Where(name => name.StartsWith("tfv2-image", StringComparison.Ordinal) || name == "torch-image" || name == "tbx-image")];

    [Theory]
    [MemberData(nameof(ImageCases))]
    public void Pixels_OfRealTools_AreTheSame(string name)
    {
        GoldenCase golden = GoldenCase.Load(name);
        int compared = 0;
        foreach (GoldenCall call in golden.Calls.Where(call => call.Api is "tf.summary.image" or "writer.add_image"))
        {
            bool tensorFlow = call.Api == "tf.summary.image";
            GoldenArray pixels = tensorFlow ? call.Array("data") : call.Array("img_tensor", 1);
            if (name == "tbx-image" && call.Text("tag", 0) == "float over")
            {
                golden.Media.Dequeue(); // tensorboardX does not clip: 1.5 comes out as 126. We clip.
                continue;
            }

            (int count, int height, int width, int channels, PixelLayout layout) = Shape(pixels.Shape, tensorFlow ? "NHWC" : call.TextOrNull("dataformats") ?? "CHW");
            SummaryValue value = Images(pixels, count, height, width, channels, layout, tensorFlow ? FloatPixels.TensorFlow : FloatPixels.Torch);
            foreach (byte[] image in Encoded(value, count))
            {
                int compare = tensorFlow ? channels : 3; // torch and tensorboardX repeat grey.
                Assert.Equal(Decode(golden.Media.Dequeue(), compare), Decode(image, compare));
                compared++;
            }
        }

        Assert.True(compared > 2);
    }

    [Fact]
    public void Images_OtherIntegers_AreSpreadByTheirRange()
    {
        Assert.Equal([0, 254, 0], Bytes<sbyte>([-5, 127, 0]));
        Assert.Equal([0, 255, 0], Bytes<short>([-5, short.MaxValue, 127]));
        Assert.Equal([0, 255, 1], Bytes<ushort>([255, ushort.MaxValue, 256]));
        Assert.Equal([0, 255, 0], Bytes<int>([int.MinValue, int.MaxValue, 1]));
        Assert.Equal([0, 255, 255], Bytes<float>([float.NaN, float.PositiveInfinity, 2]));
    }

    [Fact]
    public void Images_SizesThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Summary.Images<byte>("i", new byte[11], 1, 2, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Images<byte>("i", new byte[20], 1, 2, 2, 5));
        Assert.Throws<ArgumentException>(() => Summary.EncodedImages("i", []));
        Assert.Throws<ArgumentException>(() => Summary.EncodedImages("i", [new byte[] { 1, 2, 3 }]));
    }

    [Fact]
    public void EncodedImages_SizeNotGiven_IsReadFromTheHeader()
    {
        byte[] png = Encoded(Summary.Images<byte>("i", new byte[6], 1, 1, 2, 3), 1)[0];
        TensorProto tensor = TensorProto.Parser.ParseFrom(Summary.EncodedImages("i", [png, png]).Payload);
        Assert.Equal(["2", "1"], tensor.StringVal.Take(2).Select(text => text.ToStringUtf8()));
        Assert.Equal(4, tensor.StringVal.Count);
    }

    [Fact]
    public void BoxDrawing_BoxPartlyOutside_DrawsWhatIsInside()
    {
        (byte[] pixels, int channels) = BoxDrawing.Draw(new byte[9], 3, 3, 1, [new ImageBox(1, 1, 5, 5, 10, 20, 30)]);
        Assert.Equal(3, channels);
        bool[] drawn = [.. pixels.Chunk(3).Select(pixel => pixel is [10, 20, 30])];
        Assert.Equal([false, false, false, false, true, true, false, true, false], drawn);
    }

    private static byte[] Bytes<T>(T[] pixels)
        where T : unmanaged, System.Numerics.INumber<T> => PixelConversion.ToBytes<T>(pixels, 1, pixels.Length, 1, PixelLayout.Hwc, FloatPixels.TensorFlow);

    private static (int Count, int Height, int Width, int Channels, PixelLayout Layout) Shape(long[] shape, string format) => format switch
    {
        "NHWC" => ((int)Math.Min(shape[0], 3), (int)shape[1], (int)shape[2], (int)shape[3], PixelLayout.Hwc),
        "HWC" => (1, (int)shape[0], (int)shape[1], (int)shape[2], PixelLayout.Hwc),
        "HW" => (1, (int)shape[0], (int)shape[1], 1, PixelLayout.Hwc),
        _ => (1, (int)shape[1], (int)shape[2], (int)shape[0], PixelLayout.Chw),
    };

    private static SummaryValue Images(GoldenArray pixels, int count, int height, int width, int channels, PixelLayout layout, FloatPixels floats)
    {
        int numbers = count * height * width * channels;
        return pixels.DType switch
        {
            "uint8" => Summary.Images<byte>("i", pixels.Bytes.AsSpan(0, numbers), count, height, width, channels, layout, floats),
            "float32" => Summary.Images<float>("i", pixels.As<float>().AsSpan(0, numbers), count, height, width, channels, layout, floats),
            "float16" => Summary.Images<Half>("i", pixels.As<Half>().AsSpan(0, numbers), count, height, width, channels, layout, floats),
            _ => Summary.Images<double>("i", pixels.Doubles().AsSpan(0, numbers), count, height, width, channels, layout, floats),
        };
    }

    private static byte[][] Encoded(SummaryValue value, int count)
    {
        TensorProto tensor = TensorProto.Parser.ParseFrom(value.Payload);
        Assert.Equal(count + 2, tensor.StringVal.Count);
        return [.. tensor.StringVal.Skip(2).Select(image => image.ToByteArray())];
    }

    private static byte[] Decode(byte[] image, int channels)
    {
        ImageResult result = ImageResult.FromMemory(image, (ColorComponents)channels);
        return [(byte)result.Width, (byte)result.Height, .. result.Data];
    }
}
