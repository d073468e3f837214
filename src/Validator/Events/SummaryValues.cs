using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Validation.Events;

/// <summary>Walks the values of a <c>Summary</c> that is known to be one.</summary>
internal ref struct SummaryValues(ReadOnlySpan<byte> summary)
{
    private WireReader _reader = new(summary);

    /// <summary>The bytes of the value.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Where they begin in the summary.</summary>
    public int Start { get; private set; }

    /// <summary>Goes to the next value.</summary>
    public bool MoveNext()
    {
        while (!_reader.AtEnd && _reader.TryReadTag(out int field, out WireType type))
        {
            if (field == Summary.ValueFieldNumber && type == WireType.LengthDelimited)
            {
                if (!_reader.TryReadBytes(out ReadOnlySpan<byte> value))
                {
                    return false;
                }

                Current = value;
                Start = _reader.Position - value.Length;
                return true;
            }

            if (!_reader.TrySkip(field, type))
            {
                return false;
            }
        }

        return false;
    }
}
