namespace TensorBoardFormats.Validation.Page;

/// <summary>The polylines of a sequence column (spec/projector.md §10.6).</summary>
internal static class Sequences
{
    /// <summary>Counts the polylines; null if a row leads back to itself, so that the page collects without end.</summary>
    /// <param name="next">Per row the row after it; null where there is none.</param>
    /// <param name="points">Number of points (N).</param>
    public static int? Count(IReadOnlyList<double?> next, int points)
    {
        int rows = Math.Min(next.Count, points);
        bool[] passed = new bool[points];
        bool[] starts = new bool[points];
        int[] walk = new int[points];
        int lines = 0;
        for (int row = 0; row < rows; row++)
        {
            if (passed[row] || next[row] is not { } value)
            {
                continue;
            }

            starts[row] = true;
            if (IsRow(value, points) && starts[(int)value] && (int)value != row)
            {
                continue;
            }

            lines++;
            if (!Follow(row, lines))
            {
                return null;
            }
        }

        return lines;

        // What an earlier walk went through leads to nothing new.
        bool Follow(int row, int line)
        {
            for (int at = row; ;)
            {
                if (walk[at] != 0)
                {
                    return walk[at] != line;
                }

                walk[at] = line;
                if (at >= rows || next[at] is not { } value || !IsRow(value, points))
                {
                    return true;
                }

                at = (int)value;
                passed[at] = true;
            }
        }
    }

    private static bool IsRow(double value, int points) => value >= 0 && value < points && value == Math.Floor(value);
}
