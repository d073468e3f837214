using TensorBoardFormats.Validation.Page;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class PageBehaviourTests
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 64).Select(i => (float)(i * i % 13))];

    [Theory]
    [InlineData("1.11.0", "HANG", nameof(PageCause.PageBroken))]
    [InlineData("1.12.0", "SHOWN", nameof(PageCause.None))]
    [InlineData("2.10.0", "BLANK", nameof(PageCause.PageBroken))]
    [InlineData("2.10.1", "SHOWN", nameof(PageCause.None))]
    public void Look_Version_ShowsOrdinaryDataOrNot(string version, string outcome, string cause)
    {
        PageView page = ProjectorPage.Look(FakeProjectorServer.Of(Values, 4), Version.Parse(version));

        Assert.Equal(outcome, page.Outcome.Word());
        Assert.Equal(cause, page.Cause.ToString());
    }

    [Theory]
    [InlineData("2.1.1", "NOT-DRAWN")]
    [InlineData("2.2.0", "SHOWN")]
    public void Look_ShortMetadata_IsToleratedSinceTwoTwo(string version, string outcome) =>
        Assert.Equal(outcome, ProjectorPage.Look(FakeProjectorServer.Of(Values, 4, "a\nb\n"), Version.Parse(version)).Outcome.Word());

    [Theory]
    [InlineData("2.2.2", false)]
    [InlineData("2.3.0", true)]
    [InlineData("2.4.0", false)]
    public void Look_Bookmark_FailsInTwoThree(string version, bool fails)
    {
        const string Bookmark =
            """
            [{"projections":[],"selectedProjection":"pca","selectedPoints":[],"pcaComponentDimensions":[0,1],"tSNEPerplexity":8,"tSNEIteration":0,
            "tSNELearningRate":1,"customXLeftText":"","customXRightText":"","customYUpText":"","customYDownText":""}]
            """;
        FakeProjectorServer server = FakeProjectorServer.Of(Values, 4, bookmarks: Bookmark);

        EmbeddingView view = ProjectorPage.Look(server, Version.Parse(version)).First!.Embeddings![0];

        Assert.Equal(fails, view.Bookmarks[0].Opened.Error is not null);
    }
}
