using TensorBoardFormats.Projector;
using Xunit;

namespace TensorBoardFormats.Tests.Projector;

public class MetadataWriterTests
{
    [Fact]
    public void ToText_OneColumn_HasNoHeaderAndNoBlankLine() =>
        Assert.Equal("cat\n(empty)\n(empty)\n\"q\" # é\n", MetadataWriter.ToText(MetadataTable.Labels(["cat", "", " \u3000", "\"q\" # é"])));

    [Fact]
    public void ToText_TextThatLooksLikeANumber_IsGuarded() =>
        Assert.Equal("007\u200B\n1e5\u200B\n0x1F\u200B\n7a\n1,5\n", MetadataWriter.ToText(MetadataTable.Labels(["007", "1e5", "0x1F", "7a", "1,5"])));

    [Fact]
    public void ToText_SeveralColumns_HaveAHeaderAndInvariantNumbers() =>
        Assert.Equal("x\ty\n0.5\ta\n-1E-07\t(empty)\n", MetadataWriter.ToText(new MetadataTable(MetadataColumn.Numbers("x", [0.5, -1e-7]), MetadataColumn.Texts("y", ["a", ""]))));

    [Fact]
    public void MetadataTable_ColumnsThatDoNotFit_Throw()
    {
        Assert.Throws<ArgumentException>(() => new MetadataTable());
        Assert.Throws<ArgumentException>(() => new MetadataTable(MetadataColumn.Texts("a", ["1"]), MetadataColumn.Texts("b", [])));
        Assert.Throws<ArgumentException>(() => new MetadataTable(MetadataColumn.Texts("a", ["1"]), MetadataColumn.Texts("a", ["2"])));
    }
}
