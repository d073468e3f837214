using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace TensorBoardFormats.Tensors;

/// <summary>Sizes of a tensor's dimensions, outermost first; a scalar has none. Made by <c>[500, 784]</c>.</summary>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public readonly struct TensorShape : IEquatable<TensorShape>, IEnumerable<long>
{
    /// <summary>The most dimensions that TensorFlow takes (spec/tensor-bundle.md §12).</summary>
    public const int MaxRank = 254;

    private readonly long[]? _dimensions;

    /// <summary>Takes over checked sizes.</summary>
    /// <param name="dimensions">Sizes, each 0 or more.</param>
    /// <exception cref="ArgumentException">A size is negative, the product overflows, or there are more than
    /// <see cref="MaxRank"/>.</exception>
    public TensorShape(params ReadOnlySpan<long> dimensions)
    {
        if (!TryCountElements(dimensions, out long count))
        {
            throw new ArgumentException($"[{string.Join(", ", dimensions.ToArray())}] is no shape: sizes are 0 or more, at most {MaxRank} of them, and their product is an int64.", nameof(dimensions));
        }

        _dimensions = dimensions.Length == 0 ? null : dimensions.ToArray();
        ElementCountMinusOne = count - 1;
    }

    private TensorShape(long[] dimensions, long count)
    {
        _dimensions = dimensions.Length == 0 ? null : dimensions;
        ElementCountMinusOne = count - 1;
    }

    /// <summary>The shape of a scalar: no dimensions, one element.</summary>
    public static TensorShape Scalar => default;

    /// <summary>Number of dimensions.</summary>
    public int Rank => _dimensions?.Length ?? 0;

    /// <summary>Product of the sizes; 1 for a scalar.</summary>
    public long ElementCount => ElementCountMinusOne + 1;

    /// <summary>The sizes, outermost first.</summary>
    public ReadOnlySpan<long> Dimensions => _dimensions;

    /// <summary>Size of one dimension.</summary>
    public long this[int index] => Dimensions[index];

    // So that default(TensorShape) is a scalar with one element.
    private long ElementCountMinusOne { get; }

    /// <summary>What <c>[500, 784]</c> calls.</summary>
    public static TensorShape Create(ReadOnlySpan<long> dimensions) => new(dimensions);

    /// <summary>The shape of sizes read from a file, which it shares and nobody changes any more.</summary>
    /// <returns>False when they are no shape.</returns>
    internal static bool TryCreate(long[] dimensions, out TensorShape shape)
    {
        bool ok = TryCountElements(dimensions, out long count);
        shape = ok ? new TensorShape(dimensions, count) : default;
        return ok;
    }

    /// <summary>The number of elements of sizes read from a file.</summary>
    /// <returns>False when they are no shape: a negative size, too many, or a product beyond int64.</returns>
    internal static bool TryCountElements(ReadOnlySpan<long> dimensions, out long count)
    {
        count = 1;
        if (dimensions.Length > MaxRank)
        {
            return false;
        }

        foreach (long size in dimensions)
        {
            if (size < 0)
            {
                return false;
            }

            long high = Math.BigMul(count, size, out long low);
            if (high != 0 || low < 0)
            {
                return false;
            }

            count = low;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (long size in Dimensions)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <summary>Same sizes in the same order.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Some size differs.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <summary>As TensorFlow prints shapes: <c>[500,784]</c>.</summary>
    public override string ToString() =>
        "[" + string.Join(',', (_dimensions ?? []).Select(static size => size.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)(_dimensions ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
