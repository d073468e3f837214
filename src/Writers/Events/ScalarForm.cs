using System.Buffers.Binary;
using TensorBoardFormats.Protobuf;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>
/// The event of one scalar series, made once by <see cref="EventEncoder"/>; from event to event only time, step and value differ, so a
/// scalar is a copy and three numbers.
/// </summary>
internal sealed class ScalarForm
{
    private readonly SummaryMetadata? _metadata;
    private readonly int _field;
    private readonly byte[] _summary; // the field of the event, from its tag on
    private readonly int _valueOffset;

    /// <summary>Takes the layout of a value, whatever its number.</summary>
    public ScalarForm(in SummaryValue value, ReadOnlySpan<byte> tag, ScalarLayout layout)
    {
        _metadata = value.Metadata;
        _field = value.Field;
        int valueSize = EventEncoder.ValueSize(value, tag.Length, withMetadata: true);
        int summarySize = EventEncoder.ItemSize(valueSize);
        _summary = new byte[WireWriter.BytesFieldSize(Proto.Event.SummaryFieldNumber, summarySize)];
        WireWriter writer = new(_summary);
        writer.LengthPrefix(Proto.Event.SummaryFieldNumber, summarySize);
        EventEncoder.WriteValue(ref writer, value, valueSize, tag, withMetadata: true, layout);
        int metadataSize = _metadata is null ? 0 : WireWriter.BytesFieldSize(Proto.Summary.Types.Value.MetadataFieldNumber, _metadata.Encoded.Length);
        _valueOffset = _summary.Length - metadataSize - sizeof(float); // The number ends the tensor, or is the simple_value.
    }

    /// <summary>True when <paramref name="value"/> is laid out like this.</summary>
    public bool Fits(in SummaryValue value) => value.Field == _field &&
        (ReferenceEquals(value.Metadata, _metadata) ||
            (value.Metadata is not null && _metadata is not null && value.Metadata.Encoded.AsSpan().SequenceEqual(_metadata.Encoded)));

    /// <summary>Bytes of the event.</summary>
    public int Size(double wallTime, long step) => EventEncoder.HeadSize(wallTime, step) + _summary.Length;

    /// <summary>Writes the event into a span of <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination, double wallTime, long step, float value)
    {
        WireWriter writer = new(destination);
        EventEncoder.WriteHead(ref writer, wallTime, step);
        Span<byte> summary = destination[writer.Position..];
        _summary.CopyTo(summary);
        BinaryPrimitives.WriteUInt32LittleEndian(summary[_valueOffset..], BitConverter.SingleToUInt32Bits(value));
    }
}
