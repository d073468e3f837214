using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Checkpoints;

/// <summary>Judges one embedding that comes from a checkpoint: its data type, its data files, its slices.</summary>
internal static class CheckpointTensorCheck
{
    private const string Page500 = "it is listed, and choosing it gives \"Error fetching tensors\" with \"500 Internal Server Error\"";

    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        if (subject.Info.TensorPath.Length > 0 || !subject.Judgement.HasTensorFlow || subject.Run.Checkpoint is not { Failure: null, Killed: null } checkpoint
            || checkpoint.Variables.FirstOrDefault(v => v.Name == subject.Info.TensorName) is not { Shape.Count: 2 } variable)
        {
            return;
        }

        foreach (Finding finding in OfType(subject, variable).Concat(OfData(subject, checkpoint, variable)))
        {
            sink.Add(finding);
        }
    }

    private static Finding At(EmbeddingSubject subject, Rule rule, string message) =>
        subject.Judgement.Found(rule, message) with { Path = subject.CheckpointIndexPath, Embedding = subject.Info.TensorName };

    private static bool IsServed(EmbeddingSubject subject) => subject.View?.Cause != PageCause.TensorFailed && subject.View?.Cause != PageCause.ProcessEnded;

    private static IEnumerable<Finding> OfType(EmbeddingSubject subject, CheckpointVariable variable)
    {
        string name = subject.DisplayName, type = variable.DType.IsKnown() ? variable.DType.Name() : $"number {(int)variable.DType}";
        bool isUnknown = !variable.DType.IsKnown()
            || (variable.DType is DType.Float8E5M2 or DType.Float8E4M3FN && !subject.Judgement.Behaviour.Float8Known)
            || (variable.DType is DType.Int4 or DType.UInt4 && !subject.Judgement.Behaviour.FourBitIntegersKnown);
        if (isUnknown)
        {
            yield return At(subject, CheckpointRules.DTypeUnknown, $"{name} has the data type {type}, which TensorFlow does not know: it"
                + $" is listed, and choosing it kills the TensorBoard process. Save it as float32.");
        }
        else if (variable.DType is DType.String or DType.Variant or DType.Resource && !IsServed(subject))
        {
            yield return At(subject, CheckpointRules.DTypeString, $"{name} holds values of the type {type}, which are no numbers:"
                + $" {Page500}. Do not save it, or name another tensor.");
        }
        else if (variable.DType is DType.Complex64 or DType.Complex128)
        {
            yield return At(subject, CheckpointRules.DTypeComplex, $"{name} is {type}: the imaginary parts are dropped. Save real and"
                + $" imaginary parts side by side.");
        }
        else if (variable.DType is DType.Float64 or DType.Int32 or DType.Int64 or DType.UInt32 or DType.UInt64)
        {
            yield return At(subject, CheckpointRules.DTypeLossy, $"{name} is {type}: values that are not exact in float32 are rounded.");
        }
    }

    private static IEnumerable<Finding> OfData(EmbeddingSubject subject, CheckpointFacts checkpoint, CheckpointVariable variable)
    {
        if (IsServed(subject) || !variable.DType.IsKnown() || variable.DType is DType.String or DType.Variant or DType.Resource)
        {
            yield break;
        }

        string name = subject.DisplayName;
        string prefix = subject.Judgement.TensorFlowPath(checkpoint.Prefix);
        if (checkpoint.IsV1)
        {
            yield return At(subject, CheckpointRules.V1Sliced, $"{name} is partitioned in a checkpoint of the old format: {Page500}"
                + $" (\"Sliced checkpoints are not supported\"). Save it in the V2 format.");
            yield break;
        }

        CheckpointEntry? entry = subject.Judgement.Reads.CheckpointIndex(prefix + ".index", isV1: false).Find(variable.Name);
        string fault = FaultOf(subject);
        if (entry is { Slices.Count: > 0 })
        {
            bool isOfType = fault.Contains("not supported", StringComparison.Ordinal);
            if (isOfType)
            {
                yield return At(subject, CheckpointRules.SlicesDType, $"{name} is {variable.DType.Name()} in slices, which TensorFlow"
                    + $" does not read: {Page500}. Cast it to float32.");
                yield break;
            }

            Finding? damaged = OfShards(subject, prefix, checkpoint.ShardCount, entry.Shard, null, name);
            yield return damaged ?? At(subject, CheckpointRules.SlicesIncomplete, $"The slices of {name} do not cover it, or one has no"
                + $" entry: {Page500}, and the next tensor may kill the TensorBoard process. Save all partitions.");
            yield break;
        }

        bool fits = entry is null || !variable.DType.IsFixedSize() || (decimal)entry.Shape.ElementCount * variable.DType.ElementSize() == entry.Length;
        if (!fits || fault.Contains("Invalid size", StringComparison.Ordinal))
        {
            yield return At(subject, CheckpointRules.EntrySize, $"{name} is stored in {entry?.Length} bytes, and {variable.DType.Name()}"
                + $" [{string.Join(", ", variable.Shape)}] needs other ones: {Page500}. Save it again.");
        }
        else if (OfShards(subject, prefix, checkpoint.ShardCount, entry?.Shard ?? 0, entry is null ? null : entry.Offset + entry.Length, name) is Finding shard)
        {
            yield return shard;
        }
        else if (subject.View?.Cause == PageCause.TensorFailed)
        {
            yield return subject.InFile(CheckpointRules.DataCrc, Shard(prefix, entry?.Shard ?? 0, checkpoint.ShardCount),
                $"The checksum of the bytes of {name} is not the stored one, the values are damaged: {Page500}. Copy or save it"
                    + $" again.") with
            {
                Run = null,
                Offset = entry?.Offset,
                Length = entry?.Length,
            };
        }
    }

    private static Finding? OfShards(EmbeddingSubject subject, string prefix, int count, int shard, long? end, string name)
    {
        string path = Shard(prefix, shard, count);
        long? length = subject.Judgement.Reads.Length(path);
        string file = CheckpointPaths.Name(path);
        return length is null
            ? subject.InFile(CheckpointRules.ShardMissing, path, $"{name} lies in {file}, which does not exist or cannot be read:"
            + $" {Page500}. Restore the file.") with
            { Run = null }
            : end > length
                ? subject.InFile(CheckpointRules.ShardTruncated, path, $"{name} ends at byte {end} of {file}, which has {length}:"
                + $" {Page500}. Copy or save it again.") with
                { Run = null, Offset = length }
                : null;
    }

    private static string Shard(string prefix, int shard, int count) => CheckpointFileNames.Data(prefix, shard, Math.Max(count, 1));

    private static string FaultOf(EmbeddingSubject subject) =>
        subject.Judgement.TensorFault(subject.Query) ?? "";
}
