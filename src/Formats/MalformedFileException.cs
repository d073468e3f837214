namespace TensorBoardFormats;

/// <summary>
/// The one exception that readers throw on content: a file says something it may not say, or less than it must.
/// Its message names the path, the place, what was expected and what was found.
/// </summary>
/// <remarks>Disk errors stay <see cref="IOException"/>; mistakes of the caller are <see cref="ArgumentException"/>.</remarks>
public sealed class MalformedFileException : IOException
{
    /// <summary>Describes one fault of one file.</summary>
    /// <param name="path">The file, as the caller named it.</param>
    /// <param name="offset">Byte offset of the fault from the start of the file; null when the fault has no single place.</param>
    /// <param name="expected">What a sound file has there.</param>
    /// <param name="found">What this file has there.</param>
    public MalformedFileException(string path, long? offset, string expected, string found)
        : base(Describe(path, offset, expected, found))
    {
        Path = path;
        Offset = offset;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>Byte offset of the fault from the start of the file; null when the fault has no single place.</summary>
    public long? Offset { get; }

    /// <summary>What a sound file has at that place.</summary>
    public string Expected { get; }

    /// <summary>What this file has at that place.</summary>
    public string Found { get; }

    private static string Describe(string path, long? offset, string expected, string found) =>
        offset is long at
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}@0x{at:x}: expected {expected}, found {found}")
            : $"{path}: expected {expected}, found {found}";
}
