using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>What of the kept points is sent to the page: all, or a random part with the last one (spec/tfevents.md §11).</summary>
internal static class PageSample
{
    /// <summary>Indexes of the points that are sent.</summary>
    public static int[] Indexes(LoaderKind loader, int count, long asked)
    {
        if (asked <= 0)
        {
            return [];
        }

        if (asked >= count)
        {
            return [.. Enumerable.Range(0, count)];
        }

        int chosen = (int)asked - 1;
        int[] sample = loader == LoaderKind.Slow
            ? new MersenneTwister(0).Sample(count - 1, chosen)
            : new ChaChaRandom(0).Sample(count - 1, chosen);
        return [.. sample, count - 1];
    }
}
