using TensorBoardFormats.Projector;
using Xunit;

namespace TensorBoardFormats.Tests.Projector;

public class SpriteSheetTests
{
    [Fact]
    public void FromTiles_FiveColouredTiles_StandRowByRowInASquareGrid()
    {
        byte[] tiles = [.. Enumerable.Range(1, 5).SelectMany(static t => Enumerable.Repeat((byte)t, 2 * 1 * 3))];
        SpriteSheet sheet = SpriteSheet.FromTiles(2, 1, 3, tiles, background: 9);

        Assert.Equal((3, 6, 3), (sheet.CellsPerSide, sheet.Width, sheet.Height));
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 9, 9, 9, 9, 9, 9, 9, 9], sheet.Pixels.ToArray().Where(static (_, i) => i % 3 == 0));
    }

    [Fact]
    public void FromGrayLevels_AnyLevel_IsAByteFromBlackToWhite()
    {
        float[] levels = [0, 1, -3, 7, float.NaN, 0.5f, 49 / 255f, 1, 1];

        Assert.Equal([0, 255, 0, 255, 0, 128, 48, 255, 255], SpriteSheet.FromGrayLevels(1, 1, levels).Pixels.ToArray());
        Assert.Equal([255, 0, 255, 0, 0, 128, 206, 0, 0], SpriteSheet.FromGrayLevels(1, 1, levels, invert: true).Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 8192)]
    [InlineData(500, 356)]
    [InlineData(100_000, 25)]
    public void MaxTileSide_OfSoManyRows_FillsTheLargestImage(int rows, int side) => Assert.Equal(side, SpriteSheet.MaxTileSide(rows));

    [Fact]
    public void FromTiles_TooLargeForThePage_NamesTheLargestTile()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SpriteSheet.FromTiles(4097, 1, 1, new byte[4097 * 2]));
        Assert.Contains("4096", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SpriteSheet.FromTiles(2, 2, 1, new byte[7]));
    }
}
