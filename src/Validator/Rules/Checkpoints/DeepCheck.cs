using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Rules.Directories;

namespace TensorBoardFormats.Validation.Rules.Checkpoints;

/// <summary>Verifies every byte of every checkpoint below the log directory, also of those that nobody would open.</summary>
internal static class DeepCheck
{
    private const string IndexSuffix = ".index";

    public static void Check(RuleContext context, IReadOnlyList<TreeDirectory> tree, IProgress<long>? progress, FindingSink sink)
    {
        long before = 0;
        foreach (TreeDirectory directory in tree)
        {
            foreach (DirectoryEntry entry in directory.Entries ?? [])
            {
                if (entry.Kind == EntryKind.File && entry.Name.Length > IndexSuffix.Length && entry.Name.EndsWith(IndexSuffix, StringComparison.Ordinal))
                {
                    string prefix = directory.Path.TrimEnd('/') + "/" + entry.Name[..^IndexSuffix.Length];
                    before += Verify(context, prefix, progress is null ? null : new Shifted(progress, before), sink);
                }
            }
        }
    }

    private static long Verify(RuleContext context, string prefix, IProgress<long>? progress, FindingSink sink)
    {
        Finding At(Rule rule, string path, string message) => new(rule, rule.Severity, message) { Path = context.Relative(path), Holds = context.Options.Profiles };
        string index = prefix + IndexSuffix;
        string name = CheckpointPaths.Name(prefix);
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(prefix);
            VerificationReport report = reader.Verify(progress, context.Cancellation);
            foreach (TensorFault fault in report.Tensors)
            {
                string shard = CheckpointFileNames.Data(prefix, fault.Entry.Shard, Math.Max(reader.ShardCount, 1));
                bool isMissing = context.Files.Length(shard) is null;
                sink.Add(At(isMissing ? CheckpointRules.ShardMissing : CheckpointRules.DataCrc, shard, $"'{fault.Entry.Name}' of {name}"
                    + $" cannot be read: {Local(context, fault.Error)}.") with
                {
                    Embedding = fault.Entry.Name,
                    Offset = isMissing ? null : fault.Entry.Offset,
                    Length = isMissing ? null : fault.Entry.Length,
                });
            }

            foreach (string fault in report.Faults)
            {
                sink.Add(At(CheckpointRules.IndexCorrupt, index, $"{name} contradicts itself: {Local(context, fault)}."));
            }

            return report.BytesChecked;
        }
        catch (MalformedFileException e)
        {
            sink.Add(At(CheckpointRules.IndexCorrupt, index, $"{name} cannot be opened: expected {e.Expected}, found"
                + $" {e.Found}.") with
            { Offset = e.Offset });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sink.Add(At(CheckpointRules.IndexCorrupt, index, $"{name} cannot be read."));
        }

        return 0;
    }

    private static string Local(RuleContext context, string text) => text.Replace(context.Root.TrimEnd('/') + "/", "", StringComparison.Ordinal).TrimEnd('.');

    private sealed class Shifted(IProgress<long> progress, long before) : IProgress<long>
    {
        public void Report(long value) => progress.Report(before + value);
    }
}
