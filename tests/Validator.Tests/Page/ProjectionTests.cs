using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class ProjectionTests
{
    // What the real page drew of data on a line (spec/projector-rules.md, vectors-on-a-line; spec/projector.md §10.5).
    public static TheoryData<float[], int, int, bool> OnALine => new()
    {
        { [1, 2, 3, 4], 2, 0, false },
        { [1, 2, 3], 16, 0, false },
        { [1, 1, 1, 1], 16, 0, false },
        { [1, 2, 3, 4], 16, 1, false },
        { [.1f, .2f, .3f, .4f], 2, 0, true },
        { [.1f, .2f, .3f, .4f], 16, 0, true },
        { [1, 2, 3, 4, 5, 6, 7, 8], 16, 0, true },
        { [1, 2, 3, 4, 5], 16, 1, true },
        { [1, 0, 0, 0], 16, 1, true },
        { [0, 0, 0, 0], 16, 0, true },
        { new float[60], 16, 0, true },
        { [.. Enumerable.Repeat(.1f, 60)], 16, 0, false },
        { [.. Enumerable.Range(0, 50).Select(i => (float)i)], 16, 0, true },
    };

    [Theory]
    [MemberData(nameof(OnALine))]
    public void Of_RowsOnALine_AreDrawnOrNotAsByThePage(float[] row, int rows, int growth, bool drawn)
    {
        float[] values = [.. Enumerable.Range(1, rows).SelectMany(k => row.Select(x => growth == 0 ? x : k * x))];

        Projection projection = Project(values, row.Length);

        Assert.Equal(drawn ? rows : 0, projection.Placed);
        Assert.Equal(drawn ? PageCause.None : PageCause.OnALine, projection.Cause);
    }

    [Theory]
    [InlineData(4, 16, null, nameof(PageCause.None), 16)]
    [InlineData(3, 16, null, nameof(PageCause.None), 16)]
    [InlineData(2, 16, null, nameof(PageCause.TwoColumns), 0)]
    [InlineData(200, 20, null, nameof(PageCause.None), 20)]
    [InlineData(201, 20, null, nameof(PageCause.None), 20)]
    [InlineData(4, 16, float.NaN, nameof(PageCause.ValuesNotFinite), null)]
    [InlineData(4, 16, float.NegativeInfinity, nameof(PageCause.ValuesNotFinite), null)]
    [InlineData(2, 16, float.NaN, nameof(PageCause.ValuesNotFinite), null)]
    [InlineData(784, 16, float.NaN, nameof(PageCause.ValuesNotFinite), null)]
    public void Of_OrdinaryRows_ArePlacedUnlessAValueIsNotFinite(int columns, int rows, float? odd, string cause, int? placed)
    {
        Random random = new(7);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() - 0.5f)];
        values[^1] = odd ?? values[^1];

        Assert.Equal(new Projection(placed, Enum.Parse<PageCause>(cause)), Project(values, columns));
    }

    [Theory]
    [InlineData(3e38f, 0, nameof(PageCause.ValuesOverflow))]
    [InlineData(1.4e38f, 16, nameof(PageCause.None))]
    public void Of_LongRows_AreLostBeyondFloat32(float size, int placed, string cause)
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => size * (1 - (i * i % 7 * 0.001f)))];

        Assert.Equal(new Projection(placed, Enum.Parse<PageCause>(cause)), Project(values, 4));
    }

    [Fact]
    public void Of_SumThatOverflowsWhenSpherized_Fails()
    {
        float[] values = [.. Enumerable.Repeat(3e38f, 16 * 50)];

        Assert.Equal(new Projection(null, PageCause.ValuesNotFinite), Project(values, 50));
    }

    [Fact]
    public void Of_ShortLastRow_Fails() =>
        Assert.Equal(new Projection(null, PageCause.ShortLastRow), Project([.. Enumerable.Range(0, 120).Select(i => (float)(i * i % 11))], 7));

    private static Projection Project(float[] values, int columns) =>
        Projection.Of(new TensorRows(AnswerBody.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray()), columns));
}
