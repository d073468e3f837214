using Google.Protobuf;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>
/// Which plugin of TensorBoard a value is for, and what a person reads beside it (<c>SummaryMetadata</c>, spec/tfevents.md §3, §8.1).
/// </summary>
/// <remarks>Only the metadata of the first value of a tag in a run count. Immutable; one object may serve any number of values and threads.</remarks>
public sealed class SummaryMetadata
{
    /// <summary>Describes a series.</summary>
    /// <param name="pluginName">Name of the plugin, as <c>scalars</c>; empty only when the value should be shown nowhere.</param>
    /// <param name="content">The plugin's own message, serialized; empty for most.</param>
    /// <param name="displayName">Name shown instead of the tag; null or empty for the tag itself.</param>
    /// <param name="description">Markdown shown beside the series.</param>
    /// <param name="dataClass">Needed where <paramref name="pluginName"/> is not one of TensorBoard's own.</param>
    public SummaryMetadata(
        string pluginName,
        ReadOnlySpan<byte> content = default,
        string? displayName = null,
        string? description = null,
        DataClass dataClass = DataClass.Unknown)
    {
        ArgumentNullException.ThrowIfNull(pluginName);
        Utf8Text.Require(pluginName, nameof(pluginName));
        Utf8Text.Require(displayName ?? "", nameof(displayName));
        Utf8Text.Require(description ?? "", nameof(description));
        PluginName = pluginName;
        DisplayName = displayName ?? "";
        Description = description ?? "";
        DataClass = dataClass;
        Encoded = Message(content).ToByteArray();
    }

    private SummaryMetadata(Proto.SummaryMetadata message, byte[] encoded)
    {
        PluginName = message.PluginData?.PluginName ?? "";
        DisplayName = message.DisplayName;
        Description = message.SummaryDescription;
        DataClass = (DataClass)message.DataClass;
        Encoded = encoded;
    }

    /// <summary>Name of the plugin.</summary>
    public string PluginName { get; }

    /// <summary>Name shown instead of the tag; empty for the tag itself.</summary>
    public string DisplayName { get; }

    /// <summary>Markdown shown beside the series.</summary>
    public string Description { get; }

    /// <summary>How TensorBoard stores the series.</summary>
    public DataClass DataClass { get; }

    /// <summary>The message as it goes into a value.</summary>
    internal byte[] Encoded { get; }

    /// <summary>Takes a serialized <c>SummaryMetadata</c> as another library made it.</summary>
    /// <exception cref="ArgumentException">The bytes are no such message.</exception>
    public static SummaryMetadata Parse(ReadOnlySpan<byte> serialized)
    {
        try
        {
            return new SummaryMetadata(Proto.SummaryMetadata.Parser.ParseFrom(serialized), serialized.ToArray());
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ArgumentException($"No SummaryMetadata: {e.Message}", nameof(serialized), e);
        }
    }

    private Proto.SummaryMetadata Message(ReadOnlySpan<byte> content) => new()
    {
        PluginData = PluginName.Length == 0 && content.IsEmpty
            ? null
            : new Proto.SummaryMetadata.Types.PluginData { PluginName = PluginName, Content = ByteString.CopyFrom(content) },
        DisplayName = DisplayName,
        SummaryDescription = Description,
        DataClass = (Proto.DataClass)DataClass,
    };
}
