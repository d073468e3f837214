using System.Text;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events;

/// <summary>One tag of one run as a loader keeps it.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Metadata">What the loader holds for its metadata; null when no value had any.</param>
/// <param name="Points">What is kept; null when metadata came and no value.</param>
internal sealed record Series(string Run, string Tag, SeriesMetadata? Metadata, PointColumns? Points)
{
    /// <summary>The text of a tag that is known to be UTF-8.</summary>
    public static string TagText(ReadOnlySpan<byte> tag) => Encoding.UTF8.GetString(tag);
}

/// <summary>One run as a loader keeps it.</summary>
/// <param name="Name">Path below the log directory; <c>.</c> for itself.</param>
/// <param name="Directory">The directory as the file store is asked for it.</param>
/// <param name="StartTime">Wall time that orders and colours the run; null when the loader read no event of it.</param>
/// <param name="Series">Its tags, in the order in which they came.</param>
internal sealed record RunView(string Name, string Directory, double? StartTime, IReadOnlyList<Series> Series)
{
    /// <summary>Whether the loader read any event of it.</summary>
    public bool HasEvents => StartTime is not null;
}
