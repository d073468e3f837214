using TensorBoardFormats.Messages;

namespace TensorBoardFormats.Validation.Events;

/// <summary>What a loader knows of a series beside its points.</summary>
/// <param name="Plugin">The plugin's name; may be empty.</param>
/// <param name="Content">The plugin's own message, serialized.</param>
/// <param name="DisplayName">Name to show in place of the tag; empty for none.</param>
/// <param name="Description">Markdown; empty for none.</param>
/// <param name="Class">Data class, as stored or inferred; may be a number that is none.</param>
internal sealed record SeriesMetadata(string Plugin, ReadOnlyMemory<byte> Content, string DisplayName, string Description, DataClass Class)
{
    private const int ConvertedToTensorInImages = 2; // Field numbers of the two messages.
    private const int ConvertedToTensorInAudio = 3;
    private const byte Wav = 11;

    /// <summary>No metadata.</summary>
    public static SeriesMetadata Empty { get; } = new("", default, "", "", DataClass.Unknown);

    /// <summary>Decodes a <c>SummaryMetadata</c> that is known to be one.</summary>
    public static SeriesMetadata Parse(ReadOnlySpan<byte> bytes)
    {
        SummaryMetadata message = SummaryMetadata.Parser.ParseFrom(bytes);
        return new SeriesMetadata(
            message.PluginData?.PluginName ?? "",
            message.PluginData?.Content.Memory ?? default,
            message.DisplayName,
            message.SummaryDescription,
            (DataClass)(int)message.DataClass);
    }

    /// <summary>What the loaders put in the place of the metadata of a value in the form of TensorFlow 1.</summary>
    /// <param name="kind">A kind of that form.</param>
    /// <param name="names">Display name and description to carry over; the data server carries none.</param>
    /// <param name="statesEncoding">Whether audio is marked as WAV: only the Python loader does.</param>
    public static SeriesMetadata OfVersion1(ValueKind kind, SeriesMetadata names, bool statesEncoding) => kind switch
    {
        ValueKind.Simple => names with { Plugin = Plugins.Scalars, Content = default, Class = DataClass.Unknown },
        ValueKind.Histogram => names with { Plugin = Plugins.Histograms, Content = default, Class = DataClass.Unknown },
        ValueKind.Image => names with { Plugin = Plugins.Images, Content = Flag(ConvertedToTensorInImages), Class = DataClass.Unknown },
        _ => names with
        {
            Plugin = Plugins.Audio,
            Content = statesEncoding ? new byte[] { 0x10, Wav, ConvertedToTensorInAudio << 3, 1 } : Flag(ConvertedToTensorInAudio),
            Class = DataClass.Unknown,
        },
    };

    /// <summary>Metadata of the series that the loaders make of graph events.</summary>
    public static SeriesMetadata OfGraph(string plugin) => Empty with { Plugin = plugin, Class = DataClass.BlobSequence };

    private static ReadOnlyMemory<byte> Flag(int field) => new byte[] { (byte)(field << 3), 1 };
}
