using System.Numerics;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;
using Xunit;
using DType = TensorBoardFormats.Tensors.DType;

namespace TensorBoardFormats.Tests.Tensors;

public class TensorTypesTests
{
    [Fact]
    public void DType_Numbers_AreThoseOfTheMessages()
    {
        foreach (DType dtype in Enum.GetValues<DType>().Where(static d => d != DType.Invalid))
        {
            Assert.True(Enum.IsDefined((DataType)dtype), dtype.ToString());
            Assert.True(DTypes.TryParse(dtype.Name(), out DType parsed));
            Assert.Equal(dtype, parsed);
        }

        Assert.Equal(Enum.GetValues<DataType>().Count(static d => (int)d is > 0 and < 100), Enum.GetValues<DType>().Length - 1);
    }

    [Theory]
    [InlineData(DType.Float32, "float32", 4, 4, 32)]
    [InlineData(DType.Float16, "float16", 2, 2, 16)]
    [InlineData(DType.BFloat16, "bfloat16", 2, 2, 16)]
    [InlineData(DType.Complex64, "complex64", 8, 4, 64)]
    [InlineData(DType.Complex128, "complex128", 16, 8, 128)]
    [InlineData(DType.QInt32, "qint32", 4, 4, 32)]
    [InlineData(DType.Bool, "bool", 1, 1, 8)]
    [InlineData(DType.Float8E4M3B11FNUZ, "float8_e4m3b11fnuz", 1, 1, 8)]
    [InlineData(DType.Int4, "int4", 1, 1, 4)]
    [InlineData(DType.UInt2, "uint2", 1, 1, 2)]
    [InlineData(DType.Float4E2M1FN, "float4_e2m1fn", 1, 1, 4)]
    public void DType_FixedSize_HasSizes(DType dtype, string name, int size, int component, int bits)
    {
        Assert.Equal(name, dtype.Name());
        Assert.Equal((size, component, bits), (dtype.ElementSize(), dtype.ComponentSize(), dtype.SignificantBits()));
        Assert.True(dtype.IsStorable() && dtype.IsFixedSize());
    }

    [Theory]
    [InlineData(DType.String, true)]
    [InlineData(DType.Variant, true)]
    [InlineData(DType.Resource, false)]
    [InlineData(DType.Invalid, false)]
    [InlineData((DType)99, false)]
    [InlineData((DType)101, false)]
    [InlineData((DType)(-1), false)]
    public void DType_WithoutFixedSize_HasNone(DType dtype, bool isStorable)
    {
        Assert.Equal(isStorable, dtype.IsStorable());
        Assert.False(dtype.IsFixedSize());
        Assert.Throws<ArgumentException>(nameof(dtype), () => dtype.ElementSize());
    }

    [Fact]
    public void Of_NumberTypes_AreTensorFlows()
    {
        Assert.Equal(
            [DType.Float32, DType.Float64, DType.Int8, DType.UInt8, DType.Int16, DType.UInt16, DType.Int32, DType.UInt32, DType.Int64,
                DType.UInt64, DType.Bool, DType.Float16, DType.Complex128, DType.Invalid],
            [DTypes.Of<float>(), DTypes.Of<double>(), DTypes.Of<sbyte>(), DTypes.Of<byte>(), DTypes.Of<short>(), DTypes.Of<ushort>(),
                DTypes.Of<int>(), DTypes.Of<uint>(), DTypes.Of<long>(), DTypes.Of<ulong>(), DTypes.Of<bool>(), DTypes.Of<Half>(),
                DTypes.Of<Complex>(), DTypes.Of<char>()]);
    }

    [Theory]
    [InlineData("0,5:-", "[10,4]", "[5,4]")]
    [InlineData("5,5:0,4", "[10,4]", "[5,4]")]
    [InlineData("", "[]", "[]")]
    public void TensorSlice_Parse_GivesItsShape(string text, string shape, string part)
    {
        TensorSlice slice = TensorSlice.Parse(text);
        TensorShape whole = new([.. shape.Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(static s => long.Parse(s, System.Globalization.CultureInfo.InvariantCulture))]);

        Assert.Equal(text, slice.ToString());
        Assert.Equal(part, slice.ShapeIn(whole).ToString());
        Assert.Equal(part == shape, slice.Covers(whole));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-1,2")]
    [InlineData("0,0")]
    [InlineData("0,-1")]
    [InlineData("a,b")]
    [InlineData("0,1:")]
    [InlineData("0, 1")]
    public void TensorSlice_ParseOfSomethingElse_Throws(string text) => Assert.Throws<FormatException>(() => TensorSlice.Parse(text));

    [Theory]
    [InlineData("9,2")]
    [InlineData("11,1")]
    [InlineData("9223372036854775807,9223372036854775807")]
    [InlineData("0,1:-")]
    public void TensorSlice_OutsideTheShape_DoesNotFit(string text)
    {
        Assert.False(TensorSlice.Parse(text).FitsInto([10]));
        Assert.Throws<ArgumentException>("shape", () => TensorSlice.Parse(text).ShapeIn([10]));
    }
}
