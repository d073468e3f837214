using TensorBoardFormats.Validation.Events.Dashboards;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Metadata of values: which dashboard they are for, and whether all values of a tag agree.</summary>
internal sealed partial class RunAudit
{
    private void TakeMetadata(TagAudit tag, ValueKind kind, bool hasMetadata, ReadOnlySpan<byte> bytes, Place place)
    {
        bool isFirst = tag.File < 0;
        bool isFirstInFile = tag.File != FileNumber;
        tag.File = FileNumber;
        bool isVersion1 = Migration.IsVersion1(kind);
        if (isFirstInFile && !isFirst && !hasMetadata && kind == ValueKind.Tensor && (tag.Plugin == Plugins.Audio || Plugins.IsGraphValue(tag.Plugin)))
        {
            Report(TagRules.MetadataFirstFileOnly, place, tag.Subject, $"a value for {tag.Plugin} without metadata in a later file", "metadata on the first value of every file");
        }

        if (kind == ValueKind.ObsoleteHistogram)
        {
            Report(TagRules.ObsoleteKind, place, tag.Subject, "obsolete_old_style_histogram", "a histogram tensor");
        }

        SeriesMetadata? metadata = null;
        if (hasMetadata && (isFirst || !bytes.SequenceEqual(tag.KnownMetadata)))
        {
            metadata = SeriesMetadata.Parse(bytes);
            tag.KnownMetadata = bytes.ToArray();
        }

        string plugin = isVersion1 ? SeriesMetadata.OfVersion1(kind, SeriesMetadata.Empty, statesEncoding: true).Plugin : metadata?.Plugin ?? (isFirst ? "" : tag.Plugin);
        if (isFirst)
        {
            tag.Plugin = plugin;
            LookAtFirst(tag, kind, isVersion1, metadata, place);
        }
        else if (plugin.Length > 0 && tag.Plugin.Length > 0 && plugin != tag.Plugin)
        {
            Report(TagRules.TagKindConflict, place, tag.Subject, $"a value for {plugin} behind values for {tag.Plugin}", $"values for {tag.Plugin}");
        }

        if (metadata is not null)
        {
            LookAtMetadata(tag, isVersion1, metadata, place);
        }
    }

    private void LookAtFirst(TagAudit tag, ValueKind kind, bool isVersion1, SeriesMetadata? metadata, Place place)
    {
        if (kind == ValueKind.Tensor && metadata is null)
        {
            Report(TagRules.MetadataNotOnFirst, place, tag.Subject, "a tensor without metadata", "metadata with a plugin name");
        }
        else if (kind == ValueKind.Tensor && metadata!.Plugin.Length == 0)
        {
            Report(TagRules.NoPluginName, place, tag.Subject, "metadata without a plugin name", "a plugin name");
        }
        else if (!isVersion1 && metadata is { Class: DataClass.Unknown } && metadata.Plugin.Length > 0 && Plugins.InferredClass(metadata.Plugin) == DataClass.Unknown)
        {
            Report(TagRules.UnknownPlugin, place, tag.Subject, $"plugin '{metadata.Plugin}' and no data class", "a plugin that TensorBoard has, or a data class");
        }

        bool isReserved = tag.Tag == Plugins.RunGraphTag || tag.Tag.StartsWith(Plugins.HParamsPrefix, StringComparison.Ordinal) && tag.Plugin != Plugins.HParams
            || tag.Tag == Plugins.LayoutTag && tag.Plugin != Plugins.CustomScalars;
        if (isReserved)
        {
            Report(TagRules.ReservedTag, place, tag.Subject, tag.Plugin.Length > 0 ? $"a value for {tag.Plugin}" : "a value without plugin", "another tag");
        }
    }

    private void LookAtMetadata(TagAudit tag, bool isVersion1, SeriesMetadata metadata, Place place)
    {
        if ((int)metadata.Class != 0)
        {
            if (isVersion1)
            {
                Report(TagRules.VersionOneWithDataClass, place, tag.Subject, $"data_class {(int)metadata.Class}", "no data_class");
            }
            else if (Plugins.InferredClass(metadata.Plugin) is var own && own != DataClass.Unknown && own != metadata.Class)
            {
                Report(TagRules.DataClassMismatch, place, tag.Subject, $"data_class {(int)metadata.Class} for {metadata.Plugin}", $"{(int)own}, or none");
            }
        }

        if (tag.Metadata is SeriesMetadata first)
        {
            bool isSame = first.Content.Span.SequenceEqual(metadata.Content.Span) && first.DisplayName == metadata.DisplayName && first.Description == metadata.Description;
            if (!isSame && first.Plugin == metadata.Plugin && tag.Plugin != Plugins.HParams)
            {
                Report(TagRules.MetadataChanges, place, tag.Subject, "other metadata than before", "the same metadata");
            }
        }
        else
        {
            tag.Metadata = metadata;
        }

        bool hasContent = metadata.Plugin is Plugins.Scalars or Plugins.Histograms or Plugins.Images or Plugins.Audio or Plugins.Text or Plugins.PrCurves or Plugins.Mesh;
        if (!isVersion1 && hasContent)
        {
            PluginContent content = PluginContent.Read(metadata.Plugin, metadata.Content.Span);
            if (!content.IsMessage)
            {
                Report(TagRules.PluginContentUnparsable, place, tag.Subject, $"{metadata.Content.Length} bytes that are no message of {metadata.Plugin}", "its message, or nothing");
            }
            else if (content.Version != 0)
            {
                Report(TagRules.PluginVersion, place, tag.Subject, $"version {content.Version}", "version 0");
            }
        }
    }
}
