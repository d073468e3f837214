using TensorBoardFormats.Images;
using TensorBoardFormats.Testing;
using Xunit;
using static TensorBoardFormats.Testing.PngParts;

namespace TensorBoardFormats.Tests.Images;

public class ImageProbeTests
{
    public static IEnumerable<TheoryDataRow<string>> Goldens() => File.ReadLines(Repository.Golden("images", "expect.tsv")).Select(static line => new TheoryDataRow<string>(line));

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Examine_SpritesOfTheRealOne_SaysWhatItSaid(string line)
    {
        string[] expected = line.Split('\t');
        using FileStream stream = File.OpenRead(Repository.Golden("images", expected[0]));

        ImageReport report = ImageProbe.Examine(stream, ImageProbeDepth.Pixels);

        Assert.Equal(line, $"{expected[0]}\t{report.DisplayWidth}\t{report.DisplayHeight}\t{report.PillowType}\t{report.Browser}");
    }

    [Fact]
    public void Examine_PngChunks_EachFaultHasItsEffect()
    {
        byte[] header = Chunk("IHDR", Header(3, 2));
        byte[] data = Chunk("IDAT", Deflate(GrayRows(3, 2)));
        byte[] end = Chunk("IEND", []);
        (string What, byte[] File, string Expected)[] cases =
        [
            ("sound", Png(header, data, end), "image/png Drawn"),
            ("two IDATs", Png(header, Chunk("IDAT", Deflate(GrayRows(3, 2))[..3]), Chunk("IDAT", Deflate(GrayRows(3, 2))[3..]), end), "image/png Drawn"),
            ("bytes behind IEND", [.. Png(header, data, end), 1, 2, 3], "image/png Drawn"),
            ("IEND wrong", Png(header, data, Chunk("IEND", [], goodChecksum: false)), "image/png Drawn"),
            ("no IEND", Png(header, data), "image/png Damaged"),
            ("IDAT wrong", Png(header, Chunk("IDAT", Deflate(GrayRows(3, 2)), goodChecksum: false), end), "image/png Damaged"),
            ("a row missing", Png(header, Chunk("IDAT", Deflate(GrayRows(3, 1))), end), "image/png Damaged"),
            ("rows to spare", Png(header, Chunk("IDAT", Deflate(GrayRows(3, 9))), end), "image/png Drawn"),
            ("Adler wrong", Png(header, Chunk("IDAT", [.. Deflate(GrayRows(3, 2))[..^1], 0x77]), end), "image/png Drawn"),
            ("no zlib stream", Png(header, Chunk("IDAT", [1, 2, 3, 4]), end), "image/png Damaged"),
            ("row filter 5", Png(header, Chunk("IDAT", Deflate([5, 0, 0, 0, 0, 0, 0, 0])), end), "image/png Damaged"),
            ("no IDAT", Png(header, end), "image/png NotDecodable"),
            ("IHDR wrong", Png(Chunk("IHDR", Header(3, 2), goodChecksum: false), data, end), " NotDecodable"),
            ("text wrong", Png(header, Chunk("tEXt", [65, 0, 66], goodChecksum: false), data, end), " Drawn"),
            ("text wrong behind", Png(header, data, Chunk("tEXt", [65, 0, 66], goodChecksum: false), end), "image/png Drawn"),
            ("critical unknown", Png(header, Chunk("ABCD", []), data, end), "image/png NotDecodable"),
            ("depth 3", Png(Chunk("IHDR", Header(3, 2, depth: 3)), data, end), " NotDecodable"),
            ("filter method", Png(Chunk("IHDR", Header(3, 2, filter: 1)), data, end), " NotDecodable"),
            ("compression method", Png(Chunk("IHDR", Header(3, 2, compression: 1)), data, end), "image/png NotDecodable"),
            ("width 0", Png(Chunk("IHDR", Header(0, 2)), data, end), " NotDecodable"),
            ("too many pixels for Pillow", Png(Chunk("IHDR", Header(20_000, 20_000)), data, end), " Drawn"),
            ("too many pixels for both", Png(Chunk("IHDR", Header(40_000, 40_000)), data, end), " NotDecodable"),
            ("no palette", Png(Chunk("IHDR", Header(3, 2, color: 3)), data, end), "image/png Damaged"),
            ("palette wrong", Png(Chunk("IHDR", Header(3, 2, color: 3)), Chunk("PLTE", [1, 2, 3], goodChecksum: false), data, end), " NotDecodable"),
            ("IEND begun", Png(header, data, end[..8]), "image/png Drawn"),
            ("IEND not begun", Png(header, data, end[..7]), "image/png Damaged"),
            ("critical unknown behind", Png(header, data, Chunk("ABCD", []), end), "image/png Drawn"),
            ("second IDAT wrong", Png(header, data, Chunk("IDAT", [1, 2], goodChecksum: false), end), "image/png Damaged"),
            ("name with a digit", Png(header, Chunk("a1cd", []), data, end), "image/png Drawn"),
            ("name with a blank", Png(header, Chunk("a cd", []), data, end), " Drawn"),
            ("alpha 1 of 65535", Png(Chunk("IHDR", Header(1, 1, depth: 16, color: 4)), Chunk("IDAT", Deflate([0, 1, 1, 0, 32])), end), "image/png Transparent"),
            ("alpha 256 of 65535", Png(Chunk("IHDR", Header(1, 1, depth: 16, color: 4)), Chunk("IDAT", Deflate([0, 1, 1, 1, 0])), end), "image/png Drawn"),
            ("colour key hides all", Png(Chunk("IHDR", Header(2, 1)), Chunk("tRNS", [0, 9]), Chunk("IDAT", Deflate([0, 9, 9])), end), "image/png Transparent"),
            ("colour key hides one", Png(Chunk("IHDR", Header(2, 1)), Chunk("tRNS", [0, 9]), Chunk("IDAT", Deflate([0, 9, 8])), end), "image/png Drawn"),
            ("alpha 0", Png(Chunk("IHDR", Header(2, 1, color: 4)), Chunk("IDAT", Deflate([0, 1, 0, 2, 0])), end), "image/png Transparent"),
            ("alpha 1", Png(Chunk("IHDR", Header(2, 1, color: 4)), Chunk("IDAT", Deflate([1, 1, 0, 2, 1])), end), "image/png Drawn"),
            ("palette alpha 0", Png(Chunk("IHDR", Header(8, 1, depth: 1, color: 3)), Chunk("PLTE", [1, 2, 3, 4, 5, 6]), Chunk("tRNS", [0]), Chunk("IDAT", Deflate([0, 0])), end), "image/png Transparent"),
            ("palette alpha", Png(Chunk("IHDR", Header(8, 1, depth: 1, color: 3)), Chunk("PLTE", [1, 2, 3, 4, 5, 6]), Chunk("tRNS", [0]), Chunk("IDAT", Deflate([0, 1])), end), "image/png Drawn"),
        ];

        Assert.All(cases, static c =>
        {
            ImageReport report = ImageProbe.Examine(new MemoryStream(c.File), ImageProbeDepth.Pixels);
            Assert.Equal($"{c.What}: {c.Expected}", $"{c.What}: {report.PillowType} {report.Browser}");
        });
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("sprite.gif")]
    [InlineData("sprite.jpg")]
    [InlineData("sprite.webp")]
    public void Examine_CutAnywhere_NeverDrawnUntilItIsWhole(string name)
    {
        byte[] whole = File.ReadAllBytes(Repository.Golden("images", name));
        int spare = name switch { "sprite.gif" => 1, "rgb.png" => 4, _ => 0 }; // The trailer of a GIF and the check sum of IEND are not missed.
        BrowserImageState previous = BrowserImageState.NotDecodable;
        for (int length = 0; length < whole.Length - spare; length++)
        {
            ImageReport report = ImageProbe.Examine(new MemoryStream(whole, 0, length), ImageProbeDepth.Pixels);
            Assert.True(report.Browser is BrowserImageState.NotDecodable or BrowserImageState.Damaged && report.Browser >= previous, $"{length}: {report}");
            Assert.NotNull(report.Fault);
            previous = report.Browser;
        }

        Assert.Equal(BrowserImageState.Damaged, previous);
    }

    [Fact]
    public void Examine_ExifInPng_TurnsTheSize()
    {
        byte[] exif = Convert.FromHexString("4D4D002A00000008" + "0001" + "0112000300000001" + "00060000" + "00000000");
        byte[] file = Png(Chunk("IHDR", Header(3, 2)), Chunk("eXIf", exif), Chunk("IDAT", Deflate(GrayRows(3, 2))), Chunk("IEND", []));

        ImageReport report = ImageProbe.Examine(new MemoryStream(file), ImageProbeDepth.Header);

        Assert.Equal((3, 2, 6, 2, 3), (report.Width, report.Height, report.Orientation, report.DisplayWidth, report.DisplayHeight));
    }

    [Fact]
    public void Examine_ExifInJpeg_TurnsTheSize()
    {
        byte[] plain = File.ReadAllBytes(Repository.Golden("images", "sprite.jpg"));
        byte[] exif = Convert.FromHexString("FFE1" + "0022" + "457869660000" + "49492A0008000000" + "0100" + "1201030001000000" + "08000000" + "00000000");
        byte[] file = [.. plain[..2], .. exif, .. plain[2..]];

        Assert.Equal(8, ImageProbe.Examine(new MemoryStream(file), ImageProbeDepth.Pixels).Orientation);
        Assert.Equal(1, ImageProbe.Examine(new MemoryStream(plain), ImageProbeDepth.Pixels).Orientation);
    }

    [Theory]
    [InlineData("FFD8FFC0000B080001000101011100", "image/jpeg", "the file may end where a segment ends")]
    [InlineData("FFD8FFC0000B080001000101011100FF", "image/jpeg", "or one byte later")]
    [InlineData("FFD8FFC0000B0800010001010111", null, "but not within")]
    [InlineData("FFD8FFC0000B0C0001000101011100", null, "12 bits")]
    [InlineData("FFD8FFC0000B080000000101011100", null, "height 0")]
    [InlineData("FFD8FFC4000200", null, "no frame")]
    public void Examine_JpegHeaders_TypedAsPillowDoes(string hex, string? type, string why) =>
        Assert.Equal((type, why), (ImageProbe.Examine(new MemoryStream(Convert.FromHexString(hex)), ImageProbeDepth.Header).PillowType, why));

    // 2 x 2 pixels of four colours, index 0 transparent; codes of three bits: 4 clear, 5 end. What Chromium 156 did with each.
    [Theory]
    [InlineData("4 0 1 4 2 3 5", "Drawn")]
    [InlineData("4 0 1 4 2 3", "Drawn")]
    [InlineData("4 0 1 4 2 3 4 7 7", "Drawn")]
    [InlineData("4 0 0 4 0 1 5", "Drawn")]
    [InlineData("4 0 0 4 0 0 5", "Transparent")]
    [InlineData("4 0 1 5", "Damaged")]
    [InlineData("4 1 5", "Damaged")]
    [InlineData("4 0 7 4 2 3 5", "Damaged")]
    [InlineData("0 1", "Damaged")]
    [InlineData("", "Damaged")]
    public void Examine_GifCodes_MustMakeAllPixels(string codes, string expected)
    {
        ulong bits = 0;
        int count = 0;
        foreach (string code in codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bits |= ulong.Parse(code, System.Globalization.CultureInfo.InvariantCulture) << (3 * count++);
        }

        byte[] data = BitConverter.GetBytes(bits)[..(((3 * count) + 7) / 8)];
        byte[] file = [.. "GIF89a"u8, 2, 0, 2, 0, 0x91, 0, 0, .. new byte[12], 0x21, 0xF9, 4, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, (byte)data.Length, .. data, 0, 0x3B];

        Assert.Equal(expected, ImageProbe.Examine(new MemoryStream(file), ImageProbeDepth.Pixels).Browser.ToString());
    }

    [Theory]
    [InlineData(24, 0, 3, 2, "image/bmp Drawn")]
    [InlineData(32, 3, 3, 2, "image/bmp Drawn")]
    [InlineData(16, 3, 3, 2, " Drawn")]
    [InlineData(2, 0, 3, 2, " NotDecodable")]
    [InlineData(24, 5, 3, 2, " NotDecodable")]
    [InlineData(24, 0, 3, 9, "image/bmp Damaged")]
    public void Examine_Bmp_ByDepthAndCompression(int bits, int compression, int width, int height, string expected)
    {
        byte[] file = new byte[14 + 40 + 12 + (2 * 12)];
        "BM"u8.CopyTo(file);
        file[10] = 14 + 40 + 12;
        file[14] = 40;
        (file[18], file[22], file[26], file[28], file[30]) = ((byte)width, (byte)height, 1, (byte)bits, (byte)compression);

        ImageReport report = ImageProbe.Examine(new MemoryStream(file), ImageProbeDepth.Pixels);

        Assert.Equal(expected, $"{report.PillowType} {report.Browser}");
    }

    [Fact]
    public void Examine_DamagedAtRandom_NeverThrows()
    {
        Random random = new(20261124);
        foreach (string path in Directory.GetFiles(Repository.Golden("images")).Order(StringComparer.Ordinal))
        {
            byte[] whole = File.ReadAllBytes(path);
            for (int i = 0; i < 150; i++)
            {
                byte[] damaged = whole.ToArray();
                for (int n = random.Next(1, 4); n > 0; n--)
                {
                    damaged[random.Next(Math.Min(damaged.Length, 400))] = (byte)random.Next(256);
                }

                ImageReport report = ImageProbe.Examine(new MemoryStream(damaged), ImageProbeDepth.Pixels);
                Assert.True(report.Width >= 0 && report.Height >= 0 && (report.Browser == BrowserImageState.Drawn) == (report.Fault is null), $"{path}: {report}");
            }
        }
    }
}
