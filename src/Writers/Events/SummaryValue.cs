using Proto = TensorBoardFormats.Messages.Summary.Types.Value;

namespace TensorBoardFormats.Events;

/// <summary>One value under one tag, ready to be written: what <see cref="Summary"/> makes and <see cref="EventFileWriter"/> takes.</summary>
/// <remarks>Encodings other than a scalar's are finished when the value is made, outside the writer's lock. Making and writing a scalar
/// allocates nothing.</remarks>
public readonly struct SummaryValue
{
    private SummaryValue(string tag, SummaryMetadata? metadata, int field, float scalar, byte[]? payload)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Tag = tag;
        Metadata = metadata;
        Field = field;
        ScalarValue = scalar;
        Payload = payload;
    }

    /// <summary>Name of the series in its run.</summary>
    public string Tag { get; }

    /// <summary>Which plugin it is for; null for the v1 kinds, which say so themselves.</summary>
    public SummaryMetadata? Metadata { get; }

    /// <summary>Field of <c>Summary.Value</c> that holds the value; 0 for none.</summary>
    internal int Field { get; }

    /// <summary>True for the two kinds of scalar.</summary>
    internal bool IsScalar => Payload is null && Field != 0;

    /// <summary>The value of a scalar, which has no <see cref="Payload"/>.</summary>
    internal float ScalarValue { get; }

    /// <summary>The encoded message of the field; null for a scalar, and for no value at all.</summary>
    internal byte[]? Payload { get; }

    /// <summary>The same value under another tag.</summary>
    internal SummaryValue WithTag(string tag) => new(tag, Metadata, Field, ScalarValue, Payload);

    /// <summary>A v2 scalar: a rank-0 float32 tensor.</summary>
    internal static SummaryValue OfScalar(string tag, double value, SummaryMetadata metadata) =>
        new(tag, metadata, Proto.TensorFieldNumber, (float)NaNs.Canonical(value), null);

    /// <summary>A v1 scalar.</summary>
    internal static SummaryValue OfSimpleValue(string tag, double value, SummaryMetadata? metadata) =>
        new(tag, metadata, Proto.SimpleValueFieldNumber, (float)NaNs.Canonical(value), null);

    /// <summary>A tensor for any plugin.</summary>
    internal static SummaryValue OfTensor(string tag, SummaryTensor tensor, SummaryMetadata? metadata) =>
        new(tag, metadata, Proto.TensorFieldNumber, 0, tensor.Encoded);

    /// <summary>An encoded message of one of the v1 kinds: image, histogram or audio.</summary>
    internal static SummaryValue OfMessage(string tag, int field, byte[] message, SummaryMetadata? metadata) =>
        new(tag, metadata, field, 0, message);

    /// <summary>Metadata without a value: all that hyperparameters need.</summary>
    internal static SummaryValue OfMetadata(string tag, SummaryMetadata metadata) => new(tag, metadata, 0, 0, null);
}
