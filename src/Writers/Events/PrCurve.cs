using System.Numerics;

namespace TensorBoardFormats.Events;

/// <summary>Precision and recall over ascending thresholds j / (N − 1), as the PR Curves tab shows them (spec/tfevents.md §10.7).</summary>
/// <remarks>All columns have the same length N.</remarks>
public sealed class PrCurve
{
    /// <summary>Thresholds where the caller asks for none.</summary>
    public const int DefaultThresholds = 201;

    private const double SmallestDivisor = 1e-7;
    private const int Rows = 6;

    /// <summary>Takes counts that were made elsewhere.</summary>
    /// <param name="truePositives">True positives at each threshold.</param>
    /// <param name="falsePositives">False positives.</param>
    /// <param name="trueNegatives">True negatives.</param>
    /// <param name="falseNegatives">False negatives.</param>
    /// <param name="precision">Precision; empty to compute it.</param>
    /// <param name="recall">Recall; empty to compute it.</param>
    /// <exception cref="ArgumentException">The columns differ in length, are shorter than 2, or a count is not finite.</exception>
    public PrCurve(
        ReadOnlySpan<double> truePositives,
        ReadOnlySpan<double> falsePositives,
        ReadOnlySpan<double> trueNegatives,
        ReadOnlySpan<double> falseNegatives,
        ReadOnlySpan<double> precision = default,
        ReadOnlySpan<double> recall = default)
    {
        int length = truePositives.Length;
        if (length < 2 || falsePositives.Length != length || trueNegatives.Length != length || falseNegatives.Length != length ||
            (precision.Length != length && !precision.IsEmpty) || (recall.Length != length && !recall.IsEmpty))
        {
            throw new ArgumentException("A curve has at least 2 thresholds, and all of its columns are as long.", nameof(truePositives));
        }

        Thresholds = length;
        Values = new float[Rows * length];
        for (int i = 0; i < length; i++)
        {
            double positive = truePositives[i];
            Set(0, i, positive);
            Set(1, i, falsePositives[i]);
            Set(2, i, trueNegatives[i]);
            Set(3, i, falseNegatives[i]);
            Set(4, i, precision.IsEmpty ? positive / Math.Max(SmallestDivisor, positive + falsePositives[i]) : precision[i]);
            Set(5, i, recall.IsEmpty ? positive / Math.Max(SmallestDivisor, positive + falseNegatives[i]) : recall[i]);
        }
    }

    /// <summary>Number of thresholds, N.</summary>
    public int Thresholds { get; }

    /// <summary>The rows of the tensor [6, N].</summary>
    internal float[] Values { get; }

    /// <summary>Counts from labels and scores.</summary>
    /// <typeparam name="T">Float type of the scores.</typeparam>
    /// <param name="labels">What is so, one a score.</param>
    /// <param name="scores">What was predicted, from 0 to 1; clamped beyond.</param>
    /// <param name="thresholds">Number of thresholds, at least 2.</param>
    /// <param name="weights">Weight of each; empty for 1.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or a score is NaN.</exception>
    public static PrCurve FromScores<T>(
        ReadOnlySpan<bool> labels, ReadOnlySpan<T> scores, int thresholds = DefaultThresholds, ReadOnlySpan<double> weights = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(thresholds, 2);
        if (scores.Length != labels.Length || (weights.Length != labels.Length && !weights.IsEmpty))
        {
            throw new ArgumentException("Labels, scores and weights are as many.", nameof(scores));
        }

        double[] truePositives = new double[thresholds];
        double[] falsePositives = new double[thresholds];
        for (int i = 0; i < scores.Length; i++)
        {
            if (T.IsNaN(scores[i]))
            {
                throw new ArgumentException($"Score {i} is NaN.", nameof(scores));
            }

            double score = double.CreateTruncating(T.Clamp(scores[i], T.Zero, T.One));
            int bucket = (int)Math.Floor(score * (thresholds - 1));
            (labels[i] ? truePositives : falsePositives)[bucket] += weights.IsEmpty ? 1 : weights[i];
        }

        for (int i = thresholds - 2; i >= 0; i--)
        {
            truePositives[i] += truePositives[i + 1];
            falsePositives[i] += falsePositives[i + 1];
        }

        double[] trueNegatives = Array.ConvertAll(falsePositives, count => falsePositives[0] - count);
        double[] falseNegatives = Array.ConvertAll(truePositives, count => truePositives[0] - count);
        return new PrCurve(truePositives, falsePositives, trueNegatives, falseNegatives);
    }

    private void Set(int row, int threshold, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"Row {row} of the curve is not finite at threshold {threshold}: TensorBoard refuses the whole series.");
        }

        Values[(row * Thresholds) + threshold] = (float)value;
    }
}
