using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>Where an asset path of a config leads (spec/projector.md §8).</summary>
internal static class AssetPaths
{
    /// <summary>
    /// The path that is read: <c>~</c> expanded, relative to the directory of the config; where the version confines it, the real path,
    /// which must lie in that directory.
    /// </summary>
    /// <returns>Null when it leads out of that directory.</returns>
    public static string? Resolve(TensorBoardHost host, string given, string configPath, TensorBoardBehaviour behaviour)
    {
        string directory = PosixPath.DirectoryName(configPath);
        string joined = PosixPath.Join(directory, host.ExpandUser(given));
        if (!behaviour.AssetPathsConfined)
        {
            return joined;
        }

        string? inside = host.RealPath(directory);
        string? candidate = host.RealPath(joined);
        bool isInside = inside is not null && candidate is not null
            && (candidate == inside || inside == "/" || candidate.StartsWith(inside + "/", StringComparison.Ordinal));
        return isInside ? candidate : null;
    }

    /// <summary>The text of the 400 for a path that leads out of the config's directory.</summary>
    public static string OutsideText(string given) => $"Asset path \"{given}\" resolves outside the config directory";
}
