using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Elements that are in memory: of a partitioned tensor of strings, put together, or of a V1 checkpoint.</summary>
internal sealed class SlicedElements(IReadOnlyList<byte[]> elements) : ElementStream
{
    private int _index = -1;
    private int _at;

    /// <summary>Reads all slices and puts their elements where they belong.</summary>
    public static SlicedElements Open(TensorShape shape, IReadOnlyList<(TensorSlice Slice, ElementStream Elements)> parts)
    {
        byte[][] all = new byte[shape.ElementCount][];
        foreach ((TensorSlice slice, ElementStream elements) in parts)
        {
            using (elements)
            {
                foreach (long index in Indexes(shape, slice))
                {
                    all[index] = elements.MoveNext() ? elements.ReadElement() : [];
                }

                elements.MoveNext(); // Behind the last one the checksum is looked at.
            }
        }

        return new SlicedElements(all);
    }

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        _at = 0;
        _index++;
        Length = _index < elements.Count ? elements[_index].Length : 0;
        return _index < elements.Count;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        ReadOnlySpan<byte> rest = elements[_index].AsSpan(_at);
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        _at += count;
        return count;
    }

    // The places in the whole tensor of the elements of a slice, in the slice's order.
    private static IEnumerable<long> Indexes(TensorShape shape, TensorSlice slice)
    {
        TensorShape inner = slice.ShapeIn(shape);
        long[] index = new long[shape.Rank];
        for (long i = 0; i < inner.ElementCount; i++)
        {
            long place = 0;
            for (int d = 0; d < index.Length; d++)
            {
                place = (place * shape[d]) + slice.Extents[d].Start + index[d];
            }

            yield return place;
            for (int d = index.Length - 1; d >= 0 && ++index[d] == inner[d]; d--)
            {
                index[d] = 0;
            }
        }
    }
}
