using TensorBoardFormats.Files;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Server;

public sealed class FnMatchTests
{
    [Theory]
    [InlineData("a*", "abc", true)]
    [InlineData("a*c", "abcbc", true)]
    [InlineData("*", "", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[a-]x", "-x", true)]
    [InlineData("[ab", "[ab", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("a\\", "a\\", false)]
    [InlineData("dir/m*", "dir/m.index", true)]
    [InlineData("dir//m*", "dir/m.index", false)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    public void Matches_AsFnMatch(string pattern, string text, bool matches) => Assert.Equal(matches, FnMatch.Matches(pattern, text));

    [Theory]
    [InlineData("m.index", true)]
    [InlineData("m*", true)]
    [InlineData("./m*", true)]
    [InlineData("x/../m*", true)]
    [InlineData(".//m*", false)]
    [InlineData(".//m.index", true)]
    [InlineData("n*", false)]
    [InlineData("*/m*", true)]
    [InlineData("no/such*", false)]
    [InlineData("b[1]/m*", false)]
    [InlineData("b\\[1\\]/m*", true)]
    public void Glob_BelowADirectory_FindsWhatTensorFlowFinds(string pattern, bool found)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["m.index"], "");
        Directory.CreateDirectory(folder["d"]);
        File.WriteAllText(folder["d", "m"], "");
        Directory.CreateDirectory(folder["b[1]"]);
        File.WriteAllText(folder["b[1]", "m"], "");
        TensorFlowLayer layer = new(new TensorBoardHost(FileStore.Disk, folder.Path, folder.Path));

        Assert.Equal(found, layer.Matches(pattern));
    }

    [Fact]
    public void Glob_MissingDirectoryInAnOldVersion_Raises()
    {
        using TempFolder folder = new();
        TensorFlowLayer layer = new(new TensorBoardHost(FileStore.Disk, folder.Path, folder.Path)) { GlobRaises = true };

        Assert.Equal("NotFoundError", Assert.Throws<ServerFault>(() => layer.Matches(folder["gone", "m*"])).Kind);
        Assert.False(layer.Matches(folder["m*"]));
    }
}
