using TensorBoardFormats.Protobuf;
using Xunit;

namespace TensorBoardFormats.Tests.Protobuf;

public class PythonNumberTests
{
    [Theory]
    [InlineData(" 1.5\r", 1.5)]
    [InlineData("\u00A01\u3000", 1)]
    [InlineData("\u0085\u20281e3", 1000)]
    [InlineData("1_000.25", 1000.25)]
    [InlineData("٣.٥", 3.5)]
    [InlineData("\U0001D7CE1", 1)]
    [InlineData("+.5", .5)]
    [InlineData("5.", 5)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("INF", double.PositiveInfinity)]
    [InlineData("nAn", double.NaN)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("1e-99999999999999999999", 0)]
    [InlineData("1e99999999999999999999", double.PositiveInfinity)]
    [InlineData("010", 10)]
    public void TryParseFloat_Accepted_HasPythonsValue(string text, double expected)
    {
        Assert.True(PythonNumber.TryParseFloat(text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("∞")]
    [InlineData("−1")]
    [InlineData("1 2")]
    [InlineData("1__0")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1_.5")]
    [InlineData("1e_5")]
    [InlineData("1e")]
    [InlineData(".")]
    [InlineData("\uFEFF1")]
    [InlineData("1\u200B")]
    [InlineData("\u001C1")]
    [InlineData("1\0")]
    [InlineData("infinit")]
    [InlineData("²")]
    public void TryParseFloat_WherePythonRaises_IsFalse(string text) => Assert.False(PythonNumber.TryParseFloat(text, out _));

    [Theory]
    [InlineData("010", 8)]
    [InlineData("-010", -8)]
    [InlineData("+00", 0)]
    [InlineData("0b11", 3)]
    [InlineData("0o17", 15)]
    [InlineData("0X1f", 31)]
    [InlineData("0x_1F", 31)]
    [InlineData("1_000", 1000)]
    [InlineData("-0", 0)]
    [InlineData("٣", 3)]
    public void TryParseInteger_Accepted_HasPythonsValue(string text, int expected)
    {
        Assert.True(PythonNumber.TryParseInteger(text, out System.Numerics.BigInteger value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("08")]
    [InlineData("+010")]
    [InlineData("1__0")]
    [InlineData("1e3")]
    [InlineData("5u")]
    [InlineData("0x")]
    [InlineData("0_10")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--1")]
    public void TryParseInteger_WherePythonRaises_IsFalse(string text) => Assert.False(PythonNumber.TryParseInteger(text, out _));
}
