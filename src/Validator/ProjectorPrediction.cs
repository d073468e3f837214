using System.Buffers;
using System.Text.Json;
using TensorBoardFormats.Validation.Page;

namespace TensorBoardFormats.Validation;

/// <summary>One predicted answer of TensorBoard's server.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Bytes">Length of the body of a 200; null for others, and where only the status is told.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hex digits.</param>
/// <param name="ContentType">Its media type, where it depends on the file.</param>
/// <param name="Error">Of a 400 the text; of a 500 what raises, as <c>ValueError: …</c>.</param>
public sealed record PredictedAnswer(int Status, long? Bytes = null, string? Sha256 = null, string? ContentType = null, string? Error = null);

/// <summary>The answers of one route, by run and then by embedding; both in the order in which they were asked.</summary>
public sealed class PredictedAnswers
{
    private readonly Dictionary<string, Dictionary<string, PredictedAnswer>> _runs = new(StringComparer.Ordinal);

    /// <summary>Runs with at least one answer.</summary>
    public IEnumerable<string> Runs => _runs.Keys;

    /// <summary>The answers for a run by embedding; of two questions with one name the last.</summary>
    public IReadOnlyDictionary<string, PredictedAnswer> Of(string run) => _runs.GetValueOrDefault(run) ?? [];

    internal void Add(string run, string name, PredictedAnswer answer)
    {
        if (!_runs.TryGetValue(run, out Dictionary<string, PredictedAnswer>? answers))
        {
            answers = new Dictionary<string, PredictedAnswer>(StringComparer.Ordinal);
            _runs.Add(run, answers);
        }

        answers[name] = answer;
    }

    internal void WriteTo(Utf8JsonWriter writer, string member)
    {
        writer.WriteStartObject(member);
        foreach ((string run, Dictionary<string, PredictedAnswer> answers) in _runs)
        {
            writer.WriteStartObject(run);
            foreach ((string name, PredictedAnswer answer) in answers)
            {
                writer.WritePropertyName(name);
                Write(writer, answer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter writer, PredictedAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("http", answer.Status);
        if (answer.Bytes is long bytes)
        {
            writer.WriteNumber("bytes", bytes);
            writer.WriteString("sha256", answer.Sha256);
        }

        if (answer.ContentType is not null)
        {
            writer.WriteString("content_type", answer.ContentType);
        }

        if (answer.Error is not null)
        {
            writer.WriteString("error", answer.Error);
        }

        writer.WriteEndObject();
    }
}

/// <summary>
/// What one TensorBoard will answer about a log directory: the same members as the profiles of recorded verdicts have. Paths are written as
/// TensorBoard builds them.
/// </summary>
public sealed record ProjectorPrediction
{
    /// <summary>The surroundings that it holds for.</summary>
    public required TensorBoardProfile Profile { get; init; }

    /// <summary>The projector is among the tabs at the very first question, before anything could be determined.</summary>
    public bool FirstListing { get; init; }

    /// <summary>The projector is among the tabs once the determination has come to its end.</summary>
    public bool TabActive { get; init; }

    /// <summary>The runs that the loader knows.</summary>
    public IReadOnlyList<string> LoaderRuns { get; init; } = [];

    /// <summary>Set when asking the loader for its runs fails.</summary>
    public PredictedAnswer? LoaderRunsFailure { get; init; }

    /// <summary>The runs that the projector offers.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Set when <c>/runs</c> fails.</summary>
    public PredictedAnswer? RunsFailure { get; init; }

    /// <summary><c>/info</c> of each run: its JSON.</summary>
    public IReadOnlyList<(string Run, ReadOnlyMemory<byte> Json)> Info { get; init; } = [];

    /// <summary><c>/info</c> where it fails.</summary>
    public IReadOnlyList<(string Run, PredictedAnswer Answer)> InfoFailures { get; init; } = [];

    /// <summary><c>/tensor</c>.</summary>
    public PredictedAnswers Tensors { get; init; } = new();

    /// <summary><c>/metadata</c>.</summary>
    public PredictedAnswers Metadata { get; init; } = new();

    /// <summary><c>/sprite_image</c>.</summary>
    public PredictedAnswers Sprites { get; init; } = new();

    /// <summary><c>/bookmarks</c>.</summary>
    public PredictedAnswers Bookmarks { get; init; } = new();

    /// <summary><c>/tensor</c> (by name) and <c>/info</c> (by that word) as they are answered when names are not escaped, as the page sends them; only where that makes a difference.</summary>
    public PredictedAnswers AsBrowserSends { get; init; } = new();

    /// <summary>The signal that ends the process, or null.</summary>
    public string? ProcessEnded { get; init; }

    /// <summary>The question during which it ends.</summary>
    public string? During { get; init; }

    /// <summary>Why TensorBoard does not start, or null.</summary>
    public string? StartError { get; init; }

    /// <summary>The summary in words, as <c>OK</c> or <c>DEAD-TAB HIDDEN-ALL</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What a person sees on the page.</summary>
    internal PageView? Page { get; init; }

    /// <summary>Writes it as one JSON object.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    private void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("tab_active", TabActive);
        writer.WriteBoolean("first_listing", FirstListing);
        WriteNames(writer, "loader_runs", LoaderRuns, LoaderRunsFailure);
        WriteNames(writer, "runs", Runs, RunsFailure);
        writer.WriteStartObject("info");
        foreach ((string run, ReadOnlyMemory<byte> json) in Info)
        {
            writer.WritePropertyName(run);
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }

        foreach ((string run, PredictedAnswer answer) in InfoFailures)
        {
            writer.WritePropertyName(run);
            PredictedAnswers.Write(writer, answer);
        }

        writer.WriteEndObject();
        Tensors.WriteTo(writer, "tensors");
        Metadata.WriteTo(writer, "metadata");
        Sprites.WriteTo(writer, "sprite");
        Bookmarks.WriteTo(writer, "bookmarks");
        if (AsBrowserSends.Runs.Any())
        {
            AsBrowserSends.WriteTo(writer, "as_browser_sends");
        }

        WriteText(writer, "process_ended", ProcessEnded);
        WriteText(writer, "during", During);
        WriteText(writer, "start_error", StartError);
        writer.WriteString("outcome", Outcome);
        if (Page is not null)
        {
            writer.WritePropertyName("browser");
            PageJson.Write(writer, Page);
        }
    }

    private static void WriteNames(Utf8JsonWriter writer, string member, IReadOnlyList<string> names, PredictedAnswer? failure)
    {
        writer.WritePropertyName(member);
        if (failure is not null)
        {
            PredictedAnswers.Write(writer, failure);
            return;
        }

        writer.WriteStartArray();
        foreach (string name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string member, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(member, text);
        }
    }
}
