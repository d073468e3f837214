namespace TensorBoardFormats.Validation.Rules;

/// <summary>Paths as findings write them: forward slashes, never absolute.</summary>
internal static class FindingPath
{
    /// <summary><paramref name="path"/> from <paramref name="root"/>; both absolute. Nothing looks at the disk.</summary>
    public static string Relative(string root, string path)
    {
        string[] from = Parts(root);
        string[] to = Parts(path);
        int shared = 0;
        while (shared < from.Length && shared < to.Length && from[shared] == to[shared])
        {
            shared++;
        }

        string relative = string.Join('/', Enumerable.Repeat("..", from.Length - shared).Concat(to.Skip(shared)));
        return relative.Length == 0 ? "." : relative;
    }

    private static string[] Parts(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Replace('\\', Path.DirectorySeparatorChar == '\\' ? '/' : '\\').Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return [.. parts];
    }
}
