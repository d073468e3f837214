using System.Text;
using TensorBoardFormats.Protobuf;
using Xunit;

namespace TensorBoardFormats.Tests.Protobuf;

public sealed class PythonFloatTests
{
    [Theory]
    [InlineData("1", 1.0)]
    [InlineData("+1.5", 1.5)]
    [InlineData("-.5", -0.5)]
    [InlineData("5.", 5.0)]
    [InlineData(" \t\n\v\f\r12 ", 12.0)]
    [InlineData("\u00a07\u3000", 7.0)]
    [InlineData("\u00857\u2028", 7.0)]
    [InlineData("1_000.2_5e1_0", 1000.25e10)]
    [InlineData("1E-3", 0.001)]
    [InlineData("\u0663.\u0665", 3.5)]
    [InlineData("\uff11\uff12", 12.0)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("-1e400", double.NegativeInfinity)]
    [InlineData("1e-400", 0.0)]
    [InlineData("1e99999999999999999999", double.PositiveInfinity)]
    [InlineData("0e99999999999999999999", 0.0)]
    [InlineData("1e-99999999999999999999", 0.0)]
    [InlineData("1e0000000000000000003", 1000.0)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("nAn", double.NaN)]
    [InlineData("1e23", 1e23)]
    [InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)]
    public void TryParseFloat_WhatPythonTakes_IsItsValue(string text, double value)
    {
        Assert.True(PythonNumber.TryParseFloat(Encoding.UTF8.GetBytes(text), out double parsed));
        Assert.Equal(value, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("1,5")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("1e+")]
    [InlineData("--1")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("1_.5")]
    [InlineData("1._5")]
    [InlineData("1_e5")]
    [InlineData("infinit")]
    [InlineData("nan_")]
    [InlineData("nan1")]
    [InlineData("\u221e")]
    [InlineData("\u22121")]
    [InlineData("\u200b1")]
    [InlineData("\u001c1")]
    [InlineData("\ufeff1")]
    [InlineData("1\0")]
    [InlineData("\u00bd")]
    [InlineData("\u00b2")]
    public void TryParseFloat_WhatPythonRefuses_IsNoNumber(string text) => Assert.False(PythonNumber.TryParseFloat(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryParseFloat_NaN_HasPythonsBits()
    {
        Assert.True(PythonNumber.TryParseFloat("nan"u8, out double plain));
        Assert.True(PythonNumber.TryParseFloat("-nan"u8, out double negative));
        Assert.Equal(0x7FC00000u, BitConverter.SingleToUInt32Bits((float)plain));
        Assert.Equal(0xFFC00000u, BitConverter.SingleToUInt32Bits((float)negative));
    }
}
