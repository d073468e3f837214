namespace TensorBoardFormats.Tables;

/// <summary>What is wrong in a table, before it is known whether somebody minds.</summary>
/// <param name="Offset">Byte offset in the file.</param>
/// <param name="Expected">What a sound table has there.</param>
/// <param name="Found">What this one has there.</param>
internal readonly record struct TableFault(long Offset, string Expected, string Found)
{
    /// <summary>The fault as the exception that readers throw.</summary>
    public MalformedFileException In(string path) => new(path, Offset, Expected, Found);
}
