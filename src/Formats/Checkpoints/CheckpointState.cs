using System.Globalization;
using System.Text;

namespace TensorBoardFormats.Checkpoints;

/// <summary>What the file <c>checkpoint</c> beside checkpoints says: which is the newest, and which are kept (spec/tensor-bundle.md §10).</summary>
/// <param name="ModelCheckpointPath">The newest checkpoint's prefix, as the file has it: relative to the file's directory, or absolute.</param>
/// <param name="AllModelCheckpointPaths">All that are kept, oldest first, in the same form.</param>
/// <param name="AllModelCheckpointTimestamps">When they were written, in seconds since 1970; empty, or as many as paths.</param>
/// <param name="LastPreservedTimestamp">When the last checkpoint was written that is kept for good; 0 when none is.</param>
public sealed partial record CheckpointState(
    string ModelCheckpointPath,
    IReadOnlyList<string> AllModelCheckpointPaths,
    IReadOnlyList<double> AllModelCheckpointTimestamps,
    double LastPreservedTimestamp = 0)
{
    /// <summary>The text of the file, as TensorFlow 2.18 and newer write it: fields in order, one a line, unset ones left out, UTF-8 as it is.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        if (ModelCheckpointPath.Length > 0)
        {
            AppendString(text, "model_checkpoint_path", ModelCheckpointPath);
        }

        foreach (string path in AllModelCheckpointPaths)
        {
            AppendString(text, "all_model_checkpoint_paths", path);
        }

        foreach (double time in AllModelCheckpointTimestamps)
        {
            AppendDouble(text, "all_model_checkpoint_timestamps", time);
        }

        if (BitConverter.DoubleToInt64Bits(LastPreservedTimestamp) != 0)
        {
            AppendDouble(text, "last_preserved_timestamp", LastPreservedTimestamp);
        }

        return text.ToString();
    }

    private static void AppendString(StringBuilder text, string field, string value)
    {
        text.Append(field).Append(": \"");
        foreach (char c in value)
        {
            switch (c)
            {
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '"' or '\'' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case < ' ' or '\x7F':
                    text.Append('\\').Append((char)('0' + (c >> 6))).Append((char)('0' + ((c >> 3) & 7))).Append((char)('0' + (c & 7)));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append("\"\n");
    }

    private static void AppendDouble(StringBuilder text, string field, double value) => text.Append(field).Append(": ").Append(PythonText(value)).Append('\n');

    // Python's str(float): the shortest digits that read back as the same number, an exponent from 1e16 on and below 1e-4, else a decimal point.
    private static string PythonText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        (string significant, int exponent) = Shortest(Math.Abs(value));
        string sign = value < 0 ? "-" : "";
        if (exponent is >= 16 or < -4)
        {
            string fraction = significant.Length > 1 ? "." + significant[1..] : "";
            string mark = exponent < 0 ? "-" : "+";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{significant[0]}{fraction}e{mark}{Math.Abs(exponent):D2}");
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + significant;
        }

        string padded = significant.PadRight(exponent + 1, '0');
        string decimals = padded[(exponent + 1)..];
        return sign + padded[..(exponent + 1)] + "." + (decimals.Length == 0 ? "0" : decimals);
    }

    // The shortest digits of a positive number, without zeros at both ends, and the power of ten of the first.
    private static (string Digits, int Exponent) Shortest(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int power = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        point = point < 0 ? mantissa.Length : point;
        int first = mantissa.AsSpan().IndexOfAnyInRange('1', '9');
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal).Trim('0');
        return (digits, power + point - first - (first < point ? 1 : 0));
    }
}
