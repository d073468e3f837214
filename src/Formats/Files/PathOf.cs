namespace TensorBoardFormats.Files;

/// <summary>Parts of paths, as the file seam needs them.</summary>
internal static class PathOf
{
    /// <summary>The directory of a path as it can be opened: <c>.</c> for a bare name.</summary>
    public static string Directory(string path)
    {
        string? directory = Path.GetDirectoryName(path);
        return directory is null ? path : directory.Length == 0 ? "." : directory;
    }
}
