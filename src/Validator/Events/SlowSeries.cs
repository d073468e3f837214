using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events;

/// <summary>What the Python loader holds of one tag while it reads a run.</summary>
internal sealed class SlowSeries
{
    /// <summary>The first metadata that any value of the tag had.</summary>
    public SeriesMetadata? Metadata { get; set; }

    /// <summary>The points; made at the first value that has a tensor, with the room that the metadata known by then allow.</summary>
    public SlowReservoir? Points { get; set; }

    /// <summary>Number of the file that <see cref="InitialPlugin"/> belongs to.</summary>
    public int File { get; set; } = -1;

    /// <summary>Plugin of the first value of the tag in the current file; null when its data class was set or it named none that is known.</summary>
    public string? InitialPlugin { get; set; }

    /// <summary>Serialized metadata that were found sound, so that the same ones need no second look.</summary>
    public byte[] SoundMetadata { get; set; } = [];
}
