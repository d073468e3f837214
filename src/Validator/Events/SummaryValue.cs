using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Validation.Events;

/// <summary>The fields of one <c>Summary.Value</c>, as views of its bytes.</summary>
internal ref struct SummaryValue
{
    /// <summary>The tag, UTF-8.</summary>
    public ReadOnlySpan<byte> Tag { get; private set; }

    /// <summary>The obsolete <c>node_name</c>, UTF-8.</summary>
    public ReadOnlySpan<byte> NodeName { get; private set; }

    /// <summary>Whether there are metadata, be they empty.</summary>
    public bool HasMetadata { get; private set; }

    /// <summary>The serialized <c>SummaryMetadata</c>.</summary>
    public ReadOnlySpan<byte> Metadata { get; private set; }

    /// <summary>The member of the oneof.</summary>
    public ValueKind Kind { get; private set; }

    /// <summary>Content of the member, but for <see cref="ValueKind.Simple"/>.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Where <see cref="Body"/> begins in the value; −1 when it was joined from pieces.</summary>
    public int BodyStart { get; private set; }

    /// <summary>The number of <see cref="ValueKind.Simple"/>.</summary>
    public float Simple { get; private set; }

    /// <summary>Takes apart a value of an event that is known to be one.</summary>
    public static SummaryValue Parse(ReadOnlySpan<byte> bytes)
    {
        SummaryValue value = default;
        WireReader reader = new(bytes);
        while (!reader.AtEnd && reader.TryReadTag(out int field, out WireType type))
        {
            if (field == Summary.Types.Value.SimpleValueFieldNumber && type == WireType.Fixed32 && reader.TryReadFixed32(out uint bits))
            {
                value.Kind = ValueKind.Simple;
                value.Simple = BitConverter.UInt32BitsToSingle(bits);
                value.Body = default;
            }
            else if (type == WireType.LengthDelimited && reader.TryReadBytes(out ReadOnlySpan<byte> content))
            {
                value.Set(field, content, reader.Position - content.Length);
            }
            else if (type != WireType.LengthDelimited && !reader.TrySkip(field, type))
            {
                break;
            }
        }

        return value;
    }

    private void Set(int field, ReadOnlySpan<byte> content, int start)
    {
        switch (field)
        {
            case Summary.Types.Value.TagFieldNumber:
                Tag = content;
                break;
            case Summary.Types.Value.NodeNameFieldNumber:
                NodeName = content;
                break;
            case Summary.Types.Value.MetadataFieldNumber:
                Metadata = HasMetadata ? Join(Metadata, content) : content;
                HasMetadata = true;
                break;
            case Summary.Types.Value.ObsoleteOldStyleHistogramFieldNumber:
            case Summary.Types.Value.ImageFieldNumber:
            case Summary.Types.Value.HistoFieldNumber:
            case Summary.Types.Value.AudioFieldNumber:
            case Summary.Types.Value.TensorFieldNumber:
                bool merges = Kind == (ValueKind)field && Kind != ValueKind.ObsoleteHistogram;
                Body = merges ? Join(Body, content) : content;
                BodyStart = merges ? -1 : start;
                Kind = (ValueKind)field;
                break;
        }
    }

    // Pieces of one message merge, and the bytes of a merged message may stand one behind the other.
    private static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => [.. first, .. second];
}
