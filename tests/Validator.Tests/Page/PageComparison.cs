using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TensorBoardFormats.Tests.Page;

/// <summary>
/// Holds a predicted page against a recorded one. What is left out and what counts as equal is said in the README of the recorded cases:
/// "not there", null, false, "" and empty lists are one and the same; prose is compared without its white space and paths; texts and
/// lists may be whole or cut.
/// </summary>
internal static partial class PageComparison
{
    private static readonly string[] View = ["run", "tensor", "points", "dimension", "dialog", "toasts", "placed", "spherize", "pcaSampled"];
    private static readonly string[] Labels = ["labelBy", "labelSelected", "colorBy", "labels", "lastLabel", "columns", "sequences"];
    private static readonly string[] Counts = ["points", "dimension", "placed", "sequences"];
    private static readonly HashSet<string> Prose = ["title", "text", "toasts", "desc", "menus"];

    private static readonly Dictionary<string, string[]> Members = new()
    {
        ["dialog"] = ["kind", "title", "text"],
        ["colorBy"] = ["name", "desc", "colors"],
        ["columns"] = ["name", "numeric", "tooMany", "values", "first"],
        ["tensors"] = ["name", "shape"],
        ["sprite"] = ["image", "dims", "textured", "perRow", "perColumn"],
    };

    /// <summary>Every difference as "place: expected …, found …".</summary>
    public static List<string> Differences(JsonObject recorded, JsonObject predicted)
    {
        JsonObject want = (JsonObject)Tidy(recorded, null)!;
        JsonObject got = InRecordedOrder(want, (JsonObject)Tidy(predicted, null)!);
        List<string> differences = [];
        foreach (string member in (string[])["outcome", "tab", "runs", "tensors", "menus"])
        {
            Compare(want[member], got[member], member, differences);
        }

        JsonObject wantView = Object(want["view"]), gotView = Object(got["view"]);
        CompareLook(wantView, gotView, "view", differences);
        Compare(wantView["sprite"], gotView["sprite"], "view.sprite", differences);
        CompareTiles(wantView, gotView, differences);
        Compare(wantView["bookmarks"], gotView["bookmarks"], "view.bookmarks", differences);
        if (want["bookmarks_opened"] is JsonArray opened)
        {
            Compare(Opened(opened), Opened(got["bookmarks_opened"] as JsonArray ?? []), "bookmarks_opened", differences);
        }

        if (want["others"] is JsonArray others)
        {
            CompareOthers(others, got["others"] as JsonArray ?? [], differences);
        }

        return differences;
    }

    private static JsonNode? Tidy(JsonNode? node, string? member)
    {
        switch (node)
        {
            case JsonObject entries:
                JsonObject kept = [];
                foreach ((string name, JsonNode? value) in entries)
                {
                    if (member is null || !Members.TryGetValue(member, out string[]? counted) || counted.Contains(name))
                    {
                        kept[name] = Tidy(value, name);
                    }
                }

                return kept;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Tidy(item, member))]);
            case JsonValue value when member is not null && Prose.Contains(member) && value.TryGetValue(out string? text):
                string prose = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                return PathAlone().Replace(QuotedPath().Replace(prose, "\"$1\""), "$1");
            default:
                return node?.DeepClone();
        }
    }

    // Which run the loader found first is a matter of the directory; then views are matched by run, and menus are not compared.
    private static JsonObject InRecordedOrder(JsonObject want, JsonObject got)
    {
        string[] wanted = Texts(want["runs"]), found = Texts(got["runs"]);
        if (wanted.SequenceEqual(found) || !wanted.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)))
        {
            return got;
        }

        JsonObject result = (JsonObject)got.DeepClone();
        result["runs"] = want["runs"]?.DeepClone();
        string? first = (string?)Object(want["view"])["run"];
        if ((string?)Object(got["view"])["run"] == first || got["others"] is not JsonArray others)
        {
            return result;
        }

        JsonObject view = others.Select(Object).First(other => (string?)other["run"] == first);
        JsonObject old = (JsonObject)Object(got["view"]).DeepClone();
        old["outcome"] = got["outcome"]?.DeepClone();
        old["tensors"] = got["tensors"]?.DeepClone();
        result["outcome"] = view["outcome"]?.DeepClone();
        result["tensors"] = view["tensors"]?.DeepClone();
        result["menus"] = want["menus"]?.DeepClone();
        result["view"] = view.DeepClone();
        result["others"] = new JsonArray([.. others.Select(other => Object(other) == view ? old : other!.DeepClone())]);
        return result;
    }

    private static void CompareLook(JsonObject want, JsonObject got, string place, List<string> differences)
    {
        foreach (string member in View.Concat(Labels))
        {
            JsonNode? recorded = Shortened(Counted(want[member], member), member);
            Compare(recorded, Shortened(Counted(got[member], member), member), $"{place}.{member}", differences);
        }
    }

    private static JsonNode? Counted(JsonNode? value, string member) =>
        value is null && Counts.Contains(member) ? JsonValue.Create(0) : value;

    private static JsonNode? Shortened(JsonNode? value, string member) => member switch
    {
        "lastLabel" => Cut(value),
        "labels" when value is JsonArray labels => new JsonArray([.. labels.Select(Cut)]),
        "columns" or "colorBy" when value is JsonArray columns => new JsonArray([.. columns.Take(6).Select(column =>
        {
            JsonNode copy = column!.DeepClone();
            if (copy["first"] is { } first)
            {
                copy["first"] = Cut(first);
            }

            return copy;
        })]),
        _ => value,
    };

    private static JsonNode? Cut(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue(out string? whole) && whole.EnumerateRunes().Count() > 60
            ? JsonValue.Create(string.Concat(whole.EnumerateRunes().Take(57)) + "…")
            : value?.DeepClone();

    private static JsonArray Opened(JsonArray clicks) => new([.. clicks.Select(Object).Select(click => new JsonObject
    {
        ["error"] = !string.IsNullOrEmpty((string?)click["error"]),
        ["index"] = click["index"]?.DeepClone(),
        ["projection"] = click["projection"]?.DeepClone(),
        ["placed"] = click["placed"]?.DeepClone(),
        ["points"] = click["points"]?.DeepClone(),
        ["dialog"] = click["dialog"]?.DeepClone(),
    })]);

    // A number counts where the tile that was seen, known by its colour, is the one at that place of the image.
    private static void CompareTiles(JsonObject want, JsonObject got, List<string> differences)
    {
        if (want["tile_at_point"] is not JsonArray seen || Object(want["sprite"])["dims"] is not JsonArray { Count: >= 2 } dims)
        {
            return;
        }

        double[] image = [.. ((JsonArray)want["sprite"]!["image"]!).Select(side => (double)side!)];
        double w = (double)dims[0]!, h = (double)dims[1]!;
        if (w == 0 || h == 0)
        {
            return;
        }

        for (int i = 0; i < seen.Count; i++)
        {
            double x = Math.Clamp(Math.Floor(((i % (image[0] / w)) + 0.5) * w), 0, image[0] - 1);
            double y = Math.Clamp(Math.Floor((Math.Floor(i / (image[1] / h)) + 0.5) * h), 0, image[1] - 1);
            double tile = (Math.Floor(y / h) * Math.Floor(image[0] / w)) + Math.Floor(x / w);
            if (seen[i] is JsonValue value && value.TryGetValue(out int number) && number == tile)
            {
                Compare(seen[i], (got["tile_at_point"] as JsonArray)?.ElementAtOrDefault(i), $"view.tile_at_point[{i}]", differences);
            }
        }
    }

    private static void CompareOthers(JsonArray want, JsonArray got, List<string> differences)
    {
        List<JsonObject> left = [.. got.Select(Object)];
        foreach (JsonObject other in want.Select(Object))
        {
            string place = $"others[{other["run"]}, {other["tensor"]}]";
            JsonObject? found = left.FirstOrDefault(o => Name(o, "run") == Name(other, "run") && Name(o, "tensor") == Name(other, "tensor"));
            if (found is null)
            {
                differences.Add($"{place}: missing");
                continue;
            }

            left.Remove(found);
            Compare(other["outcome"], found["outcome"], place + ".outcome", differences);
            if (other["tensors"] is not null)
            {
                Compare(other["tensors"], found["tensors"], place + ".tensors", differences);
            }

            CompareLook(other, found, place, differences);
        }

        differences.AddRange(left.Select(extra => $"others[{extra["run"]}, {extra["tensor"]}]: not recorded"));
    }

    private static void Compare(JsonNode? want, JsonNode? got, string place, List<string> differences)
    {
        if (IsHollow(want) && IsHollow(got))
        {
            return;
        }

        if (want is JsonObject wantMembers && got is JsonObject gotMembers)
        {
            foreach (string name in wantMembers.Select(member => member.Key).Union(gotMembers.Select(member => member.Key)))
            {
                Compare(wantMembers[name], gotMembers[name], $"{place}.{name}", differences);
            }
        }
        else if (want is JsonArray wantItems && got is JsonArray gotItems && wantItems.Count == gotItems.Count)
        {
            for (int i = 0; i < wantItems.Count; i++)
            {
                Compare(wantItems[i], gotItems[i], $"{place}[{i}]", differences);
            }
        }
        else if (!JsonNode.DeepEquals(want, got) && !AreOneNumber(want, got))
        {
            differences.Add($"{place}: expected {want?.ToJsonString() ?? "nothing"}, found {got?.ToJsonString() ?? "nothing"}");
        }
    }

    private static bool AreOneNumber(JsonNode? want, JsonNode? got) =>
        want is JsonValue a && got is JsonValue b && a.TryGetValue(out double x) && b.TryGetValue(out double y)
        && Math.Abs(x - y) <= 1e-9 * Math.Max(Math.Abs(x), Math.Abs(y));

    private static bool IsHollow(JsonNode? node) => node switch
    {
        null => true,
        JsonObject members => members.Count == 0,
        JsonArray items => items.Count == 0,
        JsonValue value => (value.TryGetValue(out bool flag) && !flag) || (value.TryGetValue(out string? text) && text.Length == 0),
        _ => false,
    };

    private static JsonObject Object(JsonNode? node) => node as JsonObject ?? [];

    private static string Name(JsonObject node, string member) => node[member] is { } name ? (string)name! : "";

    private static string[] Texts(JsonNode? node) =>
        node is JsonArray items ? [.. items.Select(item => Convert.ToString((string?)item, CultureInfo.InvariantCulture)!)] : [];

    [GeneratedRegex("\"(?:\\$LOGDIR|\\$PARENT|/)[^\"]*/([^\"/]*)\"")]
    private static partial Regex QuotedPath();

    [GeneratedRegex("(?:\\$LOGDIR|\\$PARENT)(?:/[^\\s\"<>/]*)*/([^\\s\"<>/]*)")]
    private static partial Regex PathAlone();
}
