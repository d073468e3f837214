using System.Globalization;
using System.Text;
using System.Text.Json;
using TensorBoardFormats.Validation.Events;

namespace TensorBoardFormats.TbCheck.Export;

/// <summary>Scalars as text: CSV (RFC 4180, a header line, UTF-8) and JSON lines. Not finite values are NaN, Infinity and -Infinity.</summary>
internal static class ScalarText
{
    /// <summary>Writes CSV.</summary>
    /// <returns>The number of scalars.</returns>
    public static long WriteCsv(Stream target, IEnumerable<ScalarRow> rows)
    {
        using StreamWriter text = new(target, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        text.WriteLine("run,tag,step,wall_time,value");
        long count = 0;
        foreach (ScalarRow row in rows)
        {
            text.Write(Cell(row.Run));
            text.Write(',');
            text.Write(Cell(row.Tag));
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $",{row.Step},{row.WallTime:R},{Number(row.Value)}"));
            count++;
        }

        return count;
    }

    /// <summary>Writes one JSON object a line.</summary>
    /// <returns>The number of scalars.</returns>
    public static long WriteJsonLines(Stream target, IEnumerable<ScalarRow> rows)
    {
        using Utf8JsonWriter json = new(target, new JsonWriterOptions { SkipValidation = true });
        long count = 0;
        foreach (ScalarRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("run", row.Run);
            json.WriteString("tag", row.Tag);
            json.WriteNumber("step", row.Step);
            Write(json, "wall_time", row.WallTime);
            Write(json, "value", row.Value);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            target.WriteByte((byte)'\n');
            count++;
        }

        return count;
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, Number(value));
        }
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
}
