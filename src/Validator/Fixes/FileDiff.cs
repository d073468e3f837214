using System.Text;

namespace TensorBoardFormats.Validation.Fixes;

/// <summary>What a repair changes, as removed and added lines of a text.</summary>
internal static class FileDiff
{
    /// <summary>Longer files are told by the description of the repair alone.</summary>
    public const int LongestFile = 4 << 20;

    private const int MostLines = 10;

    /// <summary>The lines that patches touch, before (<c>-</c>) and after (<c>+</c>); the first ten of each patch.</summary>
    public static IEnumerable<string> Lines(byte[] bytes, IReadOnlyList<BytePatch> patches)
    {
        foreach (BytePatch patch in patches.Take(MostLines))
        {
            int start = bytes.AsSpan(0, (int)patch.Offset).LastIndexOf((byte)'\n') + 1;
            int end = (int)(patch.Offset + patch.Length);
            end += bytes.AsSpan(end).IndexOf((byte)'\n') is >= 0 and int feed ? feed : bytes.Length - end;
            byte[] after = [.. bytes.AsSpan(start, (int)patch.Offset - start), .. patch.Replacement.Span, .. bytes.AsSpan((int)(patch.Offset + patch.Length), end - (int)(patch.Offset + patch.Length))];
            foreach (string line in Encoding.UTF8.GetString(bytes, start, end - start).Split('\n').Take(MostLines))
            {
                yield return "- " + line;
            }

            foreach (string line in Encoding.UTF8.GetString(after).Split('\n').Take(MostLines))
            {
                yield return "+ " + line;
            }
        }

        if (patches.Count > MostLines)
        {
            yield return $"… and {patches.Count - MostLines} more places";
        }
    }
}
