using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Events;
using TensorBoardFormats.Validation.Events.Dashboards;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>One line of the Scalars tab, thinned out.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Points">Points that TensorBoard shows.</param>
/// <param name="Steps">Steps of the points that are drawn.</param>
/// <param name="Values">Their values.</param>
internal sealed record ScalarLine(string Run, string Tag, int Points, IReadOnlyList<long> Steps, IReadOnlyList<double> Values);

/// <summary>The scalars of a log directory as TensorBoard's loader has them.</summary>
internal static class ScalarSparklines
{
    /// <summary>The most lines in a report.</summary>
    public const int MaxLines = 60;

    private const int MaxPoints = 120;

    /// <summary>Loads them; <paramref name="total"/> counts those that do not fit as well.</summary>
    public static IReadOnlyList<ScalarLine> Load(FileStore files, string root, out int total)
    {
        total = 0;
        List<ScalarLine> lines = [];
        if (files.Probe(root) != EntryKind.Directory)
        {
            return lines;
        }

        LoaderView view = new LogDirectoryLoader(files, LoaderFlags.Default).Load(LoaderKind.Slow, root);
        Dashboard dashboard = new(view, files);
        IReadOnlyList<Series> all = dashboard.Tags(Plugins.Scalars) ?? [];
        total = all.Count;
        foreach (Series series in all.Take(MaxLines))
        {
            Dashboard.PointsAnswer answer = dashboard.Points(Plugins.Scalars, series);
            if (answer.Indexes.Length > 0)
            {
                lines.Add(Thin(series, answer));
            }
        }

        return lines;
    }

    private static ScalarLine Thin(Series series, Dashboard.PointsAnswer answer)
    {
        int count = Math.Min(answer.Indexes.Length, MaxPoints);
        long[] steps = new long[count];
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            int at = count == 1 ? 0 : (int)((long)i * (answer.Indexes.Length - 1) / (count - 1));
            steps[i] = series.Points!.Steps[answer.Indexes[at]];
            values[i] = answer.Values[at]?.Number(0) ?? series.Points.Scalar(answer.Indexes[at]);
        }

        return new ScalarLine(series.Run, series.Tag, answer.Indexes.Length, steps, values);
    }
}
