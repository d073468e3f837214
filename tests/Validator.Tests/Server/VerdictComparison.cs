using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TensorBoardFormats.Testing;

namespace TensorBoardFormats.Tests.Server;

/// <summary>Holds a predicted profile against a recorded one, by what the recorder's README calls comparable.</summary>
internal sealed partial class VerdictComparison
{
    private static readonly string[] AnswerMembers = ["http", "bytes", "sha256", "content_type"];
    private static readonly string[] ConfigPaths =
        ["projector_config.pbtxt", "plugins/org_tensorflow_tensorboard_projector/projector_config.pbtxt"];

    private readonly JsonObject _want;
    private readonly JsonObject _got;
    private readonly JsonObject _verdict;
    private readonly string _profile;
    private readonly PreparedCase _place;
    private readonly bool _ordered;

    // One run's tensor file stopped the evaluation: how far it got in the others depends on the order of directories.
    private readonly bool _stopped;

    private readonly List<string> _differences = [];

    private VerdictComparison(JsonObject want, JsonObject got, JsonObject verdict, string profile, PreparedCase place, bool ordered)
    {
        (_want, _got, _verdict, _profile, _place, _ordered) = (want, got, verdict, profile, place, ordered);
        _stopped = ((string)want["outcome"]!).Contains("DEAD-TAB", StringComparison.Ordinal) && want["info"]?.AsObject().Count > 1;
    }

    /// <summary>What differs, one line each.</summary>
    public static List<string> Differences(JsonObject want, JsonObject got, JsonObject verdict, string profile, PreparedCase place, bool ordered)
    {
        VerdictComparison comparison = new(want, got, verdict, profile, place, ordered);
        comparison.CompareOutcome();
        if (want["info"] is JsonObject)
        {
            comparison.CompareRuns();
            comparison.CompareInfo();
            comparison.CompareAnswers();
        }

        return comparison._differences;
    }

    private void CompareOutcome()
    {
        bool Counts(string word) => !_stopped || word == "DEAD-TAB" || word.StartsWith("NO-RUN", StringComparison.Ordinal);
        string Words(JsonObject profile) => string.Join(' ', ((string)profile["outcome"]!).Split(' ').Where(Counts).Order(StringComparer.Ordinal));
        Expect("outcome", Words(_want), Words(_got));
        Expect("process_ended", (string?)_want["process_ended"], (string?)_got["process_ended"]);
        Expect("start_error", _want["start_error"] is not null, _got["start_error"] is not null);
        Expect("during", Route((string?)_want["during"]), Route((string?)_got["during"]));
    }

    private static string? Route(string? during) => during is null ? null : RoutePattern().Match(during).Value;

    [GeneratedRegex("plugins_listing|tensor|metadata|sprite|bookmarks|runs|info")]
    private static partial Regex RoutePattern();

    private void CompareRuns()
    {
        Expect("tab_active", (bool)_want["tab_active"]!, (bool)_got["tab_active"]!);
        Expect("first_listing", (bool)_want["first_listing"]!, (bool)_got["first_listing"]!);
        foreach (string member in (string[])["loader_runs", "runs"])
        {
            Expect(member, Names(_want[member]), Names(_got[member]));
        }
    }

    private string Names(JsonNode? names) => names is JsonArray list
        ? string.Join(" | ", _ordered ? list.Select(static n => (string)n!) : list.Select(static n => (string)n!).Order(StringComparer.Ordinal))
        : $"http {names?["http"]}";

    private void CompareInfo()
    {
        JsonObject want = _want["info"]!.AsObject(), got = _got["info"]!.AsObject();
        List<string> stoppedAt = [.. _want["tensors"]!.AsObject().Where(static r => r.Value!.AsObject().Any(static a => (int)a.Value!["http"]! != 200)).Select(static r => r.Key)];
        foreach (string run in want.Select(static r => r.Key).Union(got.Select(static r => r.Key)))
        {
            JsonNode? w = want[run], g = got[run];
            if (w is null || g is null)
            {
                Expect($"info[{run}]", w?.ToJsonString(), g?.ToJsonString());
            }
            else if (w["http"] is not null || g["http"] is not null)
            {
                Expect($"info[{run}].http", Number(w["http"]), Number(g["http"]));
            }
            else if (_stopped && !(stoppedAt.Count == 1 && stoppedAt[0] == run))
            {
                CompareHalfFilled(run, w, g);
            }
            else
            {
                Func<JsonObject, bool> isFixed = Origin(run, w);
                Expect($"info[{run}]", Settled(w, isFixed), Settled(g, isFixed));
            }
        }
    }

    private static string? Number(JsonNode? node) => node is null ? "200" : ((int)node).ToString(CultureInfo.InvariantCulture);

    // Shapes only where both have one; with a checkpoint only embeddings with a tensor file.
    private void CompareHalfFilled(string run, JsonNode w, JsonNode g)
    {
        bool hasCheckpoint = w["modelCheckpointPath"] is not null;
        List<JsonObject> Part(JsonNode info) => [.. Embeddings(info).Where(e => !hasCheckpoint || e.ContainsKey("tensorPath")).Select(static e => e.DeepClone().AsObject())];
        List<JsonObject> want = Part(w), got = Part(g);
        foreach ((JsonObject a, JsonObject b) in want.Zip(got))
        {
            if (!a.ContainsKey("tensorShape") || !b.ContainsKey("tensorShape"))
            {
                a.Remove("tensorShape");
                b.Remove("tensorShape");
            }
        }

        foreach (JsonObject e in want.Concat(got).Where(static e => e.ContainsKey("tensorName")))
        {
            e["tensorName"] = Bare((string)e["tensorName"]!);
        }

        Expect($"info[{run}]", string.Join('\n', want.Select(Key)), string.Join('\n', got.Select(Key)));
    }

    // The embeddings that come only from a checkpoint stand in the order of a hash table: sorted among the places that they have.
    private static string Settled(JsonNode info, Func<JsonObject, bool> isFixed)
    {
        List<JsonObject> all = [.. Embeddings(info)];
        Queue<string> free = new(all.Where(e => !isFixed(e)).Select(Key).Order(StringComparer.Ordinal));
        JsonObject rest = info.DeepClone().AsObject();
        rest.Remove("embeddings");
        return Key(rest) + "\n" + string.Join('\n', all.Select(e => isFixed(e) ? Key(e) : free.Dequeue()));
    }

    private static IEnumerable<JsonObject> Embeddings(JsonNode info) => info["embeddings"]?.AsArray().Select(static e => e!.AsObject()) ?? [];

    private static string Key(JsonObject value) => string.Join(", ", value.Where(static m => !IsHollow(m.Value))
        .OrderBy(static m => m.Key, StringComparer.Ordinal).Select(static m => $"{m.Key}: {(m.Value is JsonObject o ? "{" + Key(o) + "}" : m.Value!.ToJsonString())}"));

    private static bool IsHollow(JsonNode? node) => node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }
        || (node is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0);

    private Func<JsonObject, bool> Origin(string run, JsonNode info)
    {
        if (_profile == "notf" || info["modelCheckpointPath"] is null)
        {
            return static _ => true;
        }

        HashSet<string> known = [.. Embeddings(_verdict["profiles"]!["notf"]?["info"]?[run] ?? new JsonObject()).Select(static e => (string?)e["tensorName"] ?? "")];
        foreach (string path in ConfigPaths.Select(p => Path.Combine(_place.LogDirectory, run, p)).Where(File.Exists))
        {
            foreach (Match quoted in QuotedPattern().Matches(File.ReadAllText(path)))
            {
                string name = quoted.Groups[1].Value + quoted.Groups[2].Value;
                known.UnionWith([name, Bare(name)]);
            }
        }

        return e => (string?)e["tensorName"] is not { Length: > 0 } name || e.ContainsKey("tensorPath") || e.ContainsKey("sprite") || known.Contains(name);
    }

    [GeneratedRegex("""
        "((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'
        """)]
    private static partial Regex QuotedPattern();

    private static string Bare(string name) => name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;

    private void CompareAnswers()
    {
        foreach (string route in (string[])["tensors", "metadata", "sprite", "bookmarks"])
        {
            JsonObject want = _want[route]!.AsObject(), got = _got[route]?.AsObject() ?? [];
            foreach (string run in want.Select(static r => r.Key).Union(got.Select(static r => r.Key)))
            {
                CompareRoute($"{route}[{run}]", want[run]?.AsObject() ?? [], got[run]?.AsObject() ?? [], _want["info"]![run]);
            }
        }

        foreach ((string run, JsonNode? answers) in _want["as_browser_sends"]?.AsObject() ?? [])
        {
            foreach ((string name, JsonNode? answer) in answers!.AsObject())
            {
                CompareAnswer($"as_browser_sends[{run}][{name}]", answer!, _got["as_browser_sends"]?[run]?[name]);
            }
        }
    }

    private void CompareRoute(string place, JsonObject want, JsonObject got, JsonNode? info)
    {
        HashSet<string> files = [.. (info is null ? [] : Embeddings(info)).Where(static e => e.ContainsKey("tensorPath")).Select(static e => Bare((string?)e["tensorName"] ?? ""))];
        bool MayMiss(string name) => _stopped && info?["modelCheckpointPath"] is not null ? !files.Contains(Bare(name)) : info is not null && Embeddings(info).Count() > 40;
        foreach (string name in want.Select(static a => a.Key).Union(got.Select(static a => a.Key)))
        {
            if (want[name] is JsonNode w && got[name] is JsonNode g)
            {
                CompareAnswer($"{place}[{name}]", w, g);
            }
            else if (!MayMiss(name))
            {
                Expect($"{place}[{name}]", want[name]?.ToJsonString(), got[name]?.ToJsonString());
            }
        }
    }

    private void CompareAnswer(string place, JsonNode want, JsonNode? got)
    {
        string Text(JsonNode? answer) => string.Join(", ", AnswerMembers.Where(m => want[m] is not null).Select(m => answer?[m]?.ToJsonString()));
        Expect(place, Text(want), Text(got), $" ({got?["error"]})");
    }

    private void Expect<T>(string place, T want, T got, string more = "")
    {
        if (!EqualityComparer<T>.Default.Equals(want, got))
        {
            _differences.Add($"{place}: expected {want}, found {got}{more}");
        }
    }
}
