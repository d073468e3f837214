using System.Collections.Frozen;
using TensorBoardFormats.Validation.Rules.AssetPaths;
using TensorBoardFormats.Validation.Rules.Bookmarks;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Rules.CheckpointState;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Rules.Directories;
using TensorBoardFormats.Validation.Rules.Embeddings;
using TensorBoardFormats.Validation.Rules.Events;
using TensorBoardFormats.Validation.Rules.Limits;
using TensorBoardFormats.Validation.Rules.Metadata;
using TensorBoardFormats.Validation.Rules.Sprites;
using TensorBoardFormats.Validation.Rules.TensorFiles;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>Every rule of the tool, grouped by what it looks at.</summary>
public static class RuleCatalog
{
    /// <summary>The groups in the order in which the documentation lists them.</summary>
    public static IReadOnlyList<RuleGroup> Groups { get; } =
    [
        new("Directories, runs and event files", DirectoryRules.All),
        new("projector_config.pbtxt", ConfigRules.All),
        new("Embeddings", EmbeddingRules.All),
        new("The checkpoint state file and model_checkpoint_path", CheckpointStateRules.All),
        new("Checkpoint files", CheckpointRules.All),
        new("Tensor files and values", TensorFileRules.All),
        new("Sizes, projections, versions", LimitRules.All),
        new("Paths of assets", AssetPathRules.All),
        new("Metadata", MetadataRules.All),
        new("Sprite images", SpriteRules.All),
        new("Bookmarks", BookmarkRules.All),
        new("Event files", EventRules.All),
    ];

    /// <summary>All rules, group by group.</summary>
    public static IReadOnlyList<Rule> All { get; } = [.. Groups.SelectMany(static g => g.Rules)];

    private static readonly FrozenDictionary<string, Rule> ById = All.ToFrozenDictionary(static r => r.Id, StringComparer.Ordinal);

    /// <summary>The rule of that id, or null.</summary>
    public static Rule? Find(string id) => ById.GetValueOrDefault(id);
}

/// <summary>The rules of one artefact.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Rules">Its rules.</param>
public sealed record RuleGroup(string Title, IReadOnlyList<Rule> Rules);
