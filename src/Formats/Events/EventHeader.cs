using System.Text;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Events;

/// <summary>
/// The outer fields of an <c>Event</c> (spec/tfevents.md §3). The body of the oneof stays in the payload; where the wire holds a message
/// of it in pieces, they are joined into <see cref="Joined"/>, as protobuf merges them.
/// </summary>
/// <param name="WallTime">Seconds since 1970.</param>
/// <param name="Step">Step.</param>
/// <param name="Kind">The oneof member that came last.</param>
/// <param name="BodyStart">Where its content begins in the payload.</param>
/// <param name="BodyLength">Bytes of its content.</param>
/// <param name="Joined">Its content when it is not in one piece; else null.</param>
/// <param name="HasSource">Whether <c>source_metadata</c> is there.</param>
internal readonly record struct EventHeader(
    double WallTime, long Step, EventKind Kind, int BodyStart, int BodyLength, byte[]? Joined, bool HasSource)
{
    /// <summary>The content of the oneof member.</summary>
    public ReadOnlySpan<byte> Body(ReadOnlySpan<byte> payload) => Joined ?? payload.Slice(BodyStart, BodyLength);

    /// <summary>The content of a string member.</summary>
    public string BodyText(ReadOnlySpan<byte> payload) => Encoding.UTF8.GetString(Body(payload));

    /// <summary>Takes the outer fields apart; what is inside them is not looked at (see <see cref="EventSchema"/>).</summary>
    /// <returns>False when the bytes are no message.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out EventHeader header)
    {
        double wallTime = 0;
        long step = 0;
        EventKind kind = EventKind.None;
        int start = 0;
        int length = 0;
        byte[]? joined = null;
        bool hasSource = false;
        header = default;
        WireReader reader = new(payload);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return false;
            }

            switch (field, type)
            {
                case (Event.WallTimeFieldNumber, WireType.Fixed64):
                    if (!reader.TryReadFixed64(out ulong bits))
                    {
                        return false;
                    }

                    wallTime = BitConverter.UInt64BitsToDouble(bits);
                    break;
                case (Event.StepFieldNumber, WireType.Varint):
                    if (!reader.TryReadVarint(out ulong value))
                    {
                        return false;
                    }

                    step = (long)value;
                    break;
                case (_, WireType.LengthDelimited) when field is >= Event.FileVersionFieldNumber and <= Event.MetaGraphDefFieldNumber:
                    if (!reader.TryReadBytes(out ReadOnlySpan<byte> body))
                    {
                        return false;
                    }

                    bool merges = kind == (EventKind)field && IsMessage(kind);
                    joined = merges ? Join(joined ?? payload.Slice(start, length), body) : null;
                    kind = (EventKind)field;
                    start = reader.Position - body.Length;
                    length = body.Length;
                    break;
                default:
                    hasSource |= field == Event.SourceMetadataFieldNumber && type == WireType.LengthDelimited;
                    if (!reader.TrySkip(field, type))
                    {
                        return false;
                    }

                    break;
            }
        }

        header = new EventHeader(wallTime, step, kind, start, length, joined, hasSource);
        return true;
    }

    private static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => [.. first, .. second];

    private static bool IsMessage(EventKind kind) =>
        kind is EventKind.Summary or EventKind.LogMessage or EventKind.SessionLog or EventKind.TaggedRunMetadata;
}
