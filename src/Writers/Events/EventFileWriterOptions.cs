using TensorBoardFormats.Files;

namespace TensorBoardFormats.Events;

/// <summary>What an <see cref="EventFileWriter"/> does with steps that do not go up.</summary>
public enum StepOrder
{
    /// <summary>Everything is written. TensorBoard's loaders then disagree: points of a tag at or above a later step may vanish (spec/tfevents.md §6).</summary>
    Lenient,

    /// <summary>A step that is not above the last one of its tag is refused, as is a tag that changes its plugin: what is written shows in both loaders.</summary>
    Strict,
}

/// <summary>What an <see cref="EventFileWriter"/> does with the characters of tags. An empty tag, or one without UTF-8 form, is always refused.</summary>
public enum TagRule
{
    /// <summary>Tags are written as given, as TensorFlow 2 does.</summary>
    AsGiven,

    /// <summary>Characters other than letters, digits and <c>_ - . /</c> become <c>_</c>, leading slashes go, as TensorFlow 1 and tensorboardX do.</summary>
    Cleaned,
}

/// <summary>How an <see cref="EventFileWriter"/> names, fills and flushes its file.</summary>
public sealed record EventFileWriterOptions
{
    /// <summary>The options that fit a training loop.</summary>
    public static EventFileWriterOptions Default { get; } = new();

    /// <summary>Source of all times that a call does not give.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Host name in the file name.</summary>
    public string HostName { get; init; } = Environment.MachineName;

    /// <summary>Process id in the file name; null leaves id and counter out, as TensorFlow 1 and tensorboardX do.</summary>
    public int? ProcessId { get; init; } = Environment.ProcessId;

    /// <summary>Number of the writer in the file name; null takes the next of this process. A name that is taken moves on to the next number.</summary>
    public long? Counter { get; init; }

    /// <summary>What stands behind the file name; a dot is put before it if it has none. TensorFlow 2 uses <c>.v2</c>.</summary>
    public string FileNameSuffix { get; init; } = "";

    /// <summary>Name in the first event; null or empty leaves it out. TensorBoard drops names above 128 characters.</summary>
    public string? SourceWriter { get; init; } = "tensorboardformats";

    /// <summary>
    /// Writes a START session log before the first value, so that TensorBoard drops what an earlier, longer life of the run wrote from there on.
    /// Its step is <see cref="PurgeStep"/>, else the step of the first value.
    /// </summary>
    public bool SessionStart { get; init; } = true;

    /// <summary>First step of this life of the run: points at or above it that earlier files hold are dropped (spec/tfevents.md §6).</summary>
    public long? PurgeStep { get; init; }

    /// <summary>What happens to steps that do not go up.</summary>
    public StepOrder StepOrder { get; init; } = StepOrder.Lenient;

    /// <summary>What happens to the characters of tags.</summary>
    public TagRule TagRule { get; init; } = TagRule.AsGiven;

    /// <summary>How v2 scalars are laid out.</summary>
    public ScalarLayout ScalarLayout { get; init; } = ScalarLayout.FloatVal;

    /// <summary>Metadata go with every value; when false, with the first value of a tag in this file only, as TensorFlow 1 does.</summary>
    public bool RepeatMetadata { get; init; } = true;

    /// <summary>Bytes gathered before they are handed to the background write; twice as many are held at most, then callers wait. A larger record passes alone.</summary>
    public int QueueBytes { get; init; } = 1 << 20;

    /// <summary>What was written reaches the file after this time at the latest; <see cref="Timeout.InfiniteTimeSpan"/> leaves it to size and calls.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><see cref="EventFileWriter.Flush"/> also asks the system to bring the file to the disk.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>The file system, for tests.</summary>
    internal FileStore Files { get; init; } = FileStore.Disk;
}
