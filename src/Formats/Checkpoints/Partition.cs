using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Do the slices of a tensor cover it, each element once (spec/tensor-bundle.md §8.4)?</summary>
internal static class Partition
{
    // Enough for any partition that somebody made on purpose; a table made to keep a reader busy ends here.
    private const long MostComparisons = 100_000_000;

    /// <summary>Says what is wrong, or null.</summary>
    public static (string Expected, string Found)? Check(TensorShape shape, IReadOnlyList<TensorSlice> slices)
    {
        UInt128 covered = 0;
        foreach (TensorSlice slice in slices)
        {
            if (!slice.FitsInto(shape))
            {
                return ($"slices inside the shape {shape}", $"the slice {slice}");
            }

            covered += (UInt128)slice.ShapeIn(shape).ElementCount;
        }

        if (covered != (UInt128)shape.ElementCount)
        {
            return ($"slices of {shape.ElementCount} elements together", $"{covered}");
        }

        return FindOverlap(shape, slices);
    }

    // Sorted along the dimension with the most different starts, only slices that reach into the next one's range there can overlap it.
    private static (string Expected, string Found)? FindOverlap(TensorShape shape, IReadOnlyList<TensorSlice> slices)
    {
        if (shape.Rank == 0)
        {
            return slices.Count > 1 ? ("one slice of a scalar", $"{slices.Count}") : null;
        }

        int axis = Enumerable.Range(0, shape.Rank).MaxBy(i => slices.Select(slice => slice.Extents[i].Start).Distinct().Count());
        List<TensorSlice> sorted = [.. slices.OrderBy(slice => slice.Extents[axis].Start)];
        List<TensorSlice> open = [];
        long comparisons = 0;
        foreach (TensorSlice slice in sorted)
        {
            open.RemoveAll(other => End(other.Extents[axis], shape[axis]) <= slice.Extents[axis].Start);
            comparisons += open.Count;
            if (comparisons > MostComparisons)
            {
                return ("a partition that can be checked", $"{slices.Count} slices side by side");
            }

            if (open.Find(other => other.Overlaps(slice, shape)) is { } overlapped)
            {
                return ("slices that do not overlap", $"{overlapped} and {slice}");
            }

            open.Add(slice);
        }

        return null;
    }

    private static long End(SliceExtent extent, long size) => extent.IsFull ? size : extent.Start + extent.Length;
}
