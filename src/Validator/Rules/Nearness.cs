namespace TensorBoardFormats.Validation.Rules;

/// <summary>Tells misspelt names from other names.</summary>
internal static class Nearness
{
    private const int LongestName = 200;

    /// <summary>At most a third of the shorter name, and at most three letters, have to change.</summary>
    public static bool IsNear(string a, string b)
    {
        int most = Math.Min(3, Math.Min(a.Length, b.Length) / 3);
        return a.Length <= LongestName && b.Length <= LongestName && Distance(a, b) <= most;
    }

    /// <summary>The nearest of several names; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> names) =>
        names.Where(n => n != name && IsNear(n, name)).OrderBy(n => Distance(n, name)).ThenBy(static n => n, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Letters to insert, remove, replace or swap with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        int[] before = new int[b.Length + 1], last = new int[b.Length + 1], row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
