namespace TensorBoardFormats.Checkpoints;

/// <summary>What a format of checkpoints must give: entries, and their values as streams.</summary>
/// <remarks>All members but <see cref="Dispose"/> may be called from several threads.</remarks>
internal abstract class CheckpointSource : IDisposable
{
    /// <summary>Which format it is.</summary>
    public abstract CheckpointFormat Format { get; }

    /// <summary>Number of data files; of V1 the number of files.</summary>
    public abstract int ShardCount { get; }

    /// <summary>The tensors in byte order of their names.</summary>
    public abstract IReadOnlyList<CheckpointEntry> Entries { get; }

    /// <summary>What the index shows to be wrong with the checkpoint as a whole.</summary>
    public abstract IReadOnlyList<MalformedFileException> Faults { get; }

    /// <summary>The bytes of a tensor of fixed-size elements.</summary>
    public abstract TensorStream OpenTensor(CheckpointEntry entry);

    /// <summary>The elements of a tensor of strings or variants.</summary>
    public abstract ElementStream OpenElements(CheckpointEntry entry);

    /// <summary>Checks every checksum.</summary>
    public abstract VerificationReport Verify(IProgress<long>? progress, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();
}
