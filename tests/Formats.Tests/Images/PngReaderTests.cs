using StbImageSharp;
using TensorBoardFormats.Images;
using TensorBoardFormats.Testing;
using Xunit;
using static TensorBoardFormats.Testing.PngParts;

namespace TensorBoardFormats.Tests.Images;

public class PngReaderTests
{
    [Fact]
    public void Read_FilesOfOtherPrograms_HaveThePixelsThatStbFinds()
    {
        string[] paths = [Repository.Golden("minimalsample", "mnistdigits.png"), .. new[] { "rgb", "palette", "partly-transparent", "8192" }.Select(static n => Repository.Golden("images", n + ".png"))];
        Assert.All(paths, static path =>
        {
            PngImage image = PngReader.Read(path);
            ImageResult expected = ImageResult.FromMemory(File.ReadAllBytes(path), (ColorComponents)image.Channels);
            Assert.Equal((expected.Width, expected.Height), (image.Width, image.Height));
            Assert.True(expected.Data.AsSpan().SequenceEqual(image.Pixels.Span), path);
        });
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 8)]
    [InlineData(4, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    public void Read_EveryKindAndFilterPlainAndInterlaced_HasThePixelsThatStbFinds(byte color, byte depth)
    {
        Random random = new((color * 100) + depth);
        foreach ((byte interlace, uint width, uint height, bool keyed) in new[] { ((byte)0, 13u, 7u, false), ((byte)1, 13u, 11u, false), ((byte)1, 1u, 1u, false), ((byte)1, 3u, 2u, false), ((byte)0, 9u, 5u, true) })
        {
            if (keyed && (color is 4 or 6 || depth == 16))
            {
                continue;
            }

            byte[] file = RandomFile(random, width, height, depth, color, interlace, keyed);
            PngImage image = PngReader.Read(new MemoryStream(file), "test");
            ImageResult expected = ImageResult.FromMemory(file, (ColorComponents)image.Channels);
            Assert.True(expected.Data.AsSpan().SequenceEqual(image.Pixels.Span), $"interlace {interlace}, {width} x {height}, key {keyed}");
        }
    }

    [Theory]
    [InlineData(20, "IHDR")]
    [InlineData(45, "IDAT")]
    public void Read_OneBitWrong_NamesTheFile(int offset, string what)
    {
        byte[] file = Gray(5, 4);
        file[offset] ^= 1;

        MalformedFileException error = Assert.Throws<MalformedFileException>(() => PngReader.Read(new MemoryStream(file), "a.png"));
        Assert.StartsWith("a.png@0x", error.Message, StringComparison.Ordinal);
        Assert.NotNull(what);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        byte[] file = Gray(5, 4);
        Assert.All(Enumerable.Range(0, file.Length), length => Assert.Throws<MalformedFileException>(() => PngReader.Read(new MemoryStream(file, 0, length), "a.png")));
    }

    [Fact]
    public void Read_ClaimsOfManyPixels_AreRefusedWithoutTakingMemory()
    {
        byte[][] files =
        [
            Png(Chunk("IHDR", Header(int.MaxValue, int.MaxValue)), Chunk("IDAT", Deflate([0])), Chunk("IEND", [])),
            Png(Chunk("IHDR", Header(200_000_000, 1)), Chunk("IDAT", Deflate([0])), Chunk("IEND", [])),
            Png(Chunk("IHDR", Header(16_000, 16_000)), Chunk("IDAT", Deflate([0])), Chunk("IEND", [])),
        ];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.All(files, static file => Assert.Throws<MalformedFileException>(() => PngReader.Read(new MemoryStream(file), "a.png")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    private static byte[] RandomFile(Random random, uint width, uint height, byte depth, byte color, byte interlace, bool keyed)
    {
        int samples = color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        (uint X, uint Y, uint StepX, uint StepY)[] passes = interlace == 0
            ? [(0, 0, 1, 1)]
            : [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        List<byte> rows = [];
        foreach ((uint x, uint y, uint stepX, uint stepY) in passes)
        {
            if (x >= width)
            {
                continue;
            }

            long columns = (width - x + stepX - 1) / stepX;
            for (uint row = y; row < height; row += stepY)
            {
                byte[] bytes = new byte[((columns * samples * depth) + 7) / 8];
                random.NextBytes(bytes);
                rows.Add((byte)random.Next(5));
                rows.AddRange(bytes);
            }
        }

        byte[] palette = new byte[3 << Math.Min((int)depth, 8)];
        random.NextBytes(palette);
        byte[] key = color == 3 ? [0, 128, 255] : color == 2 ? [0, 1, 0, 2, 0, 3] : [0, 1];
        List<byte[]> chunks = [Chunk("IHDR", Header(width, height, depth, color, interlace: interlace))];
        chunks.AddRange(color == 3 ? [Chunk("PLTE", palette)] : []);
        chunks.AddRange(keyed ? [Chunk("tRNS", key[..(color == 3 ? Math.Min(3, 1 << depth) : key.Length)])] : []);
        chunks.AddRange([Chunk("IDAT", Deflate([.. rows])), Chunk("IEND", [])]);
        return Png([.. chunks]);
    }
}
