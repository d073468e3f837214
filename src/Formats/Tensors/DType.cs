namespace TensorBoardFormats.Tensors;

/// <summary>Element type of a tensor, with TensorFlow's numbers (<c>DataType</c> in
/// <c>tensorflow/core/framework/types.proto</c>).</summary>
public enum DType
{
    /// <summary>No type; never stored.</summary>
    Invalid = 0,

    /// <summary>float32, 4 bytes.</summary>
    Float32 = 1,

    /// <summary>float64, 8 bytes.</summary>
    Float64 = 2,

    /// <summary>int32, 4 bytes.</summary>
    Int32 = 3,

    /// <summary>uint8, 1 byte.</summary>
    UInt8 = 4,

    /// <summary>int16, 2 bytes.</summary>
    Int16 = 5,

    /// <summary>int8, 1 byte.</summary>
    Int8 = 6,

    /// <summary>Byte strings of any length.</summary>
    String = 7,

    /// <summary>Two float32 (real, imaginary), 8 bytes.</summary>
    Complex64 = 8,

    /// <summary>int64, 8 bytes.</summary>
    Int64 = 9,

    /// <summary>Boolean, 1 byte, 0 or 1.</summary>
    Bool = 10,

    /// <summary>Quantized int8, 1 byte.</summary>
    QInt8 = 11,

    /// <summary>Quantized uint8, 1 byte.</summary>
    QUInt8 = 12,

    /// <summary>Quantized int32, 4 bytes.</summary>
    QInt32 = 13,

    /// <summary>The upper half of a float32, 2 bytes.</summary>
    BFloat16 = 14,

    /// <summary>Quantized int16, 2 bytes.</summary>
    QInt16 = 15,

    /// <summary>Quantized uint16, 2 bytes.</summary>
    QUInt16 = 16,

    /// <summary>uint16, 2 bytes.</summary>
    UInt16 = 17,

    /// <summary>Two float64 (real, imaginary), 16 bytes.</summary>
    Complex128 = 18,

    /// <summary>IEEE half precision, 2 bytes.</summary>
    Float16 = 19,

    /// <summary>Handle to a resource; cannot be stored.</summary>
    Resource = 20,

    /// <summary>Serialized variants of any length.</summary>
    Variant = 21,

    /// <summary>uint32, 4 bytes.</summary>
    UInt32 = 22,

    /// <summary>uint64, 8 bytes.</summary>
    UInt64 = 23,

    /// <summary>float8 with 5 exponent and 2 mantissa bits, 1 byte.</summary>
    Float8E5M2 = 24,

    /// <summary>float8 with 4 exponent and 3 mantissa bits, finite and NaN only, 1 byte.</summary>
    Float8E4M3FN = 25,

    /// <summary>float8 e4m3, finite and NaN only, no negative zero, 1 byte.</summary>
    Float8E4M3FNUZ = 26,

    /// <summary>float8 e4m3 with bias 11, finite and NaN only, no negative zero, 1 byte.</summary>
    Float8E4M3B11FNUZ = 27,

    /// <summary>float8 e5m2, finite and NaN only, no negative zero, 1 byte.</summary>
    Float8E5M2FNUZ = 28,

    /// <summary>int4, one element a byte.</summary>
    Int4 = 29,

    /// <summary>uint4, one element a byte.</summary>
    UInt4 = 30,

    /// <summary>int2, one element a byte.</summary>
    Int2 = 31,

    /// <summary>uint2, one element a byte.</summary>
    UInt2 = 32,

    /// <summary>float4 with 2 exponent bits and 1 mantissa bit, one element a byte.</summary>
    Float4E2M1FN = 33,
}
