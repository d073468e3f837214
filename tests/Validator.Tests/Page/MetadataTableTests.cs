using System.Text;
using TensorBoardFormats.Projector;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class MetadataTableTests
{
    [Fact]
    public void Read_OneColumn_TakesEveryLineForData()
    {
        MetadataTable table = Read("a\n\n \t\u00a0\nb\textra\n", 2);

        Assert.False(table.HasHeader);
        Assert.Equal(2, table.Rows);
        Assert.Equal("label", Assert.Single(table.Columns).Name);
        Assert.Equal(JsValue.Of("b"), table.Value(1, 0));
    }

    [Fact]
    public void Read_CellsThatAreNumbers_BecomeNumbers()
    {
        MetadataTable table = Read("id\tname\n007\tx\n\ty\nword\n", 3);

        Assert.Equal(JsValue.Of(7.0), table.Value(0, 0));
        Assert.Equal(JsValue.Null, table.Value(1, 0));
        Assert.Equal(JsValue.Of("word"), table.Value(2, 0));
        Assert.Equal(JsValue.Undefined, table.Value(2, 1));
        Assert.Equal(JsValue.Undefined, table.Value(3, 1));
        Assert.False(table.Columns[0].IsNumeric);
        Assert.Equal([2, 2], table.Columns.Select(column => column.Values));
    }

    [Theory]
    [InlineData(10, false, false, 10)]
    [InlineData(50, false, false, 50)]
    [InlineData(51, false, true, 0)]
    [InlineData(51, true, true, 0)]
    public void Read_DistinctValues_AreCountedUpToFifty(int values, bool numeric, bool tooMany, int counted)
    {
        string text = "n\tv\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"x\t{(numeric ? "" : "c")}{i % values}\n"));

        ColumnCounter column = Read(text, 60).Columns[1];

        Assert.Equal(numeric, column.IsNumeric);
        Assert.Equal(tooMany, column.TooMany);
        Assert.Equal(counted, column.Values);
    }

    [Fact]
    public void Read_TextsOfOneNumber_AreSeveralValues()
    {
        ColumnCounter column = Read("n\tv\na\t7\nb\t007\nc\t7.0\n", 3).Columns[1];

        Assert.True(column.IsNumeric);
        Assert.Equal(3, column.Values);
    }

    [Fact]
    public void Read_SecondColumnOfOneName_SeesWhatTheFirstLeft()
    {
        MetadataTable table = Read("v\tv\na\t7\nb\t007\nc\n", 3);

        Assert.Equal([2, 1], table.Columns.Select(column => column.Values));
        Assert.Equal(JsValue.Of(7.0), table.Value(0, 0));
        Assert.Equal(JsValue.Undefined, table.Value(2, 0));
    }

    [Fact]
    public void Read_ValuesNamedAsObjectMembers_CountButForThePrototype()
    {
        MetadataTable table = Read("n\tc\na\tconstructor\nb\ttoString\nc\t__proto__\nd\tvalueOf\n", 4);

        Assert.Equal(3, table.Columns[1].Values);
        Assert.Equal(JsValue.Of("__proto__"), table.Value(2, 1));
    }

    [Fact]
    public void Read_ColumnOfThePrototypesName_HoldsAnObject()
    {
        MetadataTable table = Read("n\t__proto__\na\tx\nb\t7\n", 2);

        Assert.Equal(JsKind.Object, table.Value(0, 1).Kind);
        Assert.False(table.Columns[1].IsNumeric);
        Assert.Equal(1, table.Columns[1].Values);
    }

    [Fact]
    public void Read_HeaderOnly_HasNumericColumnsWithoutValues()
    {
        MetadataTable table = Read("a\tb\n", 4);

        Assert.Equal(0, table.Rows);
        Assert.All(table.Columns, column => Assert.True(column.IsNumeric && column.Values == 0));
    }

    [Theory]
    [InlineData("n\t__seq_next__\na\t1\nb\t\nc\tx\nd\n", "1 - NaN -")]
    [InlineData("__seq_next__\t__next__\n1\t2\n1\t\n", "2 -")]
    [InlineData("n\tm\na\tb\n", "")]
    public void Read_SequenceColumn_GivesTheNextRows(string text, string next) => Assert.Equal(
        next,
        string.Join(' ', Read(text, 4).Next.Select(value => value is { } number ? JsNumber.ToText(number) : "-")));

    [Fact]
    public void Read_MoreColumnsThanAnybodyUses_StaysBounded()
    {
        MetadataTable table = Read(new string('\t', 900_000) + "x\na\tb\n", 1);

        Assert.Equal(20_000, table.Columns.Count);
        Assert.Equal(1, table.Rows);
    }

    private static MetadataTable Read(string text, int points) => MetadataTable.Read(AnswerBody.Of(Encoding.UTF8.GetBytes(text)), points)!;
}
