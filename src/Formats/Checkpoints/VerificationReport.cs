namespace TensorBoardFormats.Checkpoints;

/// <summary>What became of one file when everything in it was checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its bytes; 0 when it is not there.</param>
/// <param name="Error">What is wrong with it, the first fault; null when nothing is.</param>
public sealed record FileVerification(string Path, long Length, string? Error);

/// <summary>A tensor that cannot be read.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Error">Why.</param>
public sealed record TensorFault(CheckpointEntry Entry, string Error);

/// <summary>What a check of all bytes of a checkpoint found.</summary>
/// <param name="Files">The files, the index first.</param>
/// <param name="Tensors">The tensors that cannot be read.</param>
/// <param name="Faults">What contradicts the checkpoint as a whole.</param>
/// <param name="TensorsChecked">Tensors looked at; a partitioned one counts once.</param>
/// <param name="BytesChecked">Bytes of data read.</param>
public sealed record VerificationReport(
    IReadOnlyList<FileVerification> Files,
    IReadOnlyList<TensorFault> Tensors,
    IReadOnlyList<string> Faults,
    int TensorsChecked,
    long BytesChecked)
{
    /// <summary>Nothing is wrong.</summary>
    public bool IsSound => Tensors.Count == 0 && Faults.Count == 0 && Files.All(static file => file.Error is null);
}
