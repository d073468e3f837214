using System.Text;
using System.Text.Json;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>Numbers as TensorBoard's answers write them: NaN and infinities as text.</summary>
internal static class ScalarJson
{
    /// <summary>Writes a number.</summary>
    public static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    /// <summary>Writes the one element of an array, or <paramref name="plain"/> where there is no array.</summary>
    public static void Write(Utf8JsonWriter json, NdArray? array, float plain)
    {
        switch (array?.DType)
        {
            case null:
                Write(json, plain);
                break;
            case DType.String:
                json.WriteStringValue(Encoding.UTF8.GetString(array.Bytes(0).Span));
                break;
            case DType.Bool:
                json.WriteBooleanValue(array.Number(0) != 0);
                break;
            case DType.UInt64:
                json.WriteNumberValue(array.Unsigned(0));
                break;
            case DType.QInt8 or DType.QUInt8 or DType.QInt16 or DType.QUInt16 or DType.QInt32:
                json.WriteStartArray(); // NumPy has them as records of one field.
                json.WriteNumberValue(array.Integer(0));
                json.WriteEndArray();
                break;
            default:
                if (array.IsFloat)
                {
                    Write(json, array.Number(0));
                }
                else
                {
                    json.WriteNumberValue(array.Integer(0));
                }

                break;
        }
    }
}
