using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class ProjectorQueryTests
{
    [Theory]
    [InlineData("words", "words")]
    [InlineData("a b/c\\d", "a b/c\\d")]
    [InlineData("嵌入 é", "嵌入 é")]
    [InlineData("100% cotton", "100% cotton")]
    [InlineData("a%41b", "aAb")]
    [InlineData("a%e5%b5%8cb", "a嵌b")]
    [InlineData("a%ffb", "a%FFb")]
    [InlineData("a+b", "a b")]
    [InlineData("a&b", "a")]
    [InlineData("a&name=b", "a")]
    [InlineData("a\tb", "ab")]
    [InlineData("a\"<>'b", "a\"<>'b")]
    public void FromPage_NameThatIsNotEscaped_ArrivesAs(string name, string arrives) =>
        Assert.Equal(new ProjectorQuery(".", arrives, "100000"), ProjectorQuery.FromPage(".", name, "100000"));

    [Fact]
    public void FromPage_NumberSign_CutsTheRest()
    {
        Assert.Equal(new ProjectorQuery(".", "C", null), ProjectorQuery.FromPage(".", "C#", "100000"));
        Assert.Equal(new ProjectorQuery("a", null, null), ProjectorQuery.FromPage("a#b", "words", "100000"));
    }

    [Fact]
    public void FromPage_BlanksAtTheEnd_AreLostOnlyAtTheEndOfTheAddress()
    {
        Assert.Equal("words ", ProjectorQuery.FromPage(".", "words ", "100000").Name);
        Assert.Equal("words", ProjectorQuery.FromPage(".", "words ").Name);
    }
}
