namespace TensorBoardFormats.Checkpoints;

/// <summary>A checkpoint that was written.</summary>
/// <param name="Prefix">What its files' names begin with.</param>
/// <param name="ShardCount">Number of data files.</param>
/// <param name="TensorCount">Number of tensors; a partitioned one counts once.</param>
/// <param name="DataBytes">Bytes in all data files together.</param>
public sealed record CheckpointInfo(string Prefix, int ShardCount, int TensorCount, long DataBytes);
