namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// The projector's part of a TensorBoard process, asked as its page asks it. All that the page model knows of a log directory comes
/// through here (spec/projector.md §10).
/// </summary>
/// <remarks>
/// Names are those of <c>/info</c>; an embedding without name is asked for as <c>undefined</c>. A question that kills the process is answered with
/// status 0, and <see cref="Ended"/> is set from then on.
/// </remarks>
internal interface IProjectorServer
{
    /// <summary>Whether the tab is in the bar once the background determination has ended (the fourth answer of the plugin list).</summary>
    bool TabActive { get; }

    /// <summary>How the process ended before or while it answered the first questions; null while it lives.</summary>
    ProcessEnd? Ended { get; }

    /// <summary><c>/runs</c>: a JSON array of run names.</summary>
    ServerAnswer Runs();

    /// <summary><c>/info</c>: the run's config as JSON.</summary>
    ServerAnswer Info(ProjectorQuery query);

    /// <summary><c>/tensor</c>: float32, little-endian, row-major.</summary>
    ServerAnswer Tensor(ProjectorQuery query);

    /// <summary><c>/metadata</c>: UTF-8 text with LF.</summary>
    ServerAnswer Metadata(ProjectorQuery query);

    /// <summary><c>/sprite_image</c>.</summary>
    ServerAnswer Sprite(ProjectorQuery query);

    /// <summary><c>/bookmarks</c>.</summary>
    ServerAnswer Bookmarks(ProjectorQuery query);
}

/// <summary>A hard check in TensorFlow killed the process.</summary>
/// <param name="Signal">The signal, as <c>SIGABRT</c>.</param>
/// <param name="During">Request path it was answering, as <c>/tensor</c>.</param>
internal sealed record ProcessEnd(string Signal, string During);

/// <summary>One answer over HTTP.</summary>
/// <param name="Status">HTTP status; 0 = none came, the process died over the question.</param>
/// <param name="Body">What was sent; for 400 the text, for 500 what raised (<c>ExceptionType: text</c>).</param>
/// <param name="ContentType">Set for sprites.</param>
internal sealed record ServerAnswer(int Status, AnswerBody Body, string? ContentType = null)
{
    /// <summary>True for 200.</summary>
    public bool IsOk => Status == 200;
}

/// <summary>The bytes of an answer, produced when they are read, so that an answer of gigabytes needs no memory.</summary>
internal abstract class AnswerBody
{
    /// <summary>Bytes in all.</summary>
    public abstract long Length { get; }

    /// <summary>Equal for bodies that are known to hold the same bytes; null when nothing is known.</summary>
    public virtual object? Identity => null;

    /// <summary>Reads the body from its start. May be called more than once; the caller disposes the stream.</summary>
    /// <exception cref="IOException">The file behind it can no longer be read.</exception>
    public abstract Stream Open();

    /// <summary>A body that is held in memory.</summary>
    public static AnswerBody Of(ReadOnlyMemory<byte> bytes) => new MemoryBody(bytes);

    /// <summary>A text, as UTF-8.</summary>
    public static AnswerBody Of(string text) => new MemoryBody(System.Text.Encoding.UTF8.GetBytes(text));

    private sealed class MemoryBody(ReadOnlyMemory<byte> bytes) : AnswerBody
    {
        public override long Length => bytes.Length;

        public override Stream Open() =>
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) && segment.Array is not null
                ? new MemoryStream(segment.Array, segment.Offset, segment.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false);
    }
}
