using TensorBoardFormats.Files;
using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Config;

/// <summary>Judges the config of one source: as a file, as text, and for what its fields say.</summary>
internal static class ConfigCheck
{
    private const string Dead = "the tab never appears, every projector request of every run answers 500, and the page opened by hand is"
        + " blank";

    public static void Check(SourceSubject subject, FindingSink sink)
    {
        if (subject.Trace.Config is not ConfigFacts facts)
        {
            return;
        }

        foreach (Finding finding in facts.Message is null ? ConfigFaultCheck.Of(subject, facts) : OfMessage(subject, facts.Message).Concat(OfText(subject, facts)))
        {
            sink.Add(finding);
        }
    }

    private static IEnumerable<Finding> OfMessage(SourceSubject subject, ProjectorConfig config)
    {
        if (config.CalculateSize() == 0)
        {
            yield return subject.AtConfig(ConfigRules.Empty, "The config is empty or has only comments: it is as if there were none.");
        }
        else if (subject.Trace.Outcome == SourceOutcome.NothingToShow && config.Embeddings.Count > 0
            && subject.Judgement.ResolvableCheckpoint(subject.Trace.Source) is null)
        {
            yield return subject.AtConfig(ConfigRules.NoSource,
                $"The config names no tensor file and no checkpoint, and none can be found beside it: {subject.DisplayRun} is dropped"
                    + $" without a word, and if no other run is left the page says"
                + " \"No checkpoint was found.\" Add a tensor_path, or put a checkpoint with its state file beside it.");
        }

        if (config.ModelCheckpointDir.Length > 0)
        {
            yield return subject.AtField(ConfigRules.CheckpointDirIgnored, "model_checkpoint_dir",
                "No version of TensorBoard reads model_checkpoint_dir. Use model_checkpoint_path, which may be a directory.") with
            {
                Repair = config.ModelCheckpointPath.Length == 0 && subject.Judgement.Reads.Probe(config.ModelCheckpointDir + "/" + CheckpointPaths.StateFile) == EntryKind.File && subject.Config?.Place("model_checkpoint_dir") is ConfigPlace place
                    ? new Repair(subject.Config.Path, FixSafety.Unsafe, "rename the field to model_checkpoint_path",
                        [new BytePatch(place.NameOffset, "model_checkpoint_dir".Length, "model_checkpoint_path"u8.ToArray())])
                    : null,
            };
        }

        if (UnnamedTensorFiles(subject, config) is [_, ..] unnamed)
        {
            yield return subject.AtConfig(ConfigRules.MissesTensorFiles,
                $"{unnamed.Count} tensor files lie beside their metadata and are named by no embedding, so they are invisible:"
                    + $" {string.Join(", ", unnamed.Take(3))}{(unnamed.Count > 3 ? ", …" : "")}.");
        }

        if (IsNewerThanEvents(subject))
        {
            yield return subject.AtConfig(ConfigRules.EditedWhileRunning, "The config is newer than the newest event file: a TensorBoard"
                + " that already runs does not read it again; restart it.");
        }
    }

    private static IEnumerable<Finding> OfText(SourceSubject subject, ConfigFacts facts)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (TextFieldLocation location in facts.Locations)
        {
            if (!seen.Add(location.Path))
            {
                yield return subject.AtConfig(ConfigRules.DuplicateField, $"{location.Path} is given twice; the last one wins here, and"
                    + $" from TensorBoard 2.12 on it is an error.") with
                {
                    Severity = Severity.Warning,
                    Line = location.Name.Line,
                    Column = location.Name.Column,
                };
            }

            if (subject.Config?.Place(location.Path) is ConfigPlace place && subject.Config.Written(place) is ['0', >= '0' and <= '7', ..] written && !written.Contains('x', StringComparison.OrdinalIgnoreCase))
            {
                string decimals = written.TrimStart('0') is { Length: > 0 } digits ? digits : "0";
                yield return subject.AtField(ConfigRules.OctalNumber, location.Path, $"{written} has a leading zero and is read as octal."
                    + $" Write {decimals} if that is meant.") with
                {
                    Repair = long.TryParse(decimals, out long number) ? subject.Config.ReplaceNumber(location.Path, number, FixSafety.Unsafe) : null,
                };
            }
        }
    }

    // The files of one writer have one name: what a named tensor file is called, an unnamed one is called, too.
    private static List<string> UnnamedTensorFiles(SourceSubject subject, ProjectorConfig config)
    {
        HashSet<string> named = [.. config.Embeddings.Where(static e => e.TensorPath.Length > 0).Select(static e => PosixPath.Normalize(e.TensorPath))];
        HashSet<string> tensorNames = [.. named.Select(PosixPath.BaseName)];
        HashSet<string> companions = [.. config.Embeddings.SelectMany(static e => (string[])[e.MetadataPath, e.Sprite?.ImagePath ?? ""])
            .Where(static p => p.Length > 0).Select(PosixPath.BaseName)];
        List<string> found = [];
        if (named.Count > 0 && companions.Count > 0 && named.Any(static n => n.Contains('/', StringComparison.Ordinal)))
        {
            Collect(subject, subject.Directory, "", 3);
        }

        return found;

        void Collect(SourceSubject source, string directory, string prefix, int depth)
        {
            IReadOnlyList<DirectoryEntry> entries = source.Judgement.Reads.List(directory);
            bool hasCompanion = entries.Any(e => e.Kind == EntryKind.File && companions.Contains(e.Name));
            foreach (DirectoryEntry entry in entries)
            {
                if (entry.Kind == EntryKind.File && hasCompanion && tensorNames.Contains(entry.Name) && !named.Contains(prefix + entry.Name))
                {
                    found.Add(prefix + entry.Name);
                }
                else if (entry.Kind == EntryKind.Directory && !entry.IsLink && depth > 0)
                {
                    Collect(source, directory.TrimEnd('/') + "/" + entry.Name, prefix + entry.Name + "/", depth - 1);
                }
            }
        }
    }

    private static bool IsNewerThanEvents(SourceSubject subject)
    {
        FileReads files = subject.Judgement.Reads;
        DateTimeOffset? newest = subject.Judgement.Reads.List(subject.Directory)
            .Where(static e => e.Kind == EntryKind.File && RunDiscovery.IsEventFileName(e.Name))
            .Max(e => files.LastWriteTime(subject.Directory.TrimEnd('/') + "/" + e.Name));
        return newest is not null && subject.Config is not null && files.LastWriteTime(subject.Config.Path) > newest;
    }
}
