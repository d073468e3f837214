using Google.Protobuf;
using TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>An <c>Event</c> as protobuf JSON: field names of the .proto files, int64 as text, bytes as base64, enums by name, defaults absent.</summary>
internal static class EventJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>The JSON of a payload that is known to be an event.</summary>
    public static string Format(ReadOnlySpan<byte> payload) => Formatter.Format(Event.Parser.ParseFrom(payload));
}
