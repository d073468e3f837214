using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TensorBoardFormats.Tables;
using Xunit;

namespace TensorBoardFormats.Tests.Tables;

/// <summary>The vectors of spec/tensor-bundle.md §14.1, and the rules for index keys.</summary>
public class TableBuilderTests
{
    private const string Header = "08011a020801";
    private const string CrcField = "35a67b113a";
    private const string Magic = "57fb808b247547db";

    [Fact]
    public void Finish_HeaderOnly_GivesTheEmptyBundle()
    {
        byte[] table = Build(("", Header));

        Assert.Equal(
            "00000608011a0208010000000001000000" + "00629457f9" + "0000000001000000" + "00c0f2a1b0" + "00000200110000000001000000"
                + "00ccbf8b5d"
            + ("1608230d" + new string('0', 72)) + Magic,
            Convert.ToHexStringLower(table));
    }

    [Fact]
    public void Finish_OneScalar_GivesTheVector()
    {
        byte[] table = Build(("", Header), ("76", "0801120028043581a5da2b"));

        Assert.Equal(117, table.Length);
        Assert.StartsWith(
            "00000608011a02080100010b760801120028043581a5da2b0000000001000000" + "0095ced3f3" + "0000000001000000" + "00c0f2a1b0"
            + "0001027700200000000001000000" + "003e1ea462" + "2508320e",
            Convert.ToHexStringLower(table), StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_TwelveThousandEntries_CutsBlocksAsTheVector()
    {
        IEnumerable<(string, string)> entries = Enumerable.Range(0, 12000).Select(static i => (
            Hex(string.Create(CultureInfo.InvariantCulture, $"model/block_{i:D5}/attention/kernel/.ATTRIBUTES/VARIABLE_VALUE")),
            "080112081202084012020840" + (i == 0 ? "" : "20" + Varint(16384 * i)) + "28" + Varint(16384) + CrcField));
        byte[] table = Build([("", Header), .. entries]);

        Assert.Equal(904453, table.Length);
        Assert.Equal("8ab1032384cce2b94cd8642cc5605cd837a0b0626608ce85840ee8d272e9164b", Convert.ToHexStringLower(SHA256.HashData(table)));
    }

    [Fact]
    public void Finish_NameOf512KiB_StandsInABlockOfItsOwn()
    {
        byte[] table = Build(
            ("", Header),
            (Hex("a"), "080112002804" + CrcField),
            (Hex(new string('b', 524288)), "0801120020042804" + CrcField),
            (Hex("c"), "0801120020082804" + CrcField));

        Assert.Equal(1048779, table.Length);
        Assert.Equal("3912bb747199ffdfb033edd68800927cee8fcaedd872bc979aba85700b7b5c44", Convert.ToHexStringLower(SHA256.HashData(table)));
    }

    [Theory]
    [InlineData("616263", "6162", 3, false)] // next is shorter
    [InlineData("6162", "616263", 2, false)] // last is a prefix of next
    [InlineData("6162", "6164", 2, true)]
    [InlineData("6162", "6163", 2, false)] // nothing lies between
    [InlineData("61ff", "62", 2, false)]
    [InlineData("61ff", "63", 1, true)]
    [InlineData("", "61", 0, false)]
    public void SeparatorLength_Keys_CutsAsTensorFlow(string last, string next, int length, bool increment)
    {
        Assert.Equal(length, TableBuilder.SeparatorLength(Convert.FromHexString(last), Convert.FromHexString(next), out bool incremented));
        Assert.Equal(increment, incremented);
    }

    [Theory]
    [InlineData("6f7074", 1, true)]
    [InlineData("ff61", 2, true)]
    [InlineData("ffff", 2, false)]
    [InlineData("", 0, false)]
    public void SuccessorLength_Key_CutsAsTensorFlow(string last, int length, bool increment)
    {
        Assert.Equal(length, TableBuilder.SuccessorLength(Convert.FromHexString(last), out bool incremented));
        Assert.Equal(increment, incremented);
    }

    [Theory]
    [InlineData("61", "61")]
    [InlineData("62", "61")]
    public void Add_KeyNotAbove_Throws(string first, string second)
    {
        TableBuilder builder = new(new ArrayBufferWriter<byte>());
        builder.Add(Convert.FromHexString(first), []);

        Assert.Throws<ArgumentException>("key", () => builder.Add(Convert.FromHexString(second), []));
    }

    internal static byte[] Build(params IEnumerable<(string Key, string Value)> entries)
    {
        ArrayBufferWriter<byte> output = new();
        TableBuilder builder = new(output);
        foreach ((string key, string value) in entries)
        {
            builder.Add(Convert.FromHexString(key), Convert.FromHexString(value));
        }

        builder.Finish();
        Assert.Equal(output.WrittenCount, builder.Length);
        return output.WrittenSpan.ToArray();
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    private static string Varint(int value)
    {
        StringBuilder hex = new();
        for (; value >= 0x80; value >>= 7)
        {
            hex.Append(((value & 0x7F) | 0x80).ToString("x2", CultureInfo.InvariantCulture));
        }

        return hex.Append(value.ToString("x2", CultureInfo.InvariantCulture)).ToString();
    }
}
