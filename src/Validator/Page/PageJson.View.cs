using System.Text;
using System.Text.Json;
using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>What one selection shows.</summary>
internal static partial class PageJson
{
    // As the recorded verdicts show them.
    private const int LongestText = 60;
    private const int MostShown = 6;

    private static void WriteView(Utf8JsonWriter json, EmbeddingView view, bool isFirst)
    {
        json.WriteString("tensor", view.Name);
        json.WriteNumber("points", view.Points);
        json.WriteNumber("dimension", view.Dimension);
        WriteDialog(json, view.Dialog);
        if (view.Toasts.Count > 0)
        {
            WriteTexts(json, "toasts", view.Toasts);
        }

        if (view.Placed is { } placed)
        {
            json.WriteNumber("placed", placed);
        }

        if (view.Labels is { } labels)
        {
            json.WriteBoolean("spherize", view.Spherize);
            if (view.PcaSampled)
            {
                json.WriteBoolean("pcaSampled", true);
            }

            WriteLabels(json, labels);
        }

        if (view.Sprite is { } sprite)
        {
            WriteSprite(json, sprite, isFirst);
        }

        if (view.Bookmarks.Count > 0)
        {
            json.WriteStartArray("bookmarks");
            foreach (BookmarkView bookmark in view.Bookmarks)
            {
                WriteValue(json, bookmark.Label.Kind == JsKind.Undefined ? JsValue.Null : bookmark.Label, BookmarkFile.LongestLabel);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteDialog(Utf8JsonWriter json, PageDialog? dialog)
    {
        if (dialog is not null)
        {
            json.WriteStartObject("dialog");
            json.WriteString("title", dialog.Title);
            json.WriteString("text", dialog.Text);
            json.WriteString("kind", dialog.IsError ? "error" : "progress");
            json.WriteEndObject();
        }
    }

    private static void WriteLabels(Utf8JsonWriter json, LabelView labels)
    {
        WriteTexts(json, "labelBy", labels.LabelBy);
        if (labels.Selected is not null)
        {
            json.WriteString("labelSelected", labels.Selected);
        }

        json.WriteStartArray("colorBy");
        foreach (ColorOption color in labels.ColorBy.Take(MostShown))
        {
            json.WriteStartObject();
            json.WriteString("name", color.Name);
            json.WriteString("desc", color.Description);
            if (color.Colors is { } colors and > 0)
            {
                json.WriteNumber("colors", colors);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "labels", labels.First.Select(label => Shortened(label, LongestText)));
        json.WriteString("lastLabel", Shortened(labels.Last, LongestText));
        json.WriteStartArray("columns");
        foreach (ColumnView column in labels.Columns.Take(MostShown))
        {
            WriteColumn(json, column);
        }

        json.WriteEndArray();
        if (labels.Sequences > 0)
        {
            json.WriteNumber("sequences", labels.Sequences);
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, ColumnView column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteBoolean("numeric", column.IsNumeric);
        json.WriteBoolean("tooMany", column.TooMany);
        if (column.Values is { } values)
        {
            json.WriteNumber("values", values);
        }

        json.WritePropertyName("first");
        WriteValue(json, column.First, LongestText);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, JsValue value, int longest)
    {
        switch (value.Kind)
        {
            case JsKind.Null:
                json.WriteNullValue();
                break;
            case JsKind.Number:
                WriteNumber(json, value.Number);
                break;
            case JsKind.Boolean:
                json.WriteBooleanValue(value.Number != 0);
                break;
            case JsKind.Object:
                json.WriteStartObject();
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(Shortened(value.ToString(), longest));
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(JsNumber.ToText(number));
        }
    }

    private static void WriteSprite(Utf8JsonWriter json, SpriteView sprite, bool isFirst)
    {
        json.WriteStartObject("sprite");
        json.WriteStartArray("image");
        json.WriteNumberValue(sprite.Width);
        json.WriteNumberValue(sprite.Height);
        json.WriteEndArray();
        json.WriteStartArray("dims");
        foreach (long dim in sprite.Dims)
        {
            json.WriteNumberValue(dim);
        }

        json.WriteEndArray();
        json.WriteBoolean("textured", true);
        if (sprite is { PerRow: { } perRow, PerColumn: { } perColumn })
        {
            json.WritePropertyName("perRow");
            WriteNumber(json, perRow);
            json.WritePropertyName("perColumn");
            WriteNumber(json, perColumn);
        }

        json.WriteEndObject();
        if (isFirst && sprite.Thumbnails > 0)
        {
            json.WriteStartArray("tile_at_point");
            for (int point = 0; point < sprite.Thumbnails; point++)
            {
                json.WriteNumberValue(sprite.TileAt(point));
            }

            json.WriteEndArray();
        }
    }

    // Whole characters; halves of one, which texts of the language may have, are not for JSON.
    private static string Shortened(string text, int longest)
    {
        StringBuilder start = new();
        int count = 0, end = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (++count > longest)
            {
                return start.ToString(0, end) + "…";
            }

            start.Append(rune.ToString());
            end = count == longest - 3 ? start.Length : end;
        }

        return start.ToString();
    }
}
