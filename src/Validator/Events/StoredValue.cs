using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Events;

/// <summary>
/// A value that is not one float32: where its bytes stand, so that a view of thousands of pictures needs no memory for them. Only what
/// protobuf had to join from pieces is held.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The event file.</param>
/// <param name="Offset">Where the content of the oneof member begins in it.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Held">The content itself when it stands nowhere in one piece.</param>
internal sealed record StoredValue(ValueKind Kind, string Path, long Offset, int Length, byte[]? Held)
{
    /// <summary>The Python loader reduces the tensor to its first column (audio, §10.3).</summary>
    public bool FirstColumnOnly { get; init; }

    /// <summary>The Python loader gives a tensor without dimensions one of size 1 (graph values, §8.1).</summary>
    public bool GainsDimension { get; init; }

    /// <summary>The content.</summary>
    /// <exception cref="IOException">The file cannot be read any more, or is shorter now.</exception>
    public ReadOnlyMemory<byte> Read(FileStore files)
    {
        if (Held is not null || Length == 0)
        {
            return Held;
        }

        using ReadableFile file = files.OpenRead(Path);
        byte[] bytes = new byte[Length];
        return file.ReadFully(bytes, Offset) == Length
            ? bytes
            : throw new MalformedFileException(Path, Offset, $"{Length} bytes that were there before", "the end of the file");
    }
}
