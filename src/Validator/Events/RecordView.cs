using System.Text.Unicode;
using TensorBoardFormats.Events;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Validation.Events;

/// <summary>One record as the models of the loaders see it, decoded once for all of them.</summary>
internal readonly ref struct RecordView
{
    private readonly RecordReader _reader;

    /// <summary>Looks at what <paramref name="reader"/> found.</summary>
    public RecordView(string path, RecordReader reader, ReadStatus status)
    {
        _reader = reader;
        Path = path;
        Status = status;
        Payload = reader.PayloadSpan;
        IsScalar = status is ReadStatus.Record or ReadStatus.BadPayloadChecksum && ScalarEvent.TryDecode(Payload, out Scalar);
    }

    /// <summary>The event file.</summary>
    public string Path { get; }

    /// <summary>What the framing says.</summary>
    public ReadStatus Status { get; }

    /// <summary>The payload of a whole record.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Whether it is a scalar in the usual layout; whether tag and metadata are sound is still to be asked.</summary>
    public bool IsScalar { get; }

    /// <summary>That scalar.</summary>
    public readonly ScalarEvent Scalar;

    /// <summary>Where the frame begins in the file.</summary>
    public long Offset => _reader.Offset;

    /// <summary>The length that the frame states.</summary>
    public ulong Length => _reader.Length;

    /// <summary>The payload's checksum as the frame has it.</summary>
    public uint StoredChecksum => _reader.PayloadChecksum;

    /// <summary>Where the payload begins in the file.</summary>
    public long PayloadOffset => _reader.Offset + RecordFraming.HeaderSize;

    /// <summary>Decodes the outer fields when the whole payload is an event by the rules of <paramref name="dialect"/>.</summary>
    public bool TryDecode(ProtobufDialect dialect, out EventHeader header) =>
        EventHeader.TryParse(Payload, out header) && EventSchema.IsEvent(Payload, dialect);

    /// <summary>A value of this event's summary as it is stored.</summary>
    /// <param name="header">The event.</param>
    /// <param name="values">Stands at the value.</param>
    /// <param name="value">The value.</param>
    public StoredValue Store(in EventHeader header, in SummaryValues values, in SummaryValue value)
    {
        bool inOnePiece = header.Joined is null && value.BodyStart >= 0;
        return new StoredValue(
            value.Kind,
            Path,
            PayloadOffset + header.BodyStart + values.Start + value.BodyStart,
            value.Body.Length,
            inOnePiece ? null : value.Body.ToArray());
    }

    /// <summary>Whether the tag of <see cref="Scalar"/> is text and its metadata are a message.</summary>
    public bool IsSound(ProtobufDialect dialect) => Utf8.IsValid(Scalar.Tag(Payload)) && EventSchema.IsMetadata(Scalar.Metadata(Payload), dialect);
}
