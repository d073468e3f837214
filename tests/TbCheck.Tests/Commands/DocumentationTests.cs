using TensorBoardFormats.TbCheck;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Commands;

/// <summary><c>docs/cli.md</c> is the help text of every command; what differs fails.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void CliPage_HelpTexts_AreTheSame() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md")), CliPage.Markdown());
}
