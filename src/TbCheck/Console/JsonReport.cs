using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>How reports for programs are written: UTF-8 as it is, nothing escaped that need not be.</summary>
internal static class JsonReport
{
    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Plain with { Indented = true };

    /// <summary>A writer of one object over the whole report.</summary>
    public static Utf8JsonWriter Open(Host host) => new(host.Output, Indented);

    /// <summary>A writer of one object a line, into lines that are sent on together.</summary>
    public static Utf8JsonWriter OpenLine(ArrayBufferWriter<byte> lines) => new(lines, Plain);

    /// <summary>Ends a line, and sends on what has gathered when it is much or the last.</summary>
    public static void EndLine(Host host, ArrayBufferWriter<byte> lines, bool isLast = false)
    {
        if (!isLast)
        {
            lines.Write("\n"u8);
        }

        if (isLast || lines.WrittenCount > FlushAt)
        {
            host.Output.Write(lines.WrittenSpan);
            lines.ResetWrittenCount();
        }
    }

    /// <summary>Sends on what has gathered, so that a long report needs no more memory than a short one.</summary>
    public static void FlushIfLarge(Utf8JsonWriter json)
    {
        if (json.BytesPending > FlushAt)
        {
            json.Flush();
        }
    }
}
