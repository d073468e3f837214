using System.Text.Encodings.Web;
using System.Text.Json;
using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>The report as SARIF 2.1.0, for code scanning services.</summary>
public static class SarifReport
{
    private const string BaseId = "LOGDIR";

    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Writes one log with one run a log directory, and a line feed.</summary>
    public static void Write(Stream output, IReadOnlyList<ValidationReport> reports, ReportOptions options)
    {
        using (Utf8JsonWriter json = new(output, Layout))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            foreach (ValidationReport report in reports)
            {
                WriteRun(json, report, options.Listed(report));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteRun(Utf8JsonWriter json, ValidationReport report, IReadOnlyList<Finding> findings)
    {
        Rule[] rules = [.. findings.Select(static f => f.Rule).DistinctBy(static r => r.Id).OrderBy(static r => r.Id, StringComparer.Ordinal)];
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", ToolInfo.Name);
        json.WriteString("semanticVersion", ToolInfo.Version);
        json.WriteStartArray("rules");
        foreach (Rule rule in rules)
        {
            WriteRule(json, rule);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(BaseId);
        WriteText(json, "description", "The log directory: " + report.Input);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("columnKind", "unicodeCodePoints");
        json.WriteStartArray("results");
        foreach (Finding finding in findings)
        {
            WriteResult(json, finding, Array.IndexOf(rules, finding.Rule));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        WriteText(json, "shortDescription", rule.What);
        WriteText(json, "fullDescription", rule.Why);
        json.WriteStartObject("help");
        json.WriteString("text", $"{rule.What}\n\n{rule.Why}\n\nFailing: {rule.Failing}\nCorrected: {rule.Corrected}\nReferences:"
            + $" {rule.References}");
        json.WriteEndObject();
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", finding.Message);
        if (finding.Path is string path)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", BaseId);
            json.WriteEndObject();
            WriteRegion(json, finding);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, Finding finding)
    {
        if (finding.Line is null && finding.Offset is null)
        {
            return;
        }

        json.WriteStartObject("region");
        if (finding.Line is int line)
        {
            json.WriteNumber("startLine", line);
            if (finding.Column is int column)
            {
                json.WriteNumber("startColumn", column);
            }
        }
        else if (finding.Offset is long offset)
        {
            json.WriteNumber("byteOffset", offset);
            if (finding.Length is long length)
            {
                json.WriteNumber("byteLength", length);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
