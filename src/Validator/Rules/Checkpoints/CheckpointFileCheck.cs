using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Checkpoints;

/// <summary>Judges the files of checkpoints in the directory of one source, and of the checkpoint that its run has.</summary>
internal static class CheckpointFileCheck
{
    private const string IndexSuffix = ".index";
    private const long TwoGiB = 2L << 30;

    public static void Check(SourceSubject subject, FindingSink sink)
    {
        if (!subject.Judgement.HasTensorFlow)
        {
            return;
        }

        foreach (Finding finding in OfDirectory(subject).Concat(OfCheckpoint(subject)))
        {
            sink.Add(finding);
        }
    }

    private static IEnumerable<Finding> OfDirectory(SourceSubject subject)
    {
        string directory = subject.Trace.Source.IsAssetFolder ? subject.Judgement.TensorFlowPath(subject.Directory + "/../..") : subject.Directory;
        IReadOnlyList<DirectoryEntry> entries = subject.Judgement.Reads.List(directory);
        string[] prefixes = [.. entries.Where(static e => e.Kind == EntryKind.File && e.Name.Length > IndexSuffix.Length && e.Name.EndsWith(IndexSuffix, StringComparison.Ordinal))
            .Select(static e => e.Name[..^IndexSuffix.Length])];
        Dictionary<string, HashSet<string>> shards = Shards(entries);
        bool hasState = entries.Any(static e => e.Name == CheckpointFileNames.State) || subject.Judgement.Reads.Probe(directory + "/../" + CheckpointFileNames.State) == EntryKind.File;
        bool isStated = subject.Message is { ModelCheckpointPath.Length: > 0 };
        if (prefixes.Length > 0 && !hasState && !isStated && (subject.Trace.Config is null || subject.Message is not null))
        {
            yield return WithoutState(subject, directory, prefixes);
        }

        foreach ((string prefix, HashSet<string> counts) in shards.OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            if (!prefixes.Contains(prefix) && !entries.Any(e => e.Name == prefix))
            {
                yield return subject.InFile(CheckpointRules.IndexMissing, $"{directory}/{prefix}{CheckpointPaths.DataInfix}{counts.First()}",
                    $"{prefix} has data files and no index ({prefix}{IndexSuffix}): it cannot be opened. Restore the index or save"
                        + $" again.") with
                {
                    Run = subject.RunName,
                };
            }
        }

        if (prefixes.Length == 0 && shards.Count == 0 && subject.Message is { } config
            && config.Embeddings.Any(static e => e.TensorName.Contains("/.ATTRIBUTES/", StringComparison.Ordinal))
            && entries.FirstOrDefault(static e => e.Name.EndsWith(".weights.h5", StringComparison.Ordinal) || e.Name.EndsWith(".keras", StringComparison.Ordinal)) is { Name: { } weights })
        {
            yield return subject.InFile(CheckpointRules.Keras3Weights, $"{directory}/{weights}",
                $"Keras 3 wrote its weights as {weights}, which TensorBoard cannot read, and a config that names a variable of a"
                    + $" TensorFlow checkpoint: {subject.DisplayRun} is missing from the projector."
                + " Write the values to a tensor file and name it by tensor_path.");
        }
    }

    private static Finding WithoutState(SourceSubject subject, string directory, string[] prefixes)
    {
        FileReads files = subject.Judgement.Reads;
        string newest = prefixes.OrderByDescending(p => files.LastWriteTime($"{directory}/{p}{IndexSuffix}")).ThenByDescending(static p => p, StringComparer.Ordinal).First();
        bool isShown = subject.Trace.Outcome == SourceOutcome.Accepted;
        return subject.InFile(CheckpointRules.WithoutStateFile, $"{directory}/{newest}{IndexSuffix}",
            $"There is a checkpoint ({newest}) and no file called checkpoint that leads to it; TensorBoard does not search the directory: "
            + (isShown ? "its tensors are not listed." : $"{subject.DisplayRun} is missing from the projector, and if no other run is"
            + $" left the page says \"No checkpoint was found.\"")
            + $" Write a file checkpoint with model_checkpoint_path: \"{newest}\".") with
        {
            Severity = isShown ? Severity.Warning : Severity.Error,
            Repair = new Repair(directory + "/" + CheckpointFileNames.State, FixSafety.Unsafe, $"write a state file that leads to {newest}",
                [new BytePatch(0, 0, System.Text.Encoding.UTF8.GetBytes($"model_checkpoint_path:"
                    + $" {Config.ConfigText.Quote(newest)}\nall_model_checkpoint_paths: {Config.ConfigText.Quote(newest)}\n"))])
            {
                Creates = true,
            },
        };
    }

    // Prefix -> "00000-of-00002", … of its data files.
    private static Dictionary<string, HashSet<string>> Shards(IReadOnlyList<DirectoryEntry> entries)
    {
        Dictionary<string, HashSet<string>> shards = new(StringComparer.Ordinal);
        foreach (DirectoryEntry entry in entries)
        {
            int at = entry.Name.LastIndexOf(CheckpointPaths.DataInfix, StringComparison.Ordinal);
            if (entry.Kind == EntryKind.File && at > 0)
            {
                string prefix = entry.Name[..at];
                (shards.TryGetValue(prefix, out HashSet<string>? counts) ? counts : shards[prefix] = []).Add(entry.Name[(at + CheckpointPaths.DataInfix.Length)..]);
            }
        }

        return shards;
    }

    private static IEnumerable<Finding> OfCheckpoint(SourceSubject subject)
    {
        if (subject.Run?.Checkpoint is not CheckpointFacts checkpoint)
        {
            yield break;
        }

        string prefix = subject.Judgement.TensorFlowPath(checkpoint.Prefix), name = CheckpointPaths.Name(checkpoint.Prefix);
        string index = checkpoint.IsV1 ? prefix : prefix + IndexSuffix;
        bool hasIndex = subject.Judgement.Reads.Probe(index) == EntryKind.File;
        // A checkpoint serves many runs; its faults are told once.
        Finding At(Rule rule, string message) => subject.InFile(rule, index, message) with { Run = null };
        if (checkpoint.Killed is string killed)
        {
            yield return At(CheckpointRules.IndexEntryCorrupt, $"An entry of the index of {name} is no valid entry ({killed}): TensorFlow"
                + $" kills the TensorBoard process at the first load of the page. Save it again.");
        }
        else if (checkpoint.Failure is string failure)
        {
            if (hasIndex || IsOldFormat(subject, prefix))
            {
                yield return At(CheckpointRules.IndexCorrupt,
                    $"The index of {name} is damaged ({Reason(failure, index)}): TensorBoard logs \"Failed reading …\" and shows nothing"
                        + $" of it. Save it again.") with
                {
                    Path = subject.Judgement.Context.Relative(hasIndex ? index : prefix),
                };
            }
        }
        else
        {
            foreach (Finding finding in OfIndex(subject, checkpoint, index, name))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> OfIndex(SourceSubject subject, CheckpointFacts checkpoint, string index, string name)
    {
        Finding At(Rule rule, string message) => subject.InFile(rule, index, message) with { Run = null };
        IndexLook look = subject.Judgement.Reads.CheckpointIndex(index, checkpoint.IsV1);
        if (checkpoint.PassedOver is not null)
        {
            yield return At(CheckpointRules.IndexCorrupt, $"A block of the index of {name} is damaged and passed over without a word: the"
                + $" tensors in it are missing. Save it again.") with
            { Offset = look.FaultOffset };
        }
        else if (look.LacksHeader)
        {
            yield return At(CheckpointRules.IndexCorrupt, $"The index of {name} has no header entry: its first tensor is taken for it and"
                + $" is not listed. Save it again.");
        }

        if (checkpoint.ListingFault is not null)
        {
            yield return At(CheckpointRules.SliceKeyUnlisted,
                $"The index of {name} has a key that is no UTF-8, as of a slice that no variable lists: TensorBoard raises"
                    + $" UnicodeDecodeError, and the projector is dead for all runs. Save it again.");
        }
        else if (look.UnlistedSlice)
        {
            yield return At(CheckpointRules.SliceKeyUnlisted, $"The index of {name} has the entry of a slice that no variable lists: its"
                + $" key is taken for the name of a variable. Save it again.");
        }

        foreach (string incomplete in checkpoint.ListingFault is null ? [] : look.Incomplete)
        {
            yield return At(CheckpointRules.SlicesIncomplete, $"The slices of '{incomplete}' do not cover it. Save all"
                + $" partitions.") with
            { Embedding = incomplete };
        }

        if (checkpoint.IsV1)
        {
            yield break;
        }

        int shardCount = checkpoint.ShardCount;
        string prefix = index[..^IndexSuffix.Length];
        string directory = prefix[..prefix.LastIndexOf('/')];
        foreach (DirectoryEntry entry in subject.Judgement.Reads.List(directory))
        {
            if (entry.Kind != EntryKind.File || !entry.Name.StartsWith(name + CheckpointPaths.DataInfix, StringComparison.Ordinal))
            {
                continue;
            }

            if (!entry.Name.EndsWith($"-of-{shardCount:D5}", StringComparison.Ordinal))
            {
                yield return subject.InFile(CheckpointRules.StrayShards, $"{directory}/{entry.Name}", $"{name} has {shardCount} data"
                    + $" files; this one is of another count and ignored. Delete it.") with
                { Run = null };
            }
            else if (subject.Judgement.Context.Options.HostOs == HostOs.MacOs && subject.Judgement.Reads.Length($"{directory}/{entry.Name}") > TwoGiB)
            {
                yield return subject.InFile(CheckpointRules.BigMacOs, $"{directory}/{entry.Name}", "The data file is larger than 2 GiB:"
                    + " old TensorFlow versions on macOS answer \"Invalid argument\". Save several data files.") with
                { Run = null };
            }
        }
    }

    private static bool IsOldFormat(SourceSubject subject, string prefix) =>
        subject.Judgement.Reads.Probe(prefix) == EntryKind.File && !prefix.EndsWith(IndexSuffix, StringComparison.Ordinal)
        && !prefix.EndsWith(".meta", StringComparison.Ordinal) && !CheckpointPaths.Name(prefix).Contains(CheckpointPaths.DataInfix, StringComparison.Ordinal);

    private static string Reason(string failure, string index) => failure.Replace(index, CheckpointPaths.Name(index), StringComparison.Ordinal);
}
