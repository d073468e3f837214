using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Rules.TensorFiles;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.AssetPaths;

/// <summary>Judges the text of the paths of one embedding, and where they lead.</summary>
internal static class AssetPathCheck
{
    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        foreach ((AssetKind kind, string given) in Paths(subject))
        {
            if (given.Length > 0)
            {
                foreach (Finding finding in OfText(subject, kind, given).Concat(OfPlace(subject, kind, given)))
                {
                    sink.Add(finding);
                }
            }
        }
    }

    private static IEnumerable<(AssetKind Kind, string Given)> Paths(EmbeddingSubject subject) =>
    [
        (AssetKind.Tensor, subject.Info.TensorPath),
        (AssetKind.Metadata, subject.Info.MetadataPath),
        (AssetKind.Sprite, subject.Info.Sprite?.ImagePath ?? ""),
        (AssetKind.Bookmarks, subject.Info.BookmarksPath),
    ];

    private static IEnumerable<Finding> OfText(EmbeddingSubject subject, AssetKind kind, string given)
    {
        string field = AssetPlace.Field(kind);
        Finding At(Rule rule, string message) => subject.AtField(rule, field, message);
        string full = $"embeddings[{subject.Trace.ConfigIndex}].{field}";
        if (given.Any(char.IsControl))
        {
            string meant = ConfigStrings.WithEscapesUndone(given);
            yield return At(ConfigRules.EscapeDamage,
                $"{field} holds a control character: a backslash was read as an escape, and the name became another one. Write"
                    + $" \"{meant}\".") with
            {
                Repair = subject.Config?.ReplaceString(full, meant, FixSafety.Unsafe),
            };
        }

        if (given.Contains('\\', StringComparison.Ordinal))
        {
            string slashes = given.Replace('\\', '/');
            bool resolves = subject.Judgement.Reads.Probe(AssetPlace.ConfigDirectory(subject) + "/" + slashes) == EntryKind.File;
            yield return At(ConfigRules.BackslashPath, $"{field} \"{given}\" contains a backslash, which separates directories on Windows"
                + $" only. Write \"{slashes}\".") with
            {
                Repair = subject.Config?.ReplaceString(full, slashes, resolves ? FixSafety.Safe : FixSafety.Unsafe),
            };
        }

        if (given.Contains("://", StringComparison.Ordinal))
        {
            yield return At(AssetPathRules.Url, $"{field} \"{given}\" is a URL, which TensorBoard takes for the name of a file beside the"
                + $" config. Put a copy there.");
        }
        else if (given.Length > 2 && char.IsAsciiLetter(given[0]) && given[1] == ':' && given[2] is '/' or '\\' && subject.Judgement.Context.Options.HostOs != HostOs.Windows)
        {
            yield return At(AssetPathRules.DriveLetter, $"{field} \"{given}\" begins with a drive letter, which only Windows knows. Use a"
                + $" path relative to the config.") with
            {
                Repair = AssetPlace.Candidates(subject, new AssetTrace("", "", kind, given, null, AssetOutcome.Missing)) is [string near]
                    ? subject.Config?.ReplaceString(full, near, FixSafety.Unsafe) : null,
            };
        }

        if (given[0] == '~' && (given.Length == 1 || given[1] == '/'))
        {
            yield return At(AssetPathRules.Home, $"{field} \"{given}\" depends on who runs TensorBoard; since 2.21 it is refused unless"
                + $" it lies in the config's directory.");
        }
    }

    private static IEnumerable<Finding> OfPlace(EmbeddingSubject subject, AssetKind kind, string given)
    {
        string field = AssetPlace.Field(kind);
        string full = $"embeddings[{subject.Trace.ConfigIndex}].{field}";
        Finding At(Rule rule, string message) => subject.AtField(rule, field, message);
        if (subject.Asset(kind) is not AssetTrace asset)
        {
            yield break;
        }

        string refused = $"TensorBoard 2.21 and later refuse it (\"Asset path … resolves outside the config directory\"):"
            + $" {Consequence(kind, subject)}"
            + " Copy the file beside the config.";
        bool leadsOut = asset.Outcome == AssetOutcome.Outside || LeadsOut(subject, asset);
        if (leadsOut)
        {
            Severity severity = asset.Outcome != AssetOutcome.Outside ? Severity.Warning : Severity.Error;
            bool byLink = StaysInsideAsText(subject, given);
            if (kind == AssetKind.Tensor)
            {
                yield return At(TensorFileRules.Outside, $"tensor_path \"{given}\" leads out of the config's"
                    + $" directory{(byLink ? " by a symbolic link" : "")}. {refused}") with
                { Severity = severity };
            }
            else if (byLink)
            {
                yield return At(AssetPathRules.SymlinkOutside, $"{field} \"{given}\" leads out of the config's directory by a symbolic"
                    + $" link. {refused}") with
                { Severity = severity };
            }
            else
            {
                yield return At(AssetPathRules.Outside, $"{field} \"{given}\" leads out of the config's directory."
                    + $" {refused}") with
                { Severity = severity };
            }
        }
        else if (given[0] == '/' && asset.Resolved is string resolved)
        {
            string relative = FindingPath.Relative(subject.Judgement.Reads.RealPath(AssetPlace.ConfigDirectory(subject)), subject.Judgement.Reads.RealPath(subject.Judgement.Reads.OnDisk(resolved)));
            yield return At(AssetPathRules.Absolute, $"{field} is an absolute path; it breaks when the directory is moved. Write"
                + $" \"{relative}\".") with
            {
                Repair = relative.StartsWith("..", StringComparison.Ordinal) ? null : subject.Config?.ReplaceString(full, relative, FixSafety.Safe),
            };
        }

        if (asset.Outcome != AssetOutcome.Missing)
        {
            yield break;
        }

        if (AssetPlace.Undoubled(subject, given) is string meant)
        {
            yield return At(AssetPathRules.Doubled,
                $"{field} \"{given}\" repeats the directory of the config: paths count from there, so TensorBoard looks for"
                    + $" {Doubled(subject, asset)}. Write \"{meant}\".") with
            {
                Repair = subject.Config?.ReplaceString(full, meant, FixSafety.Safe),
            };
        }
        else if (AssetPlace.OtherCase(subject, given) is string cased)
        {
            yield return At(AssetPathRules.Case, $"{field} \"{given}\" matches \"{cased}\" only when upper and lower case are not told"
                + $" apart.") with
            {
                Repair = subject.Config?.ReplaceString(full, cased, FixSafety.Safe),
            };
        }
    }

    private static string Doubled(EmbeddingSubject subject, AssetTrace asset) =>
        asset.Resolved is string resolved ? LastParts(subject.Judgement.Reads.OnDisk(resolved), asset.Given.Split('/').Length + 1) : asset.Given;

    private static string LastParts(string path, int count) => string.Join('/', path.Split('/').TakeLast(count));

    private static bool StaysInsideAsText(EmbeddingSubject subject, string given)
    {
        string directory = AssetPlace.ConfigDirectory(subject);
        string joined = given[0] is '/' ? given : given[0] == '~' ? "/" : directory + "/" + given;
        return !FindingPath.Relative(directory, joined).StartsWith("..", StringComparison.Ordinal);
    }

    // Versions before 2.21 let it pass; the report still says that newer ones will not.
    private static bool LeadsOut(EmbeddingSubject subject, AssetTrace asset) =>
        asset.Resolved is string resolved && !subject.Judgement.Behaviour.AssetPathsConfined
        && FindingPath.Relative(subject.Judgement.Reads.RealPath(AssetPlace.ConfigDirectory(subject)), subject.Judgement.Reads.RealPath(subject.Judgement.Reads.OnDisk(resolved)))
            .StartsWith("..", StringComparison.Ordinal);

    private static string Consequence(AssetKind kind, EmbeddingSubject subject) => kind switch
    {
        AssetKind.Tensor => $"{subject.DisplayName} is not in the page's menu.",
        AssetKind.Metadata => $"the page shows \"Error fetching metadata\" and draws no points of {subject.DisplayName}.",
        AssetKind.Sprite => "the page stays at \"Fetching sprite image...\" for ever.",
        _ => "the bookmark panel stays empty.",
    };
}
