using System.Text.Unicode;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>The plugin's own message in the metadata of a tag, as far as it decides what is listed (spec/tfevents.md §8.1.10).</summary>
/// <param name="IsMessage">False fails the whole tag list.</param>
/// <param name="Version">Field 1 of every one of these messages; other than 0 hides the tag.</param>
internal readonly record struct PluginContent(bool IsMessage, int Version)
{
    private const int MeshName = 2; // The only text fields among these messages.
    private const int MeshConfig = 5;

    /// <summary>Reads the content of a tag of one of the plugins with a dashboard of tags.</summary>
    public static PluginContent Read(string plugin, ReadOnlySpan<byte> content)
    {
        if (plugin is Plugins.Text or Plugins.Histograms && content.SequenceEqual("{}"u8))
        {
            return new PluginContent(true, 0);
        }

        int version = 0;
        WireReader reader = new(content);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out int field, out WireType type))
            {
                return default;
            }

            if (field == 1 && type == WireType.Varint)
            {
                if (!reader.TryReadVarint(out ulong value))
                {
                    return default;
                }

                version = (int)value;
            }
            else if (plugin == Plugins.Mesh && field is MeshName or MeshConfig && type == WireType.LengthDelimited)
            {
                if (!reader.TryReadBytes(out ReadOnlySpan<byte> text) || !Utf8.IsValid(text))
                {
                    return default;
                }
            }
            else if (!reader.TrySkip(field, type))
            {
                return default;
            }
        }

        return new PluginContent(true, version);
    }
}
