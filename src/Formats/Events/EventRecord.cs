using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Events;

/// <summary>One record of an event file. Decoding happens on demand and allocates nothing, but for <see cref="ToJson"/> and the like.</summary>
/// <remarks>The payload is a view of the reader's buffer, good until the next record is read; <see cref="Detach"/> makes it last.</remarks>
public readonly struct EventRecord
{
    private const int NoScalar = -1;

    private readonly int _tagStart;
    private readonly int _tagLength;
    private readonly float _value;

    internal EventRecord(RecordReader frame, in EventHeader header)
    {
        Offset = frame.Offset;
        LengthChecksum = frame.LengthChecksum;
        PayloadChecksum = frame.PayloadChecksum;
        Payload = frame.Payload;
        WallTime = header.WallTime;
        Step = header.Step;
        Kind = header.Kind;
        _tagLength = NoScalar;
    }

    internal EventRecord(RecordReader frame, in ScalarEvent scalar)
    {
        Offset = frame.Offset;
        LengthChecksum = frame.LengthChecksum;
        PayloadChecksum = frame.PayloadChecksum;
        Payload = frame.Payload;
        WallTime = scalar.WallTime;
        Step = scalar.Step;
        Kind = EventKind.Summary;
        _tagStart = scalar.TagStart;
        _tagLength = scalar.TagLength;
        _value = scalar.Value;
    }

    private EventRecord(in EventRecord record, byte[] payload)
    {
        this = record;
        Payload = payload;
    }

    /// <summary>Byte offset of the record's frame from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>Masked CRC-32C of the length, as stored.</summary>
    public uint LengthChecksum { get; }

    /// <summary>Masked CRC-32C of the payload, as stored.</summary>
    public uint PayloadChecksum { get; }

    /// <summary>The serialized <c>Event</c>.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Seconds since 1970; NaN and infinities as stored.</summary>
    public double WallTime { get; }

    /// <summary>Step, as stored; may be negative.</summary>
    public long Step { get; }

    /// <summary>What the event holds.</summary>
    public EventKind Kind { get; }

    /// <summary>The tag and value of an event that is one scalar as the usual writers lay it out: <c>simple_value</c>, or a float32 tensor of rank 0.</summary>
    /// <param name="tag">UTF-8, a view of <see cref="Payload"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>False for every other event; those are decoded by <see cref="ToMessage"/>.</returns>
    public bool TryGetScalar(out ReadOnlySpan<byte> tag, out float value)
    {
        bool isScalar = _tagLength != NoScalar;
        tag = isScalar ? Payload.Span.Slice(_tagStart, _tagLength) : default;
        value = _value;
        return isScalar;
    }

    /// <summary>The text of a version event, or null for every other one.</summary>
    public string? FileVersion =>
        Kind == EventKind.FileVersion && EventHeader.TryParse(Payload.Span, out EventHeader header) ? header.BodyText(Payload.Span) : null;

    /// <summary>The same record with a payload of its own.</summary>
    public EventRecord Detach() => new(this, Payload.ToArray());

    /// <summary>The event as protobuf JSON with the field names of the .proto files.</summary>
    public string ToJson() => EventJson.Format(Payload.Span);

    internal Event ToMessage() => Event.Parser.ParseFrom(Payload.Span);
}
