using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.CheckpointState;

/// <summary>Judges <c>model_checkpoint_path</c> of a config, and whether the source can do without TensorFlow.</summary>
internal static class CheckpointPathCheck
{
    private const string Field = "model_checkpoint_path";

    public static void Check(SourceSubject subject, FindingSink sink)
    {
        foreach (Finding finding in OfNeed(subject).Concat(OfStated(subject)))
        {
            sink.Add(finding);
        }
    }

    private static IEnumerable<Finding> OfNeed(SourceSubject subject)
    {
        if (subject.Judgement.HasTensorFlow || (subject.Trace.Config is not null && subject.Message is null))
        {
            yield break;
        }

        string stated = subject.Message?.ModelCheckpointPath ?? "";
        bool needs = subject.Message is not { Embeddings.Count: > 0 } config || config.Embeddings.All(static e => e.TensorPath.Length == 0);
        bool resolves = stated.Length > 0 ? subject.Judgement.MatchesPrefix(stated) : subject.Judgement.ResolvableCheckpoint(subject.Trace.Source) is not null;
        if (needs && resolves)
        {
            yield return (subject.Message is null ? subject.Found(CheckpointStateRules.NeedsTensorFlow, "") : subject.AtConfig(CheckpointStateRules.NeedsTensorFlow, "")) with
            {
                Message = $"Only a checkpoint has the data of {subject.DisplayRun}: without TensorFlow beside TensorBoard nothing of it"
                    + $" is shown. Install TensorFlow there, or write the values to a tensor file and name it by tensor_path.",
            };
        }
    }

    private static IEnumerable<Finding> OfStated(SourceSubject subject)
    {
        if (!subject.Judgement.HasTensorFlow || subject.Message is not { ModelCheckpointPath: { Length: > 0 } stated } config)
        {
            yield break;
        }

        string onDisk = subject.Judgement.TensorFlowPath(stated);
        FileReads files = subject.Judgement.Reads;
        bool hasIndex = files.Probe(CheckpointFileNames.Index(onDisk)) == EntryKind.File;
        if (subject.Trace.Outcome == SourceOutcome.CheckpointNotFound
            || (subject.Trace is { Outcome: SourceOutcome.Raised, Fault.Kind: "NotFoundError" } && !subject.Judgement.MatchesPrefix(stated)))
        {
            if (hasIndex || files.Probe(onDisk) == EntryKind.File)
            {
                yield return subject.AtField(CheckpointStateRules.GlobCharacters, Field,
                    $"model_checkpoint_path contains [, ], * or ?, which TensorFlow takes for a pattern: it is not found, and"
                        + $" {subject.DisplayRun} is missing from the projector. Rename the directory.");
            }
            else
            {
                yield return NotFound(subject, stated, config.Embeddings.Count > 0 && config.Embeddings.All(static e => e.TensorPath.Length > 0));
            }
        }
        else if (subject.Run?.Checkpoint is CheckpointFacts checkpoint && IsNoPrefix(subject, checkpoint, onDisk, hasIndex))
        {
            yield return NotPrefix(subject, stated, onDisk);
        }
    }

    private static Finding NotFound(SourceSubject subject, string stated, bool hasOnlyTensorFiles)
    {
        string why = stated.StartsWith('~') ? " (~ is not expanded)" : stated.StartsWith('/') ? "" : " (a relative path counts from the"
            + " working directory of TensorBoard)";
        string beside = subject.Directory.TrimEnd('/') + "/" + CheckpointPaths.Name(stated);
        bool isBeside = subject.Judgement.Reads.Probe(CheckpointFileNames.Index(beside)) == EntryKind.File;
        bool lookupFinds = subject.Judgement.ResolvableCheckpoint(subject.Trace.Source) is not null;
        return subject.AtField(CheckpointStateRules.PathNotFound, Field,
            $"model_checkpoint_path \"{Shown(stated)}\" matches no file{why}: TensorBoard logs \"Checkpoint file … not found\", and"
                + $" {subject.DisplayRun} is missing from the projector, its tensor files too."
            + (lookupFinds ? " Remove the field: the state file leads to the checkpoint." : isBeside ? $" {CheckpointPaths.Name(stated)}"
            + $" lies beside the config; give its absolute path, or write a state file and remove the"
            + $" field." : hasOnlyTensorFiles ? " Remove the field: all embeddings have tensor files." : "")) with
        {
            Repair = lookupFinds || hasOnlyTensorFiles ? subject.Config?.Remove([Field], lookupFinds ? FixSafety.Safe : FixSafety.Unsafe) : null,
        };
    }

    // TensorFlow opens PATH.index as the old format and finds no variables in it, without a word.
    private static bool IsNoPrefix(SourceSubject subject, CheckpointFacts checkpoint, string onDisk, bool hasIndex) => !hasIndex
        && ((checkpoint.Failure is not null && (subject.Judgement.Reads.Probe(onDisk) != EntryKind.File || IsPartOfCheckpoint(onDisk)))
            || (checkpoint is { IsV1: true, Variables.Count: 0 } && IsPartOfCheckpoint(onDisk)));

    private static bool IsPartOfCheckpoint(string path) =>
        path.EndsWith(".index", StringComparison.Ordinal) || path.EndsWith(".meta", StringComparison.Ordinal) || CheckpointPaths.Name(path).Contains(".data-", StringComparison.Ordinal);

    private static Finding NotPrefix(SourceSubject subject, string stated, string onDisk)
    {
        string directory = onDisk[..Math.Max(onDisk.LastIndexOf('/'), 0)], name = CheckpointPaths.Name(onDisk);
        string cut = name.EndsWith(".index", StringComparison.Ordinal) ? name[..^6] : name.EndsWith(".meta", StringComparison.Ordinal) ? name[..^5] : name.Split(".data-")[0];
        string[] candidates = [.. subject.Judgement.Reads.List(directory)
            .Where(e => e.Kind == EntryKind.File && e.Name.EndsWith(".index", StringComparison.Ordinal) && e.Name.StartsWith(cut, StringComparison.Ordinal))
            .Select(static e => e.Name[..^6])];
        string meant = candidates.Length == 1 ? stated[..(stated.LastIndexOf('/') + 1)] + candidates[0] : "";
        bool isDirectory = subject.Judgement.Reads.Probe(onDisk) == EntryKind.Directory;
        return subject.AtField(CheckpointStateRules.PathNotPrefix, Field,
            $"model_checkpoint_path \"{Shown(stated)}\" is"
                + $" {(isDirectory ? "a directory without a checkpoint that can be found" : "not the prefix of a checkpoint")}:"
                + $" TensorBoard logs \"Failed reading …\","
            + $" and what the config of {subject.DisplayRun} names in it is"
            + $" hidden.{(meant.Length > 0 ? $" Write \"{Shown(meant)}\"." : "")}") with
        {
            Repair = meant.Length > 0 ? subject.Config?.ReplaceString(Field, meant, FixSafety.Safe) : null,
        };
    }

    private static string Shown(string path) => path.StartsWith('/') ? "/…/" + CheckpointPaths.Name(path) : path;
}
