namespace TensorBoardFormats.Images;

/// <summary>The five row filters of PNG: each sample as a difference to its neighbours.</summary>
internal static class PngFilter
{
    /// <summary>As it is.</summary>
    public const byte None = 0;

    /// <summary>Against the pixel on the left.</summary>
    public const byte Sub = 1;

    /// <summary>Against the pixel above.</summary>
    public const byte Up = 2;

    /// <summary>Against the mean of both.</summary>
    public const byte Average = 3;

    /// <summary>Against left, above or left above, whichever is nearest to left + above − left above.</summary>
    public const byte Paeth = 4;

    /// <summary>Turns a filtered row back into samples, in place.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The samples of the row above; zeros above the first.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case Sub:
                for (int i = distance; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }

                break;
            case Up:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += above[i];
                }

                break;
            case Average:
                for (int i = 0; i < row.Length; i++)
                {
                    int left = i >= distance ? row[i - distance] : 0;
                    row[i] += (byte)((left + above[i]) >> 1);
                }

                break;
            case Paeth:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += i >= distance ? Predict(row[i - distance], above[i], above[i - distance]) : above[i];
                }

                break;
        }
    }

    /// <summary>Filters a row.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="row">The samples.</param>
    /// <param name="above">The samples of the row above; zeros above the first.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    /// <param name="destination">Takes the filtered row.</param>
    public static void Apply(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> destination)
    {
        above = above[..row.Length];
        destination = destination[..row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i >= distance ? row[i - distance] : (byte)0;
            byte corner = i >= distance ? above[i - distance] : (byte)0;
            destination[i] = (byte)(row[i] - filter switch
            {
                Sub => left,
                Up => above[i],
                Average => (byte)((left + above[i]) >> 1),
                Paeth => Predict(left, above[i], corner),
                _ => (byte)0,
            });
        }
    }

    private static byte Predict(byte left, byte above, byte corner)
    {
        int toLeft = Math.Abs(above - corner);
        int toAbove = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + above - (2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
