using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Rules.Directories;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.CheckpointState;

/// <summary>Judges how TensorFlow looks for the checkpoint of one source: the state files of its directory and of the parent.</summary>
internal static class StateFileCheck
{
    private const string Field = "model_checkpoint_path";

    public static void Check(SourceSubject subject, FindingSink sink)
    {
        if (!subject.Judgement.HasTensorFlow)
        {
            return;
        }

        CheckpointLookup lookup;
        try
        {
            lookup = subject.Trace.Lookup ?? subject.Judgement.Lookup(subject.Trace.Source);
        }
        catch (ServerFault)
        {
            return; // A path that TensorFlow does not know; the log directory has a rule for that.
        }

        foreach (StateFileLook look in lookup.Looks)
        {
            foreach (Finding finding in OfLook(subject, look, lookup))
            {
                sink.Add(finding);
            }
        }

        if (lookup.Looks is [_, { Outcome: StateFileOutcome.Found } parent] && subject.Message is not { ModelCheckpointPath.Length: > 0 }
            && subject.Trace.Outcome == SourceOutcome.Accepted)
        {
            sink.Add(subject.InFile(DirectoryRules.InheritsParent, StatePath(subject, parent),
                $"{subject.DisplayRun} has no checkpoint of its own and takes that of its parent directory,"
                    + $" {CheckpointPaths.Name(parent.CheckpointPath)}: its two-dimensional tensors are listed, without the parent's"
                    + $" metadata."));
        }
    }

    private static IEnumerable<Finding> OfLook(SourceSubject subject, StateFileLook look, CheckpointLookup lookup)
    {
        string path = StatePath(subject, look);
        // One state file serves many runs; its faults are told once.
        Finding In(Rule rule, string message) => subject.InFile(rule, path, message) with { Run = null };
        string outside = subject.Judgement.Context.Relative(path).StartsWith("..", StringComparison.Ordinal) ? " It lies outside the log"
            + " directory, in its parent, where TensorBoard looks, too." : "";
        switch (look.Outcome)
        {
            case StateFileOutcome.Empty:
                yield return In(CheckpointStateRules.EmptyPath,
                    $"This file called checkpoint names no checkpoint: TensorFlow raises \"Invalid checkpoint state loaded from …\", and"
                        + $" the projector is dead for all runs. Delete or complete it.{outside}");
                break;
            case StateFileOutcome.NotUtf8:
                yield return In(CheckpointStateRules.NotUtf8,
                    $"This file called checkpoint is no UTF-8 text, perhaps the pickle of another framework: TensorFlow raises"
                        + $" UnicodeDecodeError, and the projector is dead for all runs. Give it another name.{outside}");
                break;
            case StateFileOutcome.Ignored:
                string reason = look.Error?.Message ?? (subject.Judgement.Reads.Probe(path) == EntryKind.Directory ? "it is a directory" : "it cannot be read");
                yield return In(CheckpointStateRules.Syntax, $"This file called checkpoint is no checkpoint state ({reason}): TensorBoard"
                    + $" logs \"Checkpoint ignored\" and finds no checkpoint through it.{outside}") with
                {
                    Line = look.Error?.Position.Line,
                    Column = look.Error?.Position.Column,
                };
                break;
            case StateFileOutcome.LeadsNowhere:
                yield return LeadsNowhere(subject, look, lookup, path, In);
                break;
        }

        if (look.Stated.StartsWith('/'))
        {
            yield return In(CheckpointStateRules.Absolute, $"The state file uses an absolute path ({CheckpointPaths.Name(look.Stated)});"
                + $" it breaks when the directory is moved. Write it relative to the state file.") with
            {
                Repair = look.Outcome == StateFileOutcome.Found ? RelativeRepair(subject, look, path) : null,
            };
        }
    }

    private static Finding LeadsNowhere(SourceSubject subject, StateFileLook look, CheckpointLookup lookup, string path, Func<Rule, string, Finding> at)
    {
        string target = subject.Judgement.TensorFlowPath(look.CheckpointPath);
        bool parentHelps = lookup.Found is not null;
        string consequence = parentHelps ? "the parent's state file is used instead" : subject.Trace.Outcome == SourceOutcome.Accepted
            ? "no tensor of a checkpoint is shown" : $"{subject.DisplayRun} is missing from the projector";
        if (Exists(subject, target))
        {
            return at(CheckpointStateRules.GlobCharacters,
                $"The path of the checkpoint {CheckpointPaths.Name(look.CheckpointPath)} contains [, ], * or ?, which TensorFlow takes"
                    + $" for a pattern: it is not found, and {consequence}. Rename the directory.");
        }

        string name = CheckpointPaths.Name(look.Stated.Replace('\\', '/'));
        string beside = subject.Judgement.TensorFlowPath(look.Directory) + "/" + name;
        bool isBeside = name.Length > 0 && Exists(subject, beside);
        string absolute = look.Stated.StartsWith('/') ? " The path is absolute and holds on another machine or at another place." : "";
        return at(CheckpointStateRules.TargetMissing,
            $"The state file names the checkpoint \"{Shown(look)}\", which does not exist (TensorBoard logs \"Couldn't match files for"
                + $" checkpoint …\"): {consequence}.{absolute}"
            + (isBeside ? $" Write \"{name}\", which lies beside it." : " Bring it back, or name a checkpoint that is there.")) with
        {
            Repair = isBeside ? Replace(subject, path, name, FixSafety.Safe) : null,
        };
    }

    // Absolute paths are not for reports that go from machine to machine.
    private static string Shown(StateFileLook look) => look.Stated.StartsWith('/') ? "/…/" + CheckpointPaths.Name(look.Stated) : look.Stated;

    private static Repair? RelativeRepair(SourceSubject subject, StateFileLook look, string path)
    {
        string relative = FindingPath.Relative(subject.Judgement.TensorFlowPath(look.Directory), subject.Judgement.TensorFlowPath(look.CheckpointPath));
        return relative.StartsWith("..", StringComparison.Ordinal) ? null : Replace(subject, path, relative, FixSafety.Safe);
    }

    private static Repair? Replace(SourceSubject subject, string path, string value, FixSafety safety)
    {
        if (subject.Judgement.Reads.Text(path) is not byte[] bytes)
        {
            return null;
        }

        List<TextFieldLocation> locations = [];
        string text = System.Text.Encoding.UTF8.GetString(bytes);
        return TextFormatParser.TryParse(text, new Messages.CheckpointState(), TextFormatOptions.Merging, out _, locations)
            ? new ConfigText(path, "", bytes, locations).ReplaceString(Field, value, safety)
            : null;
    }

    private static bool Exists(SourceSubject subject, string prefix) =>
        subject.Judgement.Reads.Probe(CheckpointFileNames.Index(prefix)) == EntryKind.File || subject.Judgement.Reads.Probe(prefix) == EntryKind.File;

    private static string StatePath(SourceSubject subject, StateFileLook look) => subject.Judgement.TensorFlowPath(look.Path);
}
