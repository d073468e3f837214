using System.Text.Unicode;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Events;

/// <summary>Whose protobuf rules decide whether bytes are an <c>Event</c>; the two of TensorBoard differ (spec/tfevents.md §3).</summary>
internal enum ProtobufDialect
{
    /// <summary>The Python loader's (upb): a known field of another wire type is an unknown field.</summary>
    Lenient,

    /// <summary>The data server's (prost): such a field makes the message unreadable, and so does a varint above 64 bits.</summary>
    Strict,
}

/// <summary>Decides whether bytes are an <c>Event</c>, down to the last string in it, without building one.</summary>
/// <remarks>One table a message: what stands at each field number. What no table names is unknown, and skipped.</remarks>
internal static class EventSchema
{
    private const byte Unknown = 0;
    private const byte Varint = 1;
    private const byte Fixed32 = 2;
    private const byte Fixed64 = 3;
    private const byte Bytes = 4;
    private const byte Text = 5;
    private const byte Varints = 6; // Repeated numbers, packed or not.
    private const byte Fixed32S = 7;
    private const byte Fixed64S = 8;
    private const byte FirstMessage = 9;
    private const int MaxDepth = 100; // The recursion limit of both implementations.

    private const byte Summary = FirstMessage;
    private const byte Value = Summary + 1;
    private const byte Metadata = Value + 1;
    private const byte PluginData = Metadata + 1;
    private const byte Image = PluginData + 1;
    private const byte Histogram = Image + 1;
    private const byte Audio = Histogram + 1;
    private const byte Tensor = Audio + 1;
    private const byte Shape = Tensor + 1;
    private const byte Dimension = Shape + 1;
    private const byte Resource = Dimension + 1;
    private const byte ResourceShape = Resource + 1;
    private const byte Variant = ResourceShape + 1;
    private const byte LogMessage = Variant + 1;
    private const byte SessionLog = LogMessage + 1;
    private const byte TaggedMetadata = SessionLog + 1;
    private const byte Source = TaggedMetadata + 1;
    private const byte EventMessage = Source + 1;

    // Index: field number. The order of the rows is that of the constants above.
    private static readonly byte[][] Messages =
    [
        [Unknown, Value],
        [Unknown, Text, Fixed32, Bytes, Image, Histogram, Audio, Text, Tensor, Metadata],
        [Unknown, PluginData, Text, Text, Varint],
        [Unknown, Text, Bytes],
        [Unknown, Varint, Varint, Varint, Bytes],
        [Unknown, Fixed64, Fixed64, Fixed64, Fixed64, Fixed64, Fixed64S, Fixed64S],
        [Unknown, Fixed32, Varint, Varint, Bytes, Text],
        [Unknown, Varint, Shape, Varint, Bytes, Fixed32S, Fixed64S, Varints, Bytes, Fixed32S, Varints, Varints, Fixed64S, Varints,
            Resource, Variant, Varints, Varints, Bytes],
        [Unknown, Unknown, Dimension, Varint],
        [Unknown, Varint, Text],
        [Unknown, Text, Text, Text, Varint, Text, ResourceShape],
        [Unknown, Varint, Shape],
        [Unknown, Text, Bytes, Tensor],
        [Unknown, Varint, Text],
        [Unknown, Varint, Text, Text],
        [Unknown, Text, Bytes],
        [Unknown, Text],
        [Unknown, Fixed64, Varint, Text, Bytes, Summary, LogMessage, SessionLog, TaggedMetadata, Bytes, Source],
    ];

    /// <summary>True when <paramref name="payload"/> is a whole <c>Event</c> by the rules of <paramref name="dialect"/>.</summary>
    public static bool IsEvent(ReadOnlySpan<byte> payload, ProtobufDialect dialect) => IsValid(payload, EventMessage, dialect, 0);

    /// <summary>True when <paramref name="bytes"/> are a <c>SummaryMetadata</c>.</summary>
    public static bool IsMetadata(ReadOnlySpan<byte> bytes, ProtobufDialect dialect) => IsValid(bytes, Metadata, dialect, 0);

    private static bool IsValid(ReadOnlySpan<byte> bytes, byte message, ProtobufDialect dialect, int depth)
    {
        if (depth > MaxDepth)
        {
            return false;
        }

        byte[] fields = Messages[message - FirstMessage];
        WireReader reader = new(bytes);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            byte kind = field < fields.Length ? fields[field] : Unknown;
            if (kind == Unknown || !Fits(kind, type))
            {
                if (kind != Unknown && dialect == ProtobufDialect.Strict || !reader.TrySkip(field, type))
                {
                    return false;
                }
            }
            else if (!IsValidField(ref reader, bytes, kind, type, dialect, depth))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(byte kind, WireType type) => kind switch
    {
        Varint => type == WireType.Varint,
        Fixed32 => type == WireType.Fixed32,
        Fixed64 => type == WireType.Fixed64,
        Varints => type is WireType.Varint or WireType.LengthDelimited,
        Fixed32S => type is WireType.Fixed32 or WireType.LengthDelimited,
        Fixed64S => type is WireType.Fixed64 or WireType.LengthDelimited,
        _ => type == WireType.LengthDelimited,
    };

    private static bool IsValidField(
        ref WireReader reader, ReadOnlySpan<byte> bytes, byte kind, WireType type, ProtobufDialect dialect, int depth)
    {
        switch (type)
        {
            case WireType.Varint:
                return IsValidVarint(ref reader, bytes, dialect);
            case WireType.Fixed32:
                return reader.TryReadFixed32(out _);
            case WireType.Fixed64:
                return reader.TryReadFixed64(out _);
        }

        return reader.TryReadBytes(out ReadOnlySpan<byte> content) && kind switch
        {
            Bytes => true,
            Text => Utf8.IsValid(content),
            Varints => AreVarints(content, dialect),
            Fixed32S => content.Length % sizeof(uint) == 0,
            Fixed64S => content.Length % sizeof(ulong) == 0,
            _ => IsValid(content, kind, dialect, depth + 1),
        };
    }

    private static bool AreVarints(ReadOnlySpan<byte> content, ProtobufDialect dialect)
    {
        WireReader reader = new(content);
        while (!reader.AtEnd)
        {
            if (!IsValidVarint(ref reader, content, dialect))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsValidVarint(ref WireReader reader, ReadOnlySpan<byte> bytes, ProtobufDialect dialect)
    {
        const int MostBytes = 10; // The tenth has one bit of a 64-bit number.
        int start = reader.Position;
        return reader.TryReadVarint(out _)
            && (dialect == ProtobufDialect.Lenient || reader.Position - start < MostBytes || bytes[reader.Position - 1] <= 1);
    }
}
