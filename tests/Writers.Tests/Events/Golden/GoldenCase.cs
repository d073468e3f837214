using System.Text.Json.Nodes;
using TensorBoardFormats.Events;
using TensorBoardFormats.Testing;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>One folder of tests/golden/events: what was called, and the files that came of it (its README tells the form).</summary>
internal sealed class GoldenCase
{
    private readonly JsonObject _inputs;
    private readonly JsonObject _events;

    private GoldenCase(string name)
    {
        Name = name;
        _inputs = Read("inputs.json");
        _events = Read("events.json");
        Calls = [.. _inputs["calls"]!.AsArray().Select(call => new GoldenCall(call!.AsObject()))];
        Media = new Queue<byte[]>((_inputs["encoded_media"]?.AsArray() ?? []).Select(media => Convert.FromBase64String((string)media!["base64"]!)));
    }

    public string Name { get; }

    public IReadOnlyList<GoldenCall> Calls { get; }

    /// <summary>Images and clips as the tool encoded them, in the order of the file.</summary>
    public Queue<byte[]> Media { get; }

    public IReadOnlyList<string> EventFiles => [.. _inputs["event_files"]!.AsArray().Select(file => (string)file!)];

    public static IEnumerable<string> Names() =>
        Directory.GetDirectories(Repository.Golden("events")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    public static GoldenCase Load(string name) => new(name);

    public byte[] FileBytes(string file) => File.ReadAllBytes(Repository.Golden("events", Name, file));

    /// <summary>Payloads of the records of a file, as events.json lists them.</summary>
    public IReadOnlyList<byte[]> Payloads(string file) =>
        [.. _events["files"]![file]!["records"]!.AsArray().Select(record => Convert.FromBase64String((string)record!["payload"]!))];

    /// <summary>Number of the nth writer that numbered its file; the counter ran on over all cases.</summary>
    public long Counter(int index) =>
        EventFiles.Select(file => EventFileName.TryParse(Path.GetFileName(file), out EventFileName? name) ? name.Counter : null)
            .OfType<long>().Distinct().Order().ElementAtOrDefault(index);

    private JsonObject Read(string file) => JsonNode.Parse(File.ReadAllBytes(Repository.Golden("events", Name, file)))!.AsObject();
}

/// <summary>One call of a case.</summary>
internal sealed class GoldenCall(JsonObject call)
{
    public string Api => (string)call["api"]!;

    public double WallTime => (double)call["wall_time"]!;

    public string? Note => (string?)call["note"];

    public bool Raised => call["raised"] is not null;

    /// <summary>An argument by name, else by position; null when it was not given.</summary>
    public JsonNode? this[string name, int position = -1] =>
        call["args"]?[name] ?? (position >= 0 && call["positional"] is JsonArray list && position < list.Count ? list[position] : null);

    public string Text(string name, int position = -1) => (string)this[name, position]!;

    public string? TextOrNull(string name) => (string?)this[name];

    public long Step(string name = "step", int position = -1) => this[name, position] is JsonNode step ? (long)GoldenArray.Number(step) == 0
        ? 0
        : step is System.Text.Json.Nodes.JsonValue ? (long)step : GoldenArray.From(step).As<long>()[0] : 0;

    public GoldenArray Array(string name, int position = -1) => GoldenArray.From(this[name, position]!);

    public double Number(string name, int position = -1) => GoldenArray.Number(this[name, position]!);

    public byte[] Message(string name, int position = -1) => Convert.FromBase64String((string)this[name, position]!["base64"]!);
}
