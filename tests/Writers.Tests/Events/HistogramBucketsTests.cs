using CsCheck;
using TensorBoardFormats.Events;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

public sealed class HistogramBucketsTests
{
    // spec/tfevents.md §10.4, edge cases.
    [Fact]
    public void Count_NoData_GivesRowsOfZeros()
    {
        HistogramBucket[] buckets = [new(1, 2, 3), new(4, 5, 6)];
        Assert.Equal(0, HistogramBuckets.Count<double>([], buckets));
        Assert.All(buckets, bucket => Assert.Equal(default, bucket));
    }

    [Fact]
    public void Count_AllEqual_PutsAllInTheLastRow()
    {
        HistogramBucket[] buckets = new HistogramBucket[3];
        HistogramBuckets.Count<int>([7, 7, 7, 7], buckets);
        Assert.Equal([new(7, 7, 0), new(7, 7, 0), new(7, 7, 4)], buckets);
    }

    [Fact]
    public void Count_ValuesOnEdges_GoRightAndTheLargestIntoTheLast()
    {
        HistogramBucket[] buckets = new HistogramBucket[2];
        HistogramBuckets.Count<double>([0, 1, 2], buckets);
        Assert.Equal([new(0, 1, 1), new(1, 2, 2)], buckets);
    }

    [Fact]
    public void Count_NonFinite_AreLeftOutAndCounted()
    {
        HistogramBucket[] buckets = new HistogramBucket[2];
        int dropped = HistogramBuckets.Count<float>([float.NaN, 0, float.PositiveInfinity, 1, float.NegativeInfinity, 2], buckets);
        Assert.Equal(3, dropped);
        Assert.Equal([new(0, 1, 1), new(1, 2, 2)], buckets);
    }

    [Fact]
    public void Count_NonFiniteRefused_Throws()
    {
        HistogramBucket[] buckets = new HistogramBucket[2];
        Assert.Throws<ArgumentException>(() => HistogramBuckets.Count<double>([double.NaN], buckets, NonFiniteValues.Refuse));
    }

    [Fact]
    public void Count_OnlyNonFinite_GivesRowsOfZeros()
    {
        HistogramBucket[] buckets = [new(1, 2, 3)];
        Assert.Equal(1, HistogramBuckets.Count<double>([double.NaN], buckets));
        Assert.Equal(default, buckets[0]);
    }

    [Fact]
    public void Count_RangeBeyondDouble_CountsEveryValue()
    {
        HistogramBucket[] buckets = new HistogramBucket[4];
        HistogramBuckets.Count<double>([double.MinValue, 0, double.MaxValue], buckets);
        Assert.Equal(3, buckets.Sum(bucket => bucket.Count));
    }

    /// <summary>The definition of the spec, one value after the other.</summary>
    [Fact]
    public void Count_AnyFloats_AreAsTheDefinitionSays()
    {
        Gen<float[]> values = Gen.Float[-1e6f, 1e6f].Array[1, 2000];
        Gen.Select(values, Gen.Int[1, 70]).Sample((data, count) =>
        {
            HistogramBucket[] buckets = new HistogramBucket[count];
            HistogramBuckets.Count<float>(data, buckets);
            double min = data.Min();
            double max = data.Max();
            double[] expected = new double[count];
            foreach (float value in data)
            {
                double index = max == min ? count - 1 : Math.Min(Math.Floor((value - min) / ((max - min) / count)), count - 1);
                expected[(int)index]++;
            }

            Assert.Equal(expected, buckets.Select(bucket => bucket.Count));
            Assert.Equal(min, buckets[0].Left);
            Assert.Equal(max, buckets[^1].Right);
        }, iter: 300);
    }

    [Theory]
    [InlineData(typeof(sbyte))]
    [InlineData(typeof(byte))]
    [InlineData(typeof(short))]
    [InlineData(typeof(ushort))]
    [InlineData(typeof(int))]
    [InlineData(typeof(uint))]
    [InlineData(typeof(long))]
    [InlineData(typeof(ulong))]
    [InlineData(typeof(Half))]
    [InlineData(typeof(decimal))]
    public void Count_EachNumberType_CountsAsDouble(Type type)
    {
        HistogramBucket[] expected = new HistogramBucket[5];
        HistogramBuckets.Count<double>([0, 1, 2, 3, 50, 100], expected);
        typeof(HistogramBucketsTests).GetMethod(nameof(CountAs), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [expected]);
    }

    private static void CountAs<T>(HistogramBucket[] expected)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T[] values = [.. new[] { 0, 1, 2, 3, 50, 100 }.Select(T.CreateChecked)];
        HistogramBucket[] buckets = new HistogramBucket[5];
        HistogramBuckets.Count<T>(values, buckets);
        Assert.Equal(expected, buckets);
    }
}
