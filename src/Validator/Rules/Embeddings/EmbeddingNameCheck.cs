using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Embeddings;

/// <summary>Judges the names of a config's embeddings, by themselves and against the checkpoint.</summary>
internal static class EmbeddingNameCheck
{
    private const string OutputSuffix = ":0";
    private const string ObjectSuffix = "/.ATTRIBUTES/VARIABLE_VALUE";
    private const string Hidden = "it is not in the page's menu";

    public static void Check(SourceSubject subject, FindingSink sink)
    {
        if (subject.Message is not ProjectorConfig config || config.Embeddings.Count == 0)
        {
            return;
        }

        for (int i = 0; i < config.Embeddings.Count; i++)
        {
            foreach (Finding finding in OfUnnamed(subject, config, i).Concat(OfName(subject, config, i)).Concat(OfCheckpoint(subject, config, i)))
            {
                sink.Add(finding with { Embedding = config.Embeddings[i].TensorName });
            }
        }
    }

    /// <summary>True when the page, which escapes nothing, garbles the name on its way to the server.</summary>
    public static bool IsUnsafeInUrl(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] is '&' or '#' or '+'
                || (name[i] == '%' && i + 2 < name.Length && char.IsAsciiHexDigit(name[i + 1]) && char.IsAsciiHexDigit(name[i + 2])))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Finding> OfUnnamed(SourceSubject subject, ProjectorConfig config, int index)
    {
        EmbeddingInfo embedding = config.Embeddings[index];
        if (embedding.TensorName.Length > 0)
        {
            yield break;
        }

        Finding At(Rule rule, string message) => subject.AtField(rule, $"embeddings[{index}]", message);
        if (embedding.TensorPath.Length > 0)
        {
            if (config.Embeddings.Take(index).Any(static e => e.TensorPath.Length > 0))
            {
                string name = embedding.TensorPath[(embedding.TensorPath.LastIndexOf('/') + 1)..];
                bool isUnique = name.Length > 0 && config.Embeddings.All(e => e.TensorName != name)
                    && config.Embeddings.Count(e => e.TensorName.Length == 0 && e.TensorPath.EndsWith(name, StringComparison.Ordinal)) == 1;
                yield return At(EmbeddingRules.UnnamedTensorFile,
                    $"The embedding of \"{embedding.TensorPath}\" has no name, and only the first tensor file gets one from its file: it"
                        + $" is listed by its shape alone, and choosing it empties the plot."
                    + $" Give it one: tensor_name: \"{name}\".") with
                {
                    Repair = isUnique ? subject.Config?.InsertBefore($"embeddings[{index}].tensor_path", $"tensor_name: {ConfigText.Quote(name)}", FixSafety.Safe) : null,
                };
            }
        }
        else if (index == 0 && subject.Run?.Checkpoint is { Failure: null })
        {
            yield return At(EmbeddingRules.UnnamedSpecial,
                "The first embedding has no name: it is removed, and its metadata and bookmarks go to every tensor of the checkpoint that"
                    + " the config does not name.");
            if (embedding.Sprite is { ImagePath.Length: > 0 })
            {
                yield return At(EmbeddingRules.UnnamedSpecialSprite, "The first embedding has no name and a sprite: its metadata goes to"
                    + " the tensors of the checkpoint, its sprite is dropped.");
            }
        }
        else
        {
            yield return At(EmbeddingRules.UnnamedIgnored, $"Embedding {index + 1} has neither a name nor a tensor file: {Hidden}, and"
                + $" its metadata is never used.");
        }
    }

    private static IEnumerable<Finding> OfName(SourceSubject subject, ProjectorConfig config, int index)
    {
        EmbeddingInfo embedding = config.Embeddings[index];
        string name = embedding.TensorName, field = $"embeddings[{index}].tensor_name";
        if (name.Length == 0)
        {
            yield break;
        }

        Finding At(Rule rule, string message) => subject.AtField(rule, field, message);
        if (config.Embeddings.Take(index).Any(e => Canonical(e.TensorName) == Canonical(name)))
        {
            string unique = Enumerable.Range(2, config.Embeddings.Count).Select(i => $"{name}_{i}")
                .First(n => config.Embeddings.All(e => Canonical(e.TensorName) != Canonical(n)));
            yield return At(EmbeddingRules.DuplicateName, $"'{name}' is the name of an earlier embedding, too: it is listed twice, and"
                + $" only the first one is ever shown. Give each its own name.") with
            {
                Repair = embedding.TensorPath.Length > 0 && subject.Judgement.Reads.Probe(subject.Directory + "/" + embedding.TensorPath) == Files.EntryKind.File
                    ? subject.Config?.ReplaceString(field, unique, FixSafety.Unsafe) : null,
            };
        }

        if (IsUnsafeInUrl(name))
        {
            yield return At(EmbeddingRules.NameUnsafeInUrl,
                $"'{name}' contains &, #, + or % with two hex digits, which the page does not escape: it shows \"Error fetching tensors:"
                    + $" Tensor \"…\" not found in checkpoint dir \"…\"\". Rename it.") with
            {
                Repair = embedding.TensorPath.Length > 0
                    ? subject.Config?.ReplaceString(field, string.Concat(name.Select(static c => c is '&' or '#' or '+' or '%' ? '_' : c)), FixSafety.Unsafe) : null,
            };
        }

        if (embedding.TensorPath.Length == 0 && HasOutputIndex(name))
        {
            yield return At(EmbeddingRules.NameOutputIndex, $"'{name}' ends in an output index other than :0, and no variable of a"
                + $" checkpoint is called so: {Hidden}.") with
            {
                Repair = subject.Config?.ReplaceString(field, name[..name.LastIndexOf(':')], FixSafety.Unsafe),
            };
        }
    }

    private static IEnumerable<Finding> OfCheckpoint(SourceSubject subject, ProjectorConfig config, int index)
    {
        EmbeddingInfo embedding = config.Embeddings[index];
        string field = $"embeddings[{index}].tensor_name";
        if (embedding.TensorName.Length == 0 || embedding.TensorPath.Length > 0 || HasOutputIndex(embedding.TensorName)
            || subject.Run?.Checkpoint is not { Failure: null, ListingFault: null } checkpoint)
        {
            yield break;
        }

        string name = embedding.TensorName.EndsWith(OutputSuffix, StringComparison.Ordinal) ? embedding.TensorName[..^OutputSuffix.Length] : embedding.TensorName;
        CheckpointVariable? variable = checkpoint.Variables.FirstOrDefault(v => Canonical(v.Name) == Canonical(name));
        if (variable is not null)
        {
            if (variable.Shape.Count != 2)
            {
                yield return subject.AtField(EmbeddingRules.NotTwoDimensional, field,
                    $"'{name}' has the shape [{string.Join(", ", variable.Shape)}] in the checkpoint, not two dimensions: {Hidden}."
                        + $" Reshape it to rows and columns before saving.");
            }

            yield break;
        }

        bool Has(string key) => checkpoint.Variables.Any(v => v.Name == key);
        if (Has(name + ObjectSuffix))
        {
            yield return subject.AtField(EmbeddingRules.SuffixMissing, field,
                $"'{name}' lacks the suffix of TensorFlow 2's keys: the tensor is shown without the metadata of this entry, which is"
                    + $" hidden. Write \"{name + ObjectSuffix}\".") with
            {
                Repair = subject.Config?.ReplaceString(field, name + ObjectSuffix, FixSafety.Safe),
            };
        }
        else if (name.EndsWith(ObjectSuffix, StringComparison.Ordinal) && Has(name[..^ObjectSuffix.Length]))
        {
            string plain = name[..^ObjectSuffix.Length];
            yield return subject.AtField(EmbeddingRules.SuffixExtra, field,
                $"'{name}' has a suffix that the key in the checkpoint has not: the tensor is shown without the metadata of this entry,"
                    + $" which is hidden. Write \"{plain}\".") with
            {
                Repair = subject.Config?.ReplaceString(field, plain, FixSafety.Safe),
            };
        }
        else
        {
            string[] keys = [.. checkpoint.Variables.Where(static v => v.Shape.Count == 2).Select(static v => v.Name)];
            string? nearest = Nearness.Nearest(name, keys) ?? keys.FirstOrDefault(k => k.EndsWith("/" + name, StringComparison.Ordinal));
            string suggestion = nearest is not null ? $" Did you mean \"{nearest}\"?" : keys.Length is > 0 and <= 5 ? $" It has: {string.Join(", ", keys)}." : "";
            yield return subject.AtField(EmbeddingRules.NotInCheckpoint, field,
                $"The checkpoint {CheckpointPaths.Name(checkpoint.Prefix)} has no variable '{name}': {Hidden}, and its metadata is not"
                    + $" used.{suggestion}") with
            {
                Repair = nearest is null ? null : subject.Config?.ReplaceString(field, nearest, FixSafety.Unsafe),
            };
        }
    }

    private static string Canonical(string name) => name.Contains(':', StringComparison.Ordinal) ? name : name + OutputSuffix;

    private static bool HasOutputIndex(string name)
    {
        int colon = name.LastIndexOf(':');
        return colon >= 0 && colon < name.Length - 1 && name.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0
            && name.AsSpan(colon + 1).IndexOfAnyExcept('0') >= 0;
    }
}
