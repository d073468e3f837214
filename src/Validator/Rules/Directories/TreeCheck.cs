using TensorBoardFormats.Files;
using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Directories;

/// <summary>Judges the tree of the log directory: configs that nobody will find, directories that cannot be read, links that lead round.</summary>
internal static class TreeCheck
{
    private const string AssetFolder = "plugins/org_tensorflow_tensorboard_projector";

    public static void Check(RuleContext context, IReadOnlyList<TreeDirectory> tree, IReadOnlyList<string> loops, FindingSink sink)
    {
        foreach (string loop in loops)
        {
            sink.Add(new Finding(DirectoryRules.SymlinkLoop, Severity.Info,
                $"The link {loop} leads to one of its own parents: with the slow loader each run appears about 20 times under ever longer"
                    + $" names. Remove it.")
            {
                Path = loop,
                Holds = ProfileSet.Slow & context.Options.Profiles,
            });
        }

        Dictionary<string, TreeDirectory> byName = tree.ToDictionary(static d => d.Name, StringComparer.Ordinal);
        foreach (TreeDirectory directory in tree)
        {
            foreach (Finding finding in OfDirectory(context, directory, byName))
            {
                sink.Add(finding);
            }
        }
    }

    private static IEnumerable<Finding> OfDirectory(RuleContext context, TreeDirectory directory, Dictionary<string, TreeDirectory> tree)
    {
        ProfileSet judged = context.Options.Profiles;
        if (directory.Entries is null)
        {
            bool isSlow = (judged & ProfileSet.Slow) != 0;
            yield return new Finding(DirectoryRules.Unreadable, isSlow ? Severity.Error : Severity.Info,
                $"The directory {directory.Name} may not be read: the slow loader's reload thread dies there, and runs that come later in"
                    + $" directory order are never found; the fast loader passes it over.")
            {
                Path = directory.Name,
                Holds = judged,
            };
            yield break;
        }

        if (directory.IsOfOtherPlugin)
        {
            yield break;
        }

        (TreeDirectory run, bool isAssetFolder) = RunOf(directory, tree);
        bool isLookedAt = run.Name == "." || run.HasEventFile;
        if (directory.Has(ConfigSource.ConfigFileName))
        {
            if (isAssetFolder && run is { Name: ".", HasEventFile: false } && !run.Has(ConfigSource.ConfigFileName))
            {
                yield return new Finding(DirectoryRules.AssetRootWithoutEvents, Severity.Error,
                    "The config is in the log directory's asset folder, which is looked at only beside an event file: it is ignored. Move"
                        + " it, and what it names, to the log directory, or add an event file there.")
                {
                    Path = directory.Name + "/" + ConfigSource.ConfigFileName,
                    Run = ".",
                    Holds = judged,
                };
            }
            else if (!isLookedAt)
            {
                yield return new Finding(DirectoryRules.ConfigWithoutEvents, Severity.Error,
                    $"{run.Name} has a projector config and no event file, so TensorBoard does not take it for a run and ignores the"
                        + $" config without a word. Start TensorBoard on that directory, or write an event file into it.")
                {
                    Path = directory.Name + "/" + ConfigSource.ConfigFileName,
                    Run = run.Name,
                    Holds = judged,
                    Repair = IsWhole(context, directory) ? EventFileRepair(context, run) : null,
                };
            }
        }
        else if (NearMiss(directory) is string misnamed)
        {
            yield return new Finding(ConfigRules.FileMisnamed, Severity.Warning,
                $"{misnamed} is nearly the name of a projector config, and only {ConfigSource.ConfigFileName} is read: it is ignored"
                    + $" without a word. Rename it.")
            {
                Path = directory.Name == "." ? misnamed : directory.Name + "/" + misnamed,
                Run = run.Name,
                Holds = judged,
                Repair = new Repair(PosixPath.Join(directory.Path, misnamed), FixSafety.Unsafe, $"rename to {ConfigSource.ConfigFileName}", []) { NewName = ConfigSource.ConfigFileName },
            };
        }
    }

    /// <summary>A name that somebody meant for a config; null when the directory has none.</summary>
    public static string? NearMiss(TreeDirectory directory) => directory.Entries?
        .Where(static e => e.Kind == EntryKind.File && e.Name != ConfigSource.ConfigFileName && IsNearMiss(e.Name))
        .Select(static e => e.Name).FirstOrDefault();

    private static bool IsNearMiss(string name)
    {
        string lower = name.ToLowerInvariant();
        string stem = lower.Split('.')[0].Replace('-', '_').Replace(' ', '_');
        bool extension = lower.Contains(".pbt", StringComparison.Ordinal) || lower.Contains(".pbtext", StringComparison.Ordinal)
            || lower.EndsWith(".prototxt", StringComparison.Ordinal) || lower.EndsWith(".textproto", StringComparison.Ordinal) || lower.EndsWith(".pb", StringComparison.Ordinal)
            || lower.EndsWith(".txt", StringComparison.Ordinal) || !lower.Contains('.', StringComparison.Ordinal);
        return extension && (stem is "projector_config" or "projectorconfig" or "projector_configs" || Nearness.IsNear(lower, ConfigSource.ConfigFileName));
    }

    // The run that a directory's config would belong to: its own, or for the plugin's asset folder the one two levels up.
    private static (TreeDirectory Run, bool IsAssetFolder) RunOf(TreeDirectory directory, Dictionary<string, TreeDirectory> tree)
    {
        string run = directory.Name == AssetFolder ? "." : directory.Name.EndsWith("/" + AssetFolder, StringComparison.Ordinal) ? directory.Name[..^(AssetFolder.Length + 1)] : "";
        return run.Length > 0 && tree.TryGetValue(run, out TreeDirectory? owner) ? (owner, true) : (directory, false);
    }

    // A run with a broken config would take the other runs with it.
    private static bool IsWhole(RuleContext context, TreeDirectory directory)
    {
        ProjectorConfig config = new();
        return context.Files.Text(directory.Path + "/" + ConfigSource.ConfigFileName) is byte[] bytes
            && TextFormatParser.TryParse(System.Text.Encoding.UTF8.GetString(bytes), config, TextFormatOptions.Strict, out _)
            && config.Embeddings.All(e => e.TensorPath.Length == 0 || context.Files.Probe(PosixPath.Join(directory.Path, e.TensorPath)) == EntryKind.File);
    }

    private static Repair EventFileRepair(RuleContext context, TreeDirectory run)
    {
        DateTimeOffset time = context.Files.LastWriteTime(run.Path) ?? DateTimeOffset.UnixEpoch;
        string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"events.out.tfevents.{time.ToUnixTimeSeconds():D10}.tbcheck");
        return new Repair(PosixPath.Join(run.Path, name), FixSafety.Unsafe, $"write the event file {name} with a file version event",
            [new BytePatch(0, 0, FileVersionRecord.Encode(time))])
        {
            Creates = true,
        };
    }
}
