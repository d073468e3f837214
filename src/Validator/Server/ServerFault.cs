namespace TensorBoardFormats.Validation.Server;

/// <summary>An exception that TensorBoard's code would raise; it travels through the model as it would through TensorBoard.</summary>
internal sealed class ServerFault : Exception
{
    /// <summary>A raised exception.</summary>
    /// <param name="kind">Python's name of its type, as <c>ValueError</c>.</param>
    /// <param name="text">Its text.</param>
    public ServerFault(string kind, string text)
        : base($"{kind}: {text}") => Kind = kind;

    /// <summary>Python's name of its type.</summary>
    public string Kind { get; }
}

/// <summary>A hard check in TensorFlow that ends the process.</summary>
internal sealed class ProcessKilled : Exception
{
    /// <summary>Ended by SIGABRT.</summary>
    /// <param name="reason">What the check says.</param>
    public ProcessKilled(string reason)
        : base(reason)
    {
    }
}
