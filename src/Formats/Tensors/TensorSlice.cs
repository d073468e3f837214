using System.Globalization;

namespace TensorBoardFormats.Tensors;

/// <summary>A part of one dimension of a tensor.</summary>
/// <param name="Start">First index, from 0.</param>
/// <param name="Length">Number of indexes; -1 for the whole dimension, then <paramref name="Start"/> is 0.</param>
public readonly record struct SliceExtent(long Start, long Length)
{
    /// <summary>The whole dimension, <c>-</c> in TensorFlow's spelling.</summary>
    public static SliceExtent Full => new(0, -1);

    /// <summary>It is the whole dimension, whatever its size.</summary>
    public bool IsFull => Length < 0;

    /// <summary>As TensorFlow spells it: <c>start,length</c> or <c>-</c>.</summary>
    public override string ToString() => IsFull ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Start},{Length}");
}

/// <summary>A block of a tensor, one extent per dimension: the part of a partitioned variable that one entry holds (spec/tensor-bundle.md
/// §8).</summary>
public sealed class TensorSlice : IEquatable<TensorSlice>
{
    private readonly SliceExtent[] _extents;

    /// <summary>Takes checked extents.</summary>
    /// <exception cref="ArgumentException">A start is negative, or a length neither positive nor -1.</exception>
    public TensorSlice(params ReadOnlySpan<SliceExtent> extents)
    {
        foreach (SliceExtent extent in extents)
        {
            if (!IsValid(extent))
            {
                throw new ArgumentException($"Expected a start of 0 or more and a positive length, or a full dimension; found {extent.Start},{extent.Length}.", nameof(extents));
            }
        }

        _extents = extents.ToArray();
    }

    /// <summary>One extent per dimension, outermost first.</summary>
    public ReadOnlySpan<SliceExtent> Extents => _extents;

    /// <summary>Number of dimensions.</summary>
    public int Rank => _extents.Length;

    /// <summary>Reads <c>0,5:-</c>: one extent per dimension, <c>start,length</c> or <c>-</c>, joined by colons; empty for no
    /// dimension.</summary>
    /// <exception cref="FormatException">It is not written so.</exception>
    public static TensorSlice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Length == 0 ? [] : text.Split(':');
        return new TensorSlice(Array.ConvertAll(parts, part => ParseExtent(part, text)));
    }

    /// <summary>Can a file hold this extent?</summary>
    internal static bool IsValid(SliceExtent extent) => extent is { Start: 0, Length: -1 } || (extent.Start >= 0 && extent.Length > 0);

    /// <summary>Does the slice lie inside a tensor of this shape?</summary>
    public bool FitsInto(TensorShape shape)
    {
        if (shape.Rank != Rank)
        {
            return false;
        }

        for (int i = 0; i < Rank; i++)
        {
            if (!_extents[i].IsFull && (_extents[i].Start > shape[i] || _extents[i].Length > shape[i] - _extents[i].Start))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Is it the whole of a tensor of this shape?</summary>
    public bool Covers(TensorShape shape) => FitsInto(shape) && ShapeIn(shape) == shape;

    /// <summary>The shape of the part, in a tensor that it fits into.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public TensorShape ShapeIn(TensorShape shape)
    {
        if (!FitsInto(shape))
        {
            throw new ArgumentException($"The slice {this} does not lie in the shape {shape}.", nameof(shape));
        }

        long[] sizes = new long[Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = _extents[i].IsFull ? shape[i] : _extents[i].Length;
        }

        return new TensorShape(sizes);
    }

    /// <summary>Have two slices of a tensor of this shape an element in common?</summary>
    public bool Overlaps(TensorSlice other, TensorShape shape)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < Rank; i++)
        {
            (long start, long length) = Resolve(_extents[i], shape[i]);
            (long otherStart, long otherLength) = Resolve(other._extents[i], shape[i]);
            if (Math.Max(start, otherStart) >= Math.Min(start + length, otherStart + otherLength))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TensorSlice? other) => other is not null && Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorSlice);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (SliceExtent extent in _extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>As TensorFlow spells it: <c>0,5:-</c>.</summary>
    public override string ToString() => string.Join(':', _extents);

    private static (long Start, long Length) Resolve(SliceExtent extent, long size) =>
        extent.IsFull ? (0, size) : (extent.Start, extent.Length);

    private static SliceExtent ParseExtent(string part, string text)
    {
        if (part == "-")
        {
            return SliceExtent.Full;
        }

        int comma = part.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0
            || !long.TryParse(part.AsSpan(0, comma), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long start)
            || !long.TryParse(part.AsSpan(comma + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long length)
            || start < 0 || length <= 0)
        {
            throw new FormatException($"Expected '-' or a start of 0 or more and a positive length, found '{part}' in the slice '{text}'.");
        }

        return new SliceExtent(start, length);
    }
}
