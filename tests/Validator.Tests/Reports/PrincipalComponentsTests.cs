using TensorBoardFormats.Validation.Reports;
using Xunit;

namespace TensorBoardFormats.Tests.Reports;

public class PrincipalComponentsTests
{
    [Fact]
    public void Of_CloudWithKnownSpread_FindsItsAxesInOrderWithFixedSigns()
    {
        // Independent spreads of 9, 4 and 1 along columns 2, 0 and 1, about a centre far away.
        Random random = new(1);
        float[] rows = new float[400 * 3];
        for (int i = 0; i < 400; i++)
        {
            rows[(3 * i) + 2] = (float)((18 * (random.NextDouble() - 0.5)) + 100);
            rows[3 * i] = (float)((8 * (random.NextDouble() - 0.5)) - 50);
            rows[(3 * i) + 1] = (float)(2 * (random.NextDouble() - 0.5));
        }

        float[] original = [.. rows];
        PrincipalComponents components = PrincipalComponents.Of(rows, 3);

        Assert.Equal([81 / 98.0, 16 / 98.0, 1 / 98.0], components.Shares, static (a, b) => Math.Abs(a - b) < 0.03);
        double centre = Enumerable.Range(0, 400).Average(i => (double)original[(3 * i) + 2]);
        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(original[(3 * i) + 2] - centre, components.Places[3 * i], 1.0));
    }

    [Fact]
    public void Of_PointsOnALine_HaveOneComponent()
    {
        float[] rows = [.. Enumerable.Range(0, 50).SelectMany(static i => new[] { i, 2f * i, -2f * i, 0f })];
        PrincipalComponents components = PrincipalComponents.Of(rows, 4);

        Assert.Equal(1, components.Shares[0], 1e-6);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(0, components.Places[(3 * i) + 1], 1e-3));
        Assert.Equal(3 * 49, Math.Abs(components.Places[0] - components.Places[3 * 49]), 1e-2);
    }

    [Fact]
    public void Of_EqualRows_AreAllInTheMiddle()
    {
        PrincipalComponents components = PrincipalComponents.Of([.. Enumerable.Repeat(3f, 30)], 3);

        Assert.Equal([0, 0, 0], components.Shares);
        Assert.All(components.Places, static place => Assert.Equal(0, place));
    }

    [Fact]
    public void SymmetricEigen_SmallMatrix_HasItsValuesAndVectors()
    {
        (double[] values, double[][] vectors) = SymmetricEigen.Of([[2, 1, 0], [1, 2, 0], [0, 0, 5]]);

        Assert.Equal([5, 3, 1], values, static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(vectors[1][0]), 1e-12);
        Assert.Equal(vectors[1][0], vectors[1][1], 1e-12);
    }
}
