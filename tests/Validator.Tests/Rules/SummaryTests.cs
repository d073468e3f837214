using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;
using Xunit;

namespace TensorBoardFormats.Tests.Rules;

public class SummaryTests
{
    [Theory]
    [InlineData("gone.pbtxt")]
    [InlineData("projector_config.pbtxt")]
    public void Validate_ConfigIsALinkThatLeadsNowhere_NamesItAsTheCause(string target)
    {
        using TempFolder folder = new();
        File.CreateSymbolicLink(folder["projector_config.pbtxt"], target);

        ValidationReport report = new LogDirectoryValidator(TensorBoardHost.Current)
            .Validate(folder.Path, new ValidationOptions(), cancellation: TestContext.Current.CancellationToken);

        Finding finding = Assert.Single(report.Findings, finding => finding.Rule.Id == "embeddings-not-shown");
        Assert.Contains("projector_config.pbtxt is a link that leads nowhere", finding.Message, StringComparison.Ordinal);
    }
}
