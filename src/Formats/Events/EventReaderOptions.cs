namespace TensorBoardFormats.Events;

/// <summary>How an <see cref="EventFileReader"/> meets damage.</summary>
public sealed record EventReaderOptions
{
    /// <summary>Lenient.</summary>
    public static EventReaderOptions Default { get; } = new();

    /// <summary>True: damage is an exception. False: damage is a status, and reading goes on behind it where it can.</summary>
    public bool Strict { get; init; }
}
