using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// A partitioned tensor put together from its slices, in constant memory: the tensor comes in bands of some rows of one dimension; what a
/// slice has of a band stands in one piece in that slice, behind what it had of the band before. So each slice is read once, from front to
/// back.
/// </summary>
internal sealed class SlicedTensorStream : TensorStream
{
    private const int BandSize = 4 << 20;

    private readonly long[] _sizes;
    private readonly int _elementSize;
    private readonly List<Part> _parts;
    private readonly int _axis;
    private readonly long _rowsPerBand;
    private readonly byte[] _band;
    private readonly byte[] _piece;
    private readonly long[] _prefix;
    private long _nextRow;
    private bool _isLast;
    private int _bandAt;
    private int _bandLength;

    /// <summary>Takes slices that cover the shape exactly; their bytes come from the streams, which it disposes.</summary>
    public SlicedTensorStream(TensorShape shape, int elementSize, IReadOnlyList<(TensorSlice Slice, TensorStream Bytes)> parts)
    {
        // A scalar is handled as one row of one element.
        _sizes = shape.Rank == 0 ? [1] : shape.Dimensions.ToArray();
        _elementSize = elementSize;
        _parts = [.. parts.Select(part => new Part(Resolve(part.Slice, shape), part.Bytes))];
        _isLast = shape.ElementCount == 0;
        while (_axis < _sizes.Length - 1 && InnerSize(_axis + 1) > BandSize)
        {
            _axis++;
        }

        long rowSize = InnerSize(_axis + 1);
        _rowsPerBand = rowSize == 0 ? 1 : Math.Clamp(BandSize / rowSize, 1, Math.Max(_sizes[_axis], 1));
        _band = new byte[_isLast ? 0 : _rowsPerBand * rowSize];
        _piece = new byte[_band.Length];
        _prefix = new long[_axis];
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        if (_bandAt == _bandLength && !ReadBand())
        {
            return 0;
        }

        int count = Math.Min(destination.Length, _bandLength - _bandAt);
        _band.AsSpan(_bandAt, count).CopyTo(destination);
        _bandAt += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _parts.ForEach(static part => part.Bytes.Dispose());
        base.Dispose();
    }

    // Bytes of one index of the dimension before `from`.
    private long InnerSize(int from)
    {
        long size = _elementSize;
        for (int i = from; i < _sizes.Length; i++)
        {
            size *= _sizes[i];
        }

        return size;
    }

    private static SliceExtent[] Resolve(TensorSlice slice, TensorShape shape)
    {
        SliceExtent[] extents = shape.Rank == 0 ? [new SliceExtent(0, 1)] : slice.Extents.ToArray();
        for (int i = 0; i < extents.Length; i++)
        {
            extents[i] = extents[i].IsFull ? new SliceExtent(0, shape[i]) : extents[i];
        }

        return extents;
    }

    private bool ReadBand()
    {
        if (_isLast)
        {
            return false;
        }

        long rows = Math.Min(_rowsPerBand, _sizes[_axis] - _nextRow);
        foreach (Part part in _parts)
        {
            CopyPart(part, rows);
        }

        _bandAt = 0;
        _bandLength = (int)(rows * InnerSize(_axis + 1));
        _nextRow += rows;
        if (_nextRow == _sizes[_axis])
        {
            _nextRow = 0;
            _isLast = !AdvancePrefix();
        }

        return true;
    }

    private bool AdvancePrefix()
    {
        for (int i = _axis - 1; i >= 0; i--)
        {
            if (++_prefix[i] < _sizes[i])
            {
                return true;
            }

            _prefix[i] = 0;
        }

        return false;
    }

    private void CopyPart(Part part, long rows)
    {
        for (int i = 0; i < _axis; i++)
        {
            if (_prefix[i] < part.Extents[i].Start || _prefix[i] >= part.Extents[i].Start + part.Extents[i].Length)
            {
                return;
            }
        }

        SliceExtent extent = part.Extents[_axis];
        long first = Math.Max(extent.Start, _nextRow);
        long end = Math.Min(extent.Start + extent.Length, _nextRow + rows);
        if (first >= end)
        {
            return;
        }

        long size = (end - first) * _elementSize;
        for (int i = _axis + 1; i < _sizes.Length; i++)
        {
            size *= part.Extents[i].Length;
        }

        Span<byte> piece = _piece.AsSpan(0, (int)size);
        part.Bytes.ReadFully(piece);
        int from = 0;
        Scatter(part, piece, ref from, _axis, first - _nextRow, end - first, 0);
    }

    // Puts rows first..first+count of dimension `axis` where they belong, starting at byte `to` of the band.
    private void Scatter(Part part, ReadOnlySpan<byte> piece, ref int from, int axis, long first, long count, long to)
    {
        long inner = InnerSize(axis + 1);
        if (IsWholeBehind(part, axis))
        {
            int length = (int)(count * inner);
            piece.Slice(from, length).CopyTo(_band.AsSpan((int)(to + (first * inner))));
            from += length;
            return;
        }

        SliceExtent next = part.Extents[axis + 1];
        for (long row = first; row < first + count; row++)
        {
            Scatter(part, piece, ref from, axis + 1, next.Start, next.Length, to + (row * inner));
        }
    }

    private bool IsWholeBehind(Part part, int axis)
    {
        for (int i = axis + 1; i < _sizes.Length; i++)
        {
            if (part.Extents[i].Length != _sizes[i])
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Part(SliceExtent[] Extents, TensorStream Bytes);
}
