using StbImageSharp;
using TensorBoardFormats.Images;
using Xunit;

namespace TensorBoardFormats.Tests.Images;

public class PngWriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Encode_AnyChannelsFilterAndLevel_StbFindsThePixels(int channels)
    {
        (int width, int height) = (37, 23);
        byte[] pixels = Pixels(width * height * channels);
        foreach (PngRowFilter filter in Enum.GetValues<PngRowFilter>())
        {
            foreach (PngWriterOptions options in new[] { PngWriterOptions.Default, PngWriterOptions.Sprite, new() { Level = 0 }, new() { Level = 9 } })
            {
                byte[] file = PngWriter.Encode(width, height, channels, pixels, options with { Filter = filter });
                ImageResult image = ImageResult.FromMemory(file, (ColorComponents)channels);
                Assert.Equal((width, height), (image.Width, image.Height));
                Assert.True(pixels.AsSpan().SequenceEqual(image.Data), $"{filter}, {options}");
            }
        }
    }

    [Fact]
    public void Encode_LargerThanAChunk_IsSoundAndReadsBack()
    {
        byte[] pixels = Pixels(600 * 500);
        byte[] file = PngWriter.Encode(600, 500, 1, pixels);

        Assert.Equal(new ImageReport(ImageFormat.Png, 600, 500, 1, "image/png", BrowserImageState.Drawn), ImageProbe.Examine(new MemoryStream(file), ImageProbeDepth.Pixels));
        Assert.True(pixels.AsSpan().SequenceEqual(PngReader.Read(new MemoryStream(file), "test").Pixels.Span));
    }

    [Fact]
    public void EncodeGray16_UpperBytes_AreWhatEightBitReadersSee()
    {
        ushort[] pixels = [0, 0x0102, 0x8000, 0xFFFF, 0xABCD, 0x00FF];
        byte[] file = PngWriter.EncodeGray16(3, 2, pixels);

        Assert.Equal([0x00, 0x01, 0x80, 0xFF, 0xAB, 0x00], ImageResult.FromMemory(file, ColorComponents.Grey).Data);
        Assert.Equal([0x00, 0x01, 0x80, 0xFF, 0xAB, 0x00], PngReader.Read(new MemoryStream(file), "test").Pixels.ToArray());
    }

    [Theory]
    [InlineData(0, 1, 1, 0)]
    [InlineData(1, 0, 1, 0)]
    [InlineData(1, 1, 5, 5)]
    [InlineData(2, 2, 3, 11)]
    public void Encode_SizesThatDoNotFit_Throws(int width, int height, int channels, int bytes) =>
        Assert.ThrowsAny<ArgumentException>(() => PngWriter.Encode(width, height, channels, new byte[bytes]));

    private static byte[] Pixels(int count)
    {
        byte[] pixels = new byte[count];
        new Random(count).NextBytes(pixels.AsSpan(0, count / 2));
        for (int i = count / 2; i < count; i++)
        {
            pixels[i] = (byte)(i / 7);
        }

        return pixels;
    }
}
