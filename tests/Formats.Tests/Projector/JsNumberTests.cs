using TensorBoardFormats.Projector;
using Xunit;

namespace TensorBoardFormats.Tests.Projector;

public class JsNumberTests
{
    [Theory]
    [InlineData("007", "7")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e5", "100000")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("0B101", "5")]
    [InlineData(" 12 ", "12")]
    [InlineData("\u00a0\u3000\ufeff5\t", "5")]
    [InlineData("", "0")]
    [InlineData("   ", "0")]
    [InlineData("5.", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("+.5e-3", "0.0005")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("Infinity", "Infinity")]
    [InlineData("+Infinity", "Infinity")]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData("1e400", "Infinity")]
    [InlineData("-1e400", "-Infinity")]
    [InlineData("1e99999999999999999999", "Infinity")]
    [InlineData("1e-99999999999999999999", "0")]
    [InlineData("12345678901234567890", "12345678901234567000")]
    [InlineData("0x20000000000001", "9007199254740992")]
    [InlineData("0x20000000000003", "9007199254740996")]
    [InlineData("0xFFFFFFFFFFFFFFFFFFFFFFFF", "7.922816251426434e+28")]
    public void TryParse_WhatTheLanguageAccepts_IsShownAsItShowsIt(string cell, string shown)
    {
        Assert.True(JsNumber.TryParse(cell, out double value));
        Assert.Equal(shown, JsNumber.ToText(value));
    }

    [Theory]
    [InlineData("1_000")]
    [InlineData("1,000")]
    [InlineData("-0x10")]
    [InlineData("infinity")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("0x")]
    [InlineData("0xG")]
    [InlineData("0b2")]
    [InlineData("0o8")]
    [InlineData("1 2")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("5\u0085")]
    [InlineData("5\u200b")]
    [InlineData("\u0665")]
    [InlineData("1n")]
    public void TryParse_Anything_Else_IsText(string cell) => Assert.False(JsNumber.TryParse(cell, out _));

    [Theory]
    [InlineData(1e21, "1e+21")]
    [InlineData(999999999999999900000.0, "999999999999999900000")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1.5e21, "1.5e+21")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1.25e-6, "0.00000125")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(0.1, "0.1")]
    [InlineData(123.456, "123.456")]
    [InlineData(-123.456, "-123.456")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(4.166666666666667, "4.166666666666667")]
    [InlineData(100, "100")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(double.NaN, "NaN")]
    public void ToText_AnyNumber_HasTheFewestDigits(double value, string text) => Assert.Equal(text, JsNumber.ToText(value));

    [Theory]
    [InlineData(16, "16")]
    [InlineData(1234, "1,234")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(120 / 7.0, "17.143")]
    [InlineData(0.0005, "0.001")]
    [InlineData(2.5, "2.5")]
    [InlineData(1.0005, "1.001")]
    [InlineData(1.00049, "1")]
    [InlineData(0, "0")]
    [InlineData(4294967295, "4,294,967,295")]
    public void ToLocaleText_AnyCount_HasCommasAndAtMostThreeDecimals(double value, string text) =>
        Assert.Equal(text, JsNumber.ToLocaleText(value));
}
