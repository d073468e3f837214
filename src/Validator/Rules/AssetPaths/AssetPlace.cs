using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.AssetPaths;

/// <summary>Where a path of a config leads, and what lies near it.</summary>
internal static class AssetPlace
{
    private const int MostAncestors = 32;

    /// <summary>The field of the config that holds a path.</summary>
    public static string Field(AssetKind kind) => kind switch
    {
        AssetKind.Tensor => "tensor_path",
        AssetKind.Metadata => "metadata_path",
        AssetKind.Sprite => "sprite.image_path",
        _ => "bookmarks_path",
    };

    /// <summary>In words, where a path was looked for when that is not what its text says.</summary>
    public static string LookedFor(EmbeddingSubject subject, AssetTrace asset)
    {
        if (asset.Resolved is not string resolved)
        {
            return "";
        }

        string relative = subject.Judgement.Context.Relative(subject.Judgement.Reads.OnDisk(resolved));
        return relative == asset.Given ? "" : $" (looked for as {relative})";
    }

    /// <summary>In words, the file that was probably meant; what else to do when none is near.</summary>
    public static string Nearest(EmbeddingSubject subject, AssetTrace asset) =>
        Candidates(subject, asset) is [string only, ..] ? $" Did you mean \"{only}\"?" : " Correct the path or remove the field.";

    /// <summary>Paths, relative to the config's directory, of files that may have been meant: the same base name nearby, then a like one in the same place.</summary>
    public static IReadOnlyList<string> Candidates(EmbeddingSubject subject, AssetTrace asset)
    {
        string directory = ConfigDirectory(subject);
        string name = BaseName(asset.Given);
        List<string> found = [];
        foreach ((string path, string file) in FilesBelow(subject.Judgement.Reads, directory, "", 2))
        {
            if (string.Equals(file, name, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(path);
            }
        }

        if (found.Count == 0 && !asset.Given.Contains('/', StringComparison.Ordinal))
        {
            found.AddRange(subject.Judgement.Reads.List(directory)
                .Where(e => e.Kind == EntryKind.File && Nearness.IsNear(e.Name, name))
                .Select(static e => e.Name));
        }

        return found;
    }

    /// <summary>
    /// The path that a doubled one means, relative to the config's directory: the same text leads to a file from the working directory or
    /// from a directory above the config. Null when it does not.
    /// </summary>
    public static string? Undoubled(EmbeddingSubject subject, string given)
    {
        if (given.Length == 0 || given[0] is '/' or '~' || given.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        string directory = ConfigDirectory(subject);
        string start = directory;
        for (int i = 0; i < MostAncestors && start.Length > 1; i++)
        {
            start = Parent(start);
            string meant = start.TrimEnd('/') + "/" + given;
            if (subject.Judgement.Reads.Probe(meant) == EntryKind.File && FindingPath.Relative(directory, meant) is string relative
                && !relative.StartsWith("..", StringComparison.Ordinal))
            {
                return relative;
            }
        }

        return null;
    }

    /// <summary>The path with the case that the disk has, relative to the config's directory; null unless exactly that differs.</summary>
    public static string? OtherCase(EmbeddingSubject subject, string given)
    {
        if (given.Length == 0 || given[0] is '/' or '~')
        {
            return null;
        }

        string at = ConfigDirectory(subject);
        List<string> parts = [];
        foreach (string part in given.Split('/').Where(static p => p is not ("" or ".")))
        {
            DirectoryEntry[] matches = [.. subject.Judgement.Reads.List(at).Where(e => string.Equals(e.Name, part, StringComparison.OrdinalIgnoreCase))];
            string? name = part == ".." ? part : matches.Any(e => e.Name == part) ? part : matches.Length == 1 ? matches[0].Name : null;
            if (name is null)
            {
                return null;
            }

            parts.Add(name);
            at = at.TrimEnd('/') + "/" + name;
        }

        string joined = string.Join('/', parts);
        return joined == given || subject.Judgement.Reads.Probe(at) != EntryKind.File ? null : joined;
    }

    /// <summary>The directory of the config, as the disk is asked for it.</summary>
    public static string ConfigDirectory(EmbeddingSubject subject) => subject.Judgement.Reads.OnDisk(subject.Run.Source.Directory);

    private static IEnumerable<(string Path, string Name)> FilesBelow(FileReads reads, string directory, string prefix, int depth)
    {
        foreach (DirectoryEntry entry in reads.List(directory))
        {
            if (entry.Kind == EntryKind.File)
            {
                yield return (prefix + entry.Name, entry.Name);
            }
            else if (entry.Kind == EntryKind.Directory && depth > 0 && !entry.IsLink)
            {
                foreach ((string, string) below in FilesBelow(reads, directory.TrimEnd('/') + "/" + entry.Name, prefix + entry.Name + "/", depth - 1))
                {
                    yield return below;
                }
            }
        }
    }

    private static string BaseName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string Parent(string path) => path.TrimEnd('/') is var trimmed && trimmed.LastIndexOf('/') is > 0 and int slash ? trimmed[..slash] : "/";
}
