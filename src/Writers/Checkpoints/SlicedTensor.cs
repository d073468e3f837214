using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>A tensor that is stored in slices, while its checkpoint is written.</summary>
/// <param name="DType">Type of the elements.</param>
/// <param name="Shape">Shape of the whole.</param>
/// <param name="Shard">Shard number of the whole tensor's entry: that of its first part, and of no meaning.</param>
internal sealed record SlicedTensor(DType DType, TensorShape Shape, int Shard)
{
    private readonly List<TensorSlice> _slices = [];
    private long _firstDimensionEnd;

    /// <summary>The slices so far, in the order they came.</summary>
    public IReadOnlyList<TensorSlice> Slices => _slices;

    /// <summary>An earlier slice that has elements in common with this one, or null.</summary>
    /// <remarks>Partitions mostly come row by row; then no two need to be compared.</remarks>
    public TensorSlice? FindOverlap(TensorSlice slice) =>
        Shape.Rank > 0 && !slice.Extents[0].IsFull && slice.Extents[0].Start >= _firstDimensionEnd
            ? null
            : _slices.Find(other => other.Overlaps(slice, Shape));

    /// <summary>Enters a slice; whether it overlaps others is the caller's care.</summary>
    public void Add(TensorSlice slice)
    {
        _slices.Add(slice);
        if (Shape.Rank > 0)
        {
            SliceExtent first = slice.Extents[0];
            _firstDimensionEnd = Math.Max(_firstDimensionEnd, first.IsFull ? Shape[0] : first.Start + first.Length);
        }
    }
}
