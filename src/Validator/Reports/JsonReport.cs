using System.Text.Encodings.Web;
using System.Text.Json;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>The report for programs; its schema is <c>docs/report.schema.json</c>.</summary>
public static class JsonReport
{
    private const int SchemaVersion = 1;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Writes one object for one or several log directories, and a line feed.</summary>
    public static void Write(Stream output, IReadOnlyList<ValidationReport> reports, ReportOptions options)
    {
        using (Utf8JsonWriter json = new(output, Layout))
        {
            bool several = reports.Count > 1;
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteStartObject("tool");
            json.WriteString("name", ToolInfo.Name);
            json.WriteString("version", ToolInfo.Version);
            json.WriteEndObject();
            json.WriteStartArray("inputs");
            foreach (ValidationReport report in reports)
            {
                json.WriteStringValue(report.Input);
            }

            json.WriteEndArray();
            WriteVerdict(json, reports, several);
            json.WriteStartObject("summary");
            foreach (Severity severity in (Severity[])[Severity.Error, Severity.Warning, Severity.Info])
            {
                json.WriteNumber(severity.Word(), reports.Sum(r => r.Count(severity)));
            }

            json.WriteEndObject();
            json.WriteBoolean("truncated", reports.Any(r => options.Listed(r).Count < r.Findings.Count));
            json.WriteStartArray("findings");
            foreach (ValidationReport report in reports)
            {
                foreach (Finding finding in options.Listed(report))
                {
                    WriteFinding(json, finding, several ? report.Input : null);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteVerdict(Utf8JsonWriter json, IReadOnlyList<ValidationReport> reports, bool several)
    {
        json.WriteStartObject("verdict");
        json.WriteBoolean("loads", reports.All(static r => r.Verdict.Loads));
        json.WriteStartObject("profiles");
        foreach (var profile in reports.SelectMany(static r => r.Verdict.Profiles, static (r, p) => (r.Input, Verdict: p)).GroupBy(static p => p.Verdict.Profile))
        {
            json.WriteStartObject(profile.Key.Words().Single());
            json.WriteString("tab", Word(profile.Max(static p => p.Verdict.Tab)));
            json.WriteStartArray("runs");
            foreach ((string input, ProfileVerdict verdict) in profile)
            {
                foreach (RunVerdict run in verdict.Runs)
                {
                    WriteRun(json, run, several ? input : null);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunVerdict run, string? input)
    {
        json.WriteStartObject();
        WriteOptional(json, "input", input);
        json.WriteString("run", run.Run);
        json.WriteStartArray("embeddings");
        foreach (EmbeddingVerdict embedding in run.Embeddings)
        {
            json.WriteStartObject();
            json.WriteString("name", embedding.Name);
            json.WriteStartArray("shape");
            foreach (long size in embedding.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteString("outcome", embedding.Outcome);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding, string? input)
    {
        json.WriteStartObject();
        WriteOptional(json, "input", input);
        json.WriteString("id", finding.Rule.Id);
        json.WriteString("severity", finding.Severity.Word());
        WriteCause(json, finding.Cause);
        WriteOptional(json, "path", finding.Path);
        WriteOptional(json, "line", finding.Line);
        WriteOptional(json, "column", finding.Column);
        WriteOptional(json, "offset", finding.Offset);
        WriteOptional(json, "length", finding.Length);
        WriteOptional(json, "run", finding.Run);
        WriteOptional(json, "embedding", finding.Embedding);
        json.WriteString("message", finding.Message);
        json.WriteString("fix", finding.Fix);
        if (finding.Repair is not null)
        {
            json.WriteString("fixSafety", finding.Repair.Safety == FixSafety.Safe ? "safe" : "unsafe");
        }

        json.WriteStartArray("holds");
        foreach (string word in finding.Holds.Words())
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCause(Utf8JsonWriter json, FindingCause? cause)
    {
        if (cause is null)
        {
            json.WriteNull("cause");
            return;
        }

        json.WriteStartObject("cause");
        json.WriteString("id", cause.Id);
        json.WriteString("path", cause.Path);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is long number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static string Word(TabState tab) => tab switch
    {
        TabState.Active => "active",
        TabState.Inactive => "inactive",
        TabState.Dead => "dead",
        _ => "killed",
    };
}
