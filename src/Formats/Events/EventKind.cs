namespace TensorBoardFormats.Events;

/// <summary>Which member of the oneof <c>what</c> an event holds; the numbers are the field numbers of <c>event.proto</c>.</summary>
public enum EventKind
{
    /// <summary>None: readers skip the event.</summary>
    None = 0,

    /// <summary>The version of the file, usually <c>brain.Event:2</c>.</summary>
    FileVersion = 3,

    /// <summary>A serialized <c>GraphDef</c>.</summary>
    GraphDef = 4,

    /// <summary>Values with tags: what most events are.</summary>
    Summary = 5,

    /// <summary>A log line; deprecated and ignored by readers.</summary>
    LogMessage = 6,

    /// <summary>Start, stop or checkpoint of a session.</summary>
    SessionLog = 7,

    /// <summary>A serialized <c>RunMetadata</c> under a tag.</summary>
    TaggedRunMetadata = 8,

    /// <summary>A serialized <c>MetaGraphDef</c>.</summary>
    MetaGraphDef = 9,
}
