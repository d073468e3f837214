using System.Text.Json;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>The data of the HTML report: JSON in a script element, in which no markup can end it.</summary>
internal sealed class HtmlData : IDisposable
{
    private const double PlaceScale = 10_000;

    private readonly Utf8JsonWriter _json;

    /// <summary>Begins.</summary>
    public HtmlData(Stream output)
    {
        _json = new Utf8JsonWriter(output); // The default encoder escapes <, > and &.
        _json.WriteStartObject();
        _json.WriteString("tool", $"{ToolInfo.Name} {ToolInfo.Version}");
        _json.WriteNumber("maxPoints", EmbeddingPicture.MaxPoints);
        _json.WriteStartArray("subjects");
    }

    /// <summary>Writes one log directory.</summary>
    public void Write(HtmlSubject subject, IReadOnlyList<Finding> findings, IEnumerable<EmbeddingPicture> pictures, IReadOnlyList<ScalarLine> scalars, int scalarTotal)
    {
        ValidationReport report = subject.Report;
        _json.WriteStartObject();
        _json.WriteString("input", report.Input);
        _json.WriteBoolean("loads", report.Verdict.Loads);
        _json.WriteString("sentence", subject.Sentence);
        WriteProfiles(report.Verdict);
        WriteFindings(report, findings);
        _json.WriteStartArray("embeddings");
        foreach (EmbeddingPicture picture in pictures)
        {
            WritePicture(picture);
        }

        _json.WriteEndArray();
        _json.WriteNumber("scalarTotal", scalarTotal);
        _json.WriteStartArray("scalars");
        foreach (ScalarLine line in scalars)
        {
            WriteScalars(line);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
    }

    private void WriteProfiles(Verdict verdict)
    {
        _json.WriteStartArray("profiles");
        foreach (ProfileVerdict profile in verdict.Profiles)
        {
            _json.WriteStartObject();
            _json.WriteString("name", profile.Profile switch
            {
                ProfileSet.NoTf => "without TensorFlow",
                ProfileSet.Fast => "with TensorFlow, fast loader",
                _ => "with TensorFlow",
            });
            _json.WriteString("tab", profile.Tab switch
            {
                TabState.Active => "the tab appears",
                TabState.Inactive => "no tab",
                TabState.Dead => "no tab: a fault stops the projector",
                _ => "TensorBoard is killed",
            });
            _json.WriteNumber("shown", profile.Shown);
            _json.WriteStartArray("embeddings");
            foreach (RunVerdict run in profile.Runs)
            {
                foreach (EmbeddingVerdict embedding in run.Embeddings)
                {
                    _json.WriteStringValue($"{run.Run}: {(embedding.Name.Length > 0 ? embedding.Name : "(no name)")} {string.Join(" × ", embedding.Shape)}, {embedding.Outcome}");
                }
            }

            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    // Worst first; a consequence stands under its cause.
    private void WriteFindings(ValidationReport report, IReadOnlyList<Finding> findings)
    {
        _json.WriteNumber("hidden", report.Findings.Count - findings.Count);
        _json.WriteStartArray("findings");
        foreach (Finding finding in findings.Where(f => !HasCauseAmong(f, findings)).OrderByDescending(static f => f.Severity))
        {
            WriteFinding(finding, findings, 0);
        }

        _json.WriteEndArray();
    }

    private static bool HasCauseAmong(Finding finding, IReadOnlyList<Finding> findings) => findings.Any(cause => IsCause(cause, finding));

    private static bool IsCause(Finding cause, Finding finding) =>
        !ReferenceEquals(cause, finding) && finding.Cause is { } named && named.Id == cause.Rule.Id && named.Path == cause.Path;

    private void WriteFinding(Finding finding, IReadOnlyList<Finding> all, int depth)
    {
        _json.WriteStartObject();
        _json.WriteString("id", finding.Rule.Id);
        _json.WriteString("severity", finding.Severity.Word());
        _json.WriteString("message", finding.Message);
        _json.WriteString("place", Place(finding));
        _json.WriteString("fix", finding.Fix);
        _json.WriteString("holds", string.Join(", ", finding.Holds.Words()));
        _json.WriteStartArray("consequences");
        foreach (Finding consequence in all.Where(f => depth < 4 && IsCause(finding, f)))
        {
            WriteFinding(consequence, all, depth + 1);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private static string? Place(Finding finding) =>
        finding.Line is int line ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{finding.Path}:{line}:{finding.Column ?? 1}")
        : finding.Offset is long offset ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{finding.Path}@0x{offset:x}") : finding.Path;

    private void WritePicture(EmbeddingPicture picture)
    {
        _json.WriteStartObject();
        _json.WriteString("run", picture.Run);
        _json.WriteString("name", picture.Embedding.Name ?? "");
        _json.WriteNumber("points", picture.Points);
        _json.WriteNumber("dimension", picture.Dimension);
        WriteNumbers("rows", picture.Rows);
        if (picture.Components is { } components)
        {
            double largest = components.Places.Length == 0 ? 0 : components.Places.Max(Math.Abs);
            double scale = largest > 0 ? PlaceScale / largest : 0;
            WriteNumbers("places", components.Places.Select(p => (int)Math.Round(p * scale)));
            _json.WriteStartArray("shares");
            foreach (double share in components.Shares)
            {
                _json.WriteNumberValue(Math.Round(share, 4));
            }

            _json.WriteEndArray();
        }

        WriteTexts("columns", picture.Columns);
        _json.WriteStartArray("cells");
        foreach (string?[] column in picture.Cells)
        {
            WriteTexts(null, column);
        }

        _json.WriteEndArray();
        _json.WriteStartArray("table");
        foreach (string?[] row in picture.Table)
        {
            WriteTexts(null, row);
        }

        _json.WriteEndArray();
        WriteSprite(picture);
        _json.WriteEndObject();
    }

    private void WriteSprite(EmbeddingPicture picture)
    {
        if (picture.Sprite.Length == 0)
        {
            return;
        }

        _json.WriteString("sprite", $"data:{picture.SpriteType};base64,{Convert.ToBase64String(picture.Sprite)}");
        WriteNumbers("tile", picture.Embedding.SpriteDims.Take(2).Select(static d => (int)Math.Min(d, int.MaxValue)));
    }

    private void WriteScalars(ScalarLine line)
    {
        _json.WriteStartObject();
        _json.WriteString("run", line.Run);
        _json.WriteString("tag", line.Tag);
        _json.WriteNumber("points", line.Points);
        _json.WriteStartArray("steps");
        foreach (long step in line.Steps)
        {
            _json.WriteNumberValue(step);
        }

        _json.WriteEndArray();
        _json.WriteStartArray("values");
        foreach (double value in line.Values)
        {
            if (double.IsFinite(value))
            {
                _json.WriteNumberValue(value);
            }
            else
            {
                _json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            }
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteNumbers(string name, IEnumerable<int> numbers)
    {
        _json.WriteStartArray(name);
        foreach (int number in numbers)
        {
            _json.WriteNumberValue(number);
        }

        _json.WriteEndArray();
    }

    private void WriteTexts(string? name, IEnumerable<string?> texts)
    {
        if (name is null)
        {
            _json.WriteStartArray();
        }
        else
        {
            _json.WriteStartArray(name);
        }

        foreach (string? text in texts)
        {
            _json.WriteStringValue(text);
        }

        _json.WriteEndArray();
    }
}
