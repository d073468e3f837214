using System.Text.Json;
using System.Text.Json.Nodes;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Events;
using TensorBoardFormats.Validation.Events.Dashboards;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Compares our view of a log directory with one that TensorBoard gave, member by member as far as it was recorded.</summary>
internal sealed class RecordedView
{
    private static readonly string[] Series = ["scalars", "histograms", "distributions", "text", "pr_curves"];
    private static readonly string[] Lists = [.. Series, "images", "audio", "mesh"];

    private readonly List<string> _differences = [];

    /// <summary>Loads <paramref name="directory"/> and tells where the view differs from <paramref name="recorded"/>.</summary>
    /// <param name="directory">A log directory.</param>
    /// <param name="loader">Which loader's view.</param>
    /// <param name="flags">TensorBoard's flags, as <c>NAME=VALUE</c>.</param>
    /// <param name="recorded">What was recorded.</param>
    /// <param name="isPartial">The slow loader stopped, and which runs it had reached depends on the machine.</param>
    public static List<string> Differences(string directory, LoaderKind loader, IEnumerable<string> flags, JsonObject recorded, bool isPartial)
    {
        LoaderFlags given = LoaderFlags.Default;
        foreach (string flag in flags)
        {
            given = given.With(flag);
        }

        LoaderView view = new LogDirectoryLoader(FileStore.Disk, given).Load(loader, directory);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            new LoaderViewJson(json, view, FileStore.Disk).Write();
        }

        RecordedView comparison = new();
        comparison.Compare(recorded, JsonNode.Parse(stream.ToArray())!.AsObject(), isPartial);
        return comparison._differences;
    }

    private void Compare(JsonObject want, JsonObject got, bool isPartial)
    {
        Same("load_error", want["load_error"] is null, got["load_error"] is null);
        if (want["runs"] is not JsonNode runs)
        {
            return; // The process died: there is nothing else.
        }

        Same("runs", Set(runs), Set(got["runs"]));
        if (!isPartial)
        {
            Same("active_plugins", Set(want["active_plugins"]), Set(got["active_plugins"]));
        }

        JsonObject wanted = want["plugins"]!.AsObject();
        JsonObject found = got["plugins"]!.AsObject();
        foreach ((string plugin, JsonNode? node) in wanted)
        {
            if (node is JsonObject failing && failing["status"] is JsonNode status)
            {
                Same(plugin, status.ToJsonString(), (found[plugin] as JsonObject)?["status"]?.ToJsonString());
            }
        }

        foreach (string plugin in Lists.Where(p => wanted[p] is JsonArray || (wanted[p] is null && p != "distributions")))
        {
            CompareTags(plugin, wanted[plugin] as JsonArray ?? [], found[plugin] as JsonArray ?? [], isPartial);
        }
    }

    private void CompareTags(string plugin, JsonArray want, JsonArray got, bool isPartial)
    {
        Dictionary<string, JsonObject> wanted = want.ToDictionary(Key, static t => t!.AsObject());
        Dictionary<string, JsonObject> found = got.ToDictionary(Key, static t => t!.AsObject());
        if (!isPartial)
        {
            Same(plugin, string.Join('|', wanted.Keys.Order()), string.Join('|', found.Keys.Order()));
        }

        foreach (string key in wanted.Keys.Where(found.ContainsKey))
        {
            CompareTag(plugin, $"{plugin} {key}", wanted[key], found[key]);
        }
    }

    private void CompareTag(string plugin, string place, JsonObject want, JsonObject got)
    {
        if (want["samples"] is JsonNode samples)
        {
            Same(place + " samples", samples.ToJsonString(), got["samples"]?.ToJsonString());
            JsonArray sets = samples.GetValue<long>() > 0 ? want["by_sample"] as JsonArray ?? [] : [];
            for (int i = 0; i < sets.Count; i++)
            {
                ComparePoints(place + $" sample {i}", sets[i]!.AsObject(), got["by_sample"]![i]!.AsObject());
                CompareBlobs(place + $" sample {i}", sets[i]!["blobs"] as JsonArray, got["by_sample"]![i]!["blobs"] as JsonArray);
            }

            return;
        }

        ComparePoints(place, want, got);
        if (plugin == "scalars" && want["values"] is JsonArray values)
        {
            JsonArray all = got["values"]!.AsArray();
            JsonArray compared = want["first_and_last_value_only"] is null || all.Count < 2 ? all : [all[0]!.DeepClone(), all[^1]!.DeepClone()];
            Same(place + " values", string.Join(' ', values.Select(Single)), string.Join(' ', compared.Select(Single)));
        }

        if (plugin == "mesh" && want["data"] is JsonArray parts)
        {
            IEnumerable<JsonNode?> found = (got["data"] as JsonArray ?? []).Where(g => parts.Count < 6 || parts.Any(w => PartKey(w) == PartKey(g)));
            CompareBlobs(place, [.. Ordered(parts)], [.. Ordered(found)]);
        }
    }

    private void ComparePoints(string place, JsonObject want, JsonObject got)
    {
        Same(place + " status", want["status"]?.ToJsonString() ?? "200", got["status"]?.ToJsonString() ?? "200");
        foreach (string member in new[] { "points", "steps", "wall_times" }.Where(m => want[m] is not null && got["status"] is null))
        {
            Same(place + " " + member, Normal(want[member]), Normal(got[member]));
        }

        if (want["first_steps"] is JsonArray first && got["steps"] is JsonArray steps)
        {
            Same(place + " first_steps", Normal(first), Normal(new JsonArray([.. steps.Take(5).Select(static s => s!.DeepClone())])));
            Same(place + " last_steps", Normal(want["last_steps"]), Normal(new JsonArray([.. steps.TakeLast(5).Select(static s => s!.DeepClone())])));
        }
    }

    private void CompareBlobs(string place, JsonArray? want, JsonArray? got)
    {
        for (int i = 0; i < (want?.Count ?? 0); i++)
        {
            JsonObject wanted = want![i]!.AsObject();
            JsonObject? found = i < got?.Count ? got[i]!.AsObject() : null;
            string[] members = wanted["status"]!.GetValue<int>() == 200 ? ["part", "step", "status", "content_type", "bytes"] : ["part", "step", "status"];
            foreach (string member in members.Where(m => wanted[m] is not null))
            {
                Same($"{place} blob {i} {member}", wanted[member]!.ToJsonString(), found?[member]?.ToJsonString());
            }
        }
    }

    private void Same<T>(string place, T want, T got)
    {
        if (!EqualityComparer<T>.Default.Equals(want, got))
        {
            _differences.Add($"{place}: expected {want}, found {got}");
        }
    }

    private static IEnumerable<JsonNode?> Ordered(IEnumerable<JsonNode?> parts) =>
        parts.OrderBy(static p => p!["step"]!.GetValue<long>()).ThenBy(static p => p!["part"]!.GetValue<string>(), StringComparer.Ordinal)
            .Select(static p => p!.DeepClone());

    private static string PartKey(JsonNode? part) => $"{part!["step"]} {part["part"]}";

    private static string Set(JsonNode? node) =>
        node is JsonArray array ? string.Join('|', array.Select(static n => n!.GetValue<string>()).Order(StringComparer.Ordinal)) : $"status {node?["status"]}";

    // The records cut tags of more than 300 characters.
    private static string Key(JsonNode? tag)
    {
        string text = tag!["tag"]!.GetValue<string>();
        string shown = text.EnumerateRunes().Count() is var count && count <= 300
            ? text
            : string.Concat(text.EnumerateRunes().Take(40)) + $"… ({count} characters)";
        return $"{tag["run"]} {shown}";
    }

    // Steps are compared digit by digit; wall times as the numbers that they are, since 1700000000 and 1700000000.0 are one.
    private static string Normal(JsonNode? node) => node switch
    {
        JsonArray array => string.Join(' ', array.Select(Normal)),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && !long.TryParse(value.ToJsonString(), out long _) =>
            value.GetValue<double>() is var number && Math.Abs(number) < 1e18 && number == Math.Truncate(number) ? $"{(long)number}" : $"{number:R}",
        _ => node?.ToJsonString() ?? "null",
    };

    private static string Single(JsonNode? node) => node!.GetValueKind() switch
    {
        JsonValueKind.Number => $"{(float)node.GetValue<double>():R}",
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => node.ToJsonString(),
    };
}
