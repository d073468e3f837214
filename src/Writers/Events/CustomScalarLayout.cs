using System.Text.RegularExpressions;
using Google.Protobuf;
using Proto = TensorBoardFormats.Messages.CustomScalarPlugin;

namespace TensorBoardFormats.Events;

/// <summary>What the Custom Scalars tab draws (spec/tfevents.md §10.10): categories of charts over scalars that are logged as usual.</summary>
/// <param name="Categories">Sections of the tab, from top to bottom.</param>
public sealed record CustomScalarLayout(params IReadOnlyList<CustomScalarCategory> Categories)
{
    /// <summary>The message as the tab reads it.</summary>
    internal byte[] Encode()
    {
        Proto.Layout layout = new();
        layout.Category.AddRange(Categories.Select(static category => category.ToMessage()));
        return layout.ToByteArray();
    }
}

/// <summary>A section of charts.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Charts">Its charts.</param>
/// <param name="Closed">Whether it is folded at first.</param>
public sealed record CustomScalarCategory(string Title, IReadOnlyList<CustomScalarChart> Charts, bool Closed = false)
{
    /// <summary>The message.</summary>
    internal Proto.Category ToMessage()
    {
        Proto.Category category = new() { Title = Title, Closed = Closed };
        category.Chart.AddRange(Charts.Select(static chart => chart.ToMessage()));
        return category;
    }
}

/// <summary>A chart: <see cref="Multiline"/> or <see cref="Margin"/>.</summary>
public sealed class CustomScalarChart
{
    private readonly Proto.Chart _message;

    private CustomScalarChart(Proto.Chart message) => _message = message;

    /// <summary>Lines of all tags that one of some regular expressions matches from the start of the tag.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="tagPatterns">Regular expressions as Python has them.</param>
    /// <exception cref="ArgumentException">One is no regular expression.</exception>
    public static CustomScalarChart Multiline(string title, params ReadOnlySpan<string> tagPatterns)
    {
        Proto.MultilineChartContent content = new();
        foreach (string pattern in tagPatterns)
        {
            _ = Regex.Match("", pattern);
            content.Tag.Add(pattern);
        }

        return new CustomScalarChart(new Proto.Chart { Title = title, Multiline = content });
    }

    /// <summary>Lines with a band around each.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="series">The lines.</param>
    public static CustomScalarChart Margin(string title, params ReadOnlySpan<MarginSeries> series)
    {
        Proto.MarginChartContent content = new();
        foreach (MarginSeries line in series)
        {
            content.Series.Add(new Proto.MarginChartContent.Types.Series { Value = line.Value, Lower = line.Lower, Upper = line.Upper });
        }

        return new CustomScalarChart(new Proto.Chart { Title = title, Margin = content });
    }

    /// <summary>The message.</summary>
    internal Proto.Chart ToMessage() => _message;
}

/// <summary>A line and its band: exact tags.</summary>
/// <param name="Value">Tag of the line.</param>
/// <param name="Lower">Tag of the lower bound.</param>
/// <param name="Upper">Tag of the upper bound.</param>
public readonly record struct MarginSeries(string Value, string Lower, string Upper);
