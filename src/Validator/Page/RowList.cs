using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>A bookmark's list of rows, as far as it matters which rows they are.</summary>
/// <param name="IsThere">Not absent and not null.</param>
/// <param name="IsArray">An array.</param>
/// <param name="Count">Entries.</param>
/// <param name="Largest">The largest entry; infinity if one is no row number.</param>
internal readonly record struct RowList(bool IsThere, bool IsArray, int Count, double Largest)
{
    /// <summary>No list.</summary>
    public static RowList Missing => default;

    /// <summary>All entries are rows of a data set of so many points.</summary>
    public bool FitsInto(int points) => IsArray && (Count == 0 || Largest < points);

    /// <summary>Reads a value of which the first token was read.</summary>
    public static RowList Read(JsJsonReader reader)
    {
        if (reader.Token != JsToken.StartArray)
        {
            bool isThere = reader.Token == JsToken.StartObject || !reader.Value.IsMissing;
            reader.Skip();
            return new RowList(isThere, false, 0, 0);
        }

        int count = 0;
        double largest = 0;
        while (reader.ReadElement())
        {
            double row = reader.Token == JsToken.Value ? RowNumber(reader.Value) : double.PositiveInfinity;
            reader.Skip();
            largest = Math.Max(largest, row);
            count++;
        }

        return new RowList(true, true, count, largest);
    }

    // As a key of an array: text of digits works as well.
    private static double RowNumber(JsValue value)
    {
        double number = value.Kind == JsKind.Number ? value.Number
            : value.Text is { } text && JsNumber.TryParse(text, out double parsed) && JsNumber.ToText(parsed) == text ? parsed
            : double.NaN;
        return number >= 0 && number == Math.Floor(number) ? number : double.PositiveInfinity;
    }
}
