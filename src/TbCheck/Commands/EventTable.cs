using System.Globalization;
using Spectre.Console;
using TensorBoardFormats.TbCheck.Console;
using TensorBoardFormats.Validation.Events;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>What a loader holds of the event files, for people: a line a tag, with a small picture of its scalars.</summary>
internal static class EventTable
{
    private const int CurveWidth = 16;
    private const int MostTags = 1000;
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>Prints the table.</summary>
    public static void Write(Host host, StreamWriter text, LoaderView view)
    {
        if (view.Error is not null)
        {
            text.WriteLine($"the load ends in an error: {view.Error}");
        }

        if (view.Runs.Count == 0)
        {
            text.WriteLine("no runs: no event file that the loader reads");
            return;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("run").AddColumn("tag").AddColumn("plugin");
        table.AddColumn(new TableColumn("points").RightAligned()).AddColumn("steps").AddColumn(new TableColumn("last").RightAligned()).AddColumn("");
        int tags = 0;
        foreach (RunView run in view.Runs)
        {
            foreach (Series series in run.Series)
            {
                if (tags++ < MostTags)
                {
                    table.AddRow(Row(run, series));
                }
            }

            if (run.Series.Count == 0)
            {
                table.AddRow(new Text(run.Name), new Text("-"), new Text("-"), new Text("0"), new Text("-"), new Text("-"), new Text(""));
            }
        }

        Terminal.Over(text, host).Write(table);
        string loader = view.Loader == LoaderKind.Slow ? "Python loader" : "data server";
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{view.Runs.Count} runs, {tags} tags, as the {loader} keeps them"));
    }

    private static Text[] Row(RunView run, Series series)
    {
        PointColumns? points = series.Points;
        int count = points?.Count ?? 0;
        bool isScalar = series.Metadata?.Class == DataClass.Scalar && count > 0 && points!.Value(count - 1) is null;
        string steps = count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Extreme(points!.Steps, -1)} – {Extreme(points.Steps, 1)}");
        return
        [
            new(Printable(run.Name)),
            new(Printable(series.Tag)),
            new(series.Metadata is { Plugin.Length: > 0 } metadata ? Printable(metadata.Plugin) : "(none)"),
            new(count.ToString(CultureInfo.InvariantCulture)),
            new(steps),
            new(isScalar ? points!.Scalar(count - 1).ToString("G6", CultureInfo.InvariantCulture) : "-"),
            new(isScalar ? Curve(points!) : ""),
        ];
    }

    private static long Extreme(ReadOnlySpan<long> steps, int sign)
    {
        long extreme = steps[0];
        foreach (long step in steps)
        {
            extreme = step.CompareTo(extreme) == sign ? step : extreme;
        }

        return extreme;
    }

    // The mean of every part of the points, from the least to the greatest value; gaps where nothing is finite.
    private static string Curve(PointColumns points)
    {
        int width = Math.Min(CurveWidth, points.Count);
        double[] means = new double[width];
        for (int column = 0; column < width; column++)
        {
            int from = (int)((long)points.Count * column / width);
            int to = (int)((long)points.Count * (column + 1) / width);
            double[] finite = [.. Enumerable.Range(from, to - from).Select(i => (double)points.Scalar(i)).Where(double.IsFinite)];
            means[column] = finite.Length == 0 ? double.NaN : finite.Average();
        }

        double least = means.Where(double.IsFinite).DefaultIfEmpty().Min();
        double range = means.Where(double.IsFinite).DefaultIfEmpty().Max() - least;
        return string.Concat(means.Select(mean => double.IsNaN(mean) ? ' ' : Blocks[range > 0 ? (int)((mean - least) / range * (Blocks.Length - 1)) : 0]));
    }

    // A tag may hold anything, a terminal's control sequences included.
    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '\uFFFD' : c));
}
