using System.Globalization;
using System.Text;

namespace TensorBoardFormats.Protobuf;

/// <summary>Floating-point numbers as other languages write them.</summary>
internal static class RealNumber
{
    /// <summary>C++ protobuf: <c>%.15g</c> if it reads back the same, else <c>%.17g</c>.</summary>
    public static string Protoc(double value)
    {
        if (!double.IsFinite(value))
        {
            return Special(value);
        }

        string text = General(value, 15);
        return double.Parse(text, CultureInfo.InvariantCulture).Equals(value) ? text : General(value, 17);
    }

    /// <summary>C++ protobuf: <c>%.6g</c> if <c>strtof</c> reads it back the same without a range error, which subnormals give, else <c>%.9g</c>.</summary>
    public static string Protoc(float value)
    {
        if (!float.IsFinite(value))
        {
            return Special(value);
        }

        string text = General(value, 6);
        return !float.IsSubnormal(value) && float.Parse(text, CultureInfo.InvariantCulture).Equals(value) ? text : General(value, 9);
    }

    /// <summary>Python's <c>str(float)</c>: the fewest digits that read back the same, at least one decimal, exponent form from 1e16 on and below 1e-4.</summary>
    public static string Python(double value) => double.IsFinite(value) ? Layout(value.ToString("R", CultureInfo.InvariantCulture), 16, pointZero: true) : Special(value);

    /// <summary>As Python's protobuf prints a float32: the fewest digits that read back the same float32.</summary>
    public static string Python(float value) => float.IsFinite(value) ? Layout(value.ToString("R", CultureInfo.InvariantCulture), 16, pointZero: true) : Special(value);

    private static string Special(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    // C's %.Pg: P significant digits without trailing zeros, exponent form when the exponent is below -4 or not below P.
    private static string General(double value, int precision)
    {
        string scientific = value.ToString("E" + (precision - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Layout(scientific, precision, pointZero: false);
    }

    private static string Layout(string number, int exponentFrom, bool pointZero)
    {
        bool negative = number[0] == '-';
        (string digits, int exponent) = Decompose(negative ? number[1..] : number);
        StringBuilder text = new(negative ? "-" : "");
        if (exponent < -4 || exponent >= exponentFrom)
        {
            text.Append(digits[0]);
            if (digits.Length > 1)
            {
                text.Append('.').Append(digits, 1, digits.Length - 1);
            }

            return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
        }

        if (exponent < 0)
        {
            return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
        }

        string whole = digits.Length > exponent ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        string fraction = digits.Length > exponent + 1 ? digits[(exponent + 1)..] : pointZero ? "0" : "";
        return text.Append(whole).Append(fraction.Length > 0 ? "." : "").Append(fraction).ToString();
    }

    // The significant digits without trailing zeros (at least one), and the exponent of the first.
    private static (string Digits, int Exponent) Decompose(string number)
    {
        int mark = number.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(number.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? number : number[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        string significant = digits.TrimStart('0');
        exponent -= digits.Length - significant.Length;
        significant = significant.TrimEnd('0');
        return significant.Length == 0 ? ("0", 0) : (significant, exponent);
    }
}
