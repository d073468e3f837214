namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>What is known of one tag of a run while its files are looked through.</summary>
internal sealed class TagAudit(string tag, Place first)
{
    /// <summary>The tag.</summary>
    public string Tag { get; } = tag;

    /// <summary>The tag as messages name it.</summary>
    public string Subject { get; } = $"tag '{tag}'";

    /// <summary>Where it came first.</summary>
    public Place First { get; } = first;

    /// <summary>The dashboard that its first value is for; empty for none.</summary>
    public string Plugin { get; set; } = "";

    /// <summary>Metadata of the first value that had any.</summary>
    public SeriesMetadata? Metadata { get; set; }

    /// <summary>Serialized metadata that were looked at last.</summary>
    public byte[] KnownMetadata { get; set; } = [];

    /// <summary>Number of the file in which it came last.</summary>
    public int File { get; set; } = -1;

    /// <summary>Number of the file in which it came first.</summary>
    public int FirstFile { get; set; }

    /// <summary>Values so far, those without content included.</summary>
    public long Count { get; set; }

    /// <summary>Values with content.</summary>
    public long Payloads { get; set; }

    /// <summary>Where a value without content stood.</summary>
    public Place? WithoutPayload { get; set; }

    /// <summary>Step of the value before.</summary>
    public long LastStep { get; set; }

    /// <summary>Greatest step so far.</summary>
    public long GreatestStep { get; set; } = long.MinValue;

    /// <summary>Number of restarts when it came last.</summary>
    public int Restarts { get; set; }

    /// <summary>Whether its steps were all one.</summary>
    public bool IsConstant { get; set; } = true;

    /// <summary>Where a step came again.</summary>
    public (Place Place, long Step)? Duplicate { get; set; }

    /// <summary>Where a step was above 2³¹−1.</summary>
    public (Place Place, long Step)? LargeStep { get; set; }

    /// <summary>Least and greatest number of pictures or clips a step.</summary>
    public (long Least, long Most)? Blobs { get; set; }

    /// <summary>Bytes of all its tensors.</summary>
    public long Bytes { get; set; }
}
