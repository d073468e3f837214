using TensorBoardFormats.Validation.Page;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class SequencesTests
{
    [Theory]
    [InlineData("1 2 3 - 5 6 7 -", 2)]
    [InlineData("- - -", 0)]
    [InlineData("- 0 1 2", 1)]
    [InlineData("1 - 0", 1)]
    [InlineData("-1 99 1.5 t", 4)]
    [InlineData("2 2 - 2", 3)]
    [InlineData("3 - - 2", 1)]
    public void Count_OpenChains_CountsLinesAsThePageDoes(string cells, int? lines) => Assert.Equal(lines, Count(cells));

    [Theory]
    [InlineData("0")]
    [InlineData("1 0")]
    [InlineData("- 1")]
    [InlineData("1 2 3 1")]
    public void Count_Circle_NeverEnds(string cells) => Assert.Null(Count(cells));

    [Fact]
    public void Count_RowsThatAllLeadIntoOneLongChain_IsLinear()
    {
        const int Points = 100_000;
        double?[] next = [.. Enumerable.Range(0, Points).Select(i => (double?)(i < Points / 2 ? (Points / 2) + 1 : i == Points - 1 ? -1 : i + 1))];

        Assert.Equal((Points / 2) + 1, Sequences.Count(next, Points));
    }

    private static int? Count(string cells)
    {
        double?[] next = [.. cells.Split(' ').Select(cell => cell switch
        {
            "-" => (double?)null,
            "t" => double.NaN,
            _ => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture),
        })];
        return Sequences.Count(next, next.Length);
    }
}
