using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace TensorBoardFormats.Protobuf;

/// <summary>The values that fields without presence have when nothing was given.</summary>
internal static class ScalarDefaults
{
    /// <summary>The default of a scalar field, boxed as its accessor gives it; null for messages.</summary>
    public static object? Of(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => false,
        FieldType.Double => 0.0,
        FieldType.Float => 0.0f,
        FieldType.String => "",
        FieldType.Bytes => ByteString.Empty,
        FieldType.UInt32 or FieldType.Fixed32 => 0u,
        FieldType.UInt64 or FieldType.Fixed64 => 0ul,
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => 0,
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => 0L,
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, 0),
        _ => null,
    };

    /// <summary>Whether a scalar is zero, false or empty; −0 is not.</summary>
    public static bool IsDefault(object? value) => value switch
    {
        null => true,
        bool b => !b,
        double d => BitConverter.DoubleToInt64Bits(d) == 0,
        float f => BitConverter.SingleToInt32Bits(f) == 0,
        string s => s.Length == 0,
        ByteString b => b.IsEmpty,
        Enum e => Convert.ToInt64(e, CultureInfo.InvariantCulture) == 0,
        IConvertible n => n.ToDecimal(CultureInfo.InvariantCulture) == 0,
        _ => false,
    };
}
