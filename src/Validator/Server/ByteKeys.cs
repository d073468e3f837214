namespace TensorBoardFormats.Validation.Server;

/// <summary>Keys of an index, compared by their bytes.</summary>
internal sealed class ByteKeys : IEqualityComparer<byte[]>
{
    /// <summary>The one there is.</summary>
    public static ByteKeys Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] key)
    {
        HashCode hash = default;
        hash.AddBytes(key);
        return hash.ToHashCode();
    }
}
