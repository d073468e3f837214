using TensorBoardFormats.Validation.Page;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class BookmarkPanelTests
{
    private const string Rest =
        "\"pcaComponentDimensions\":[0,1,2],\"tSNEPerplexity\":8,\"tSNELearningRate\":1,\"tSNEIteration\":0,\"customXLeftText\":\"\","
        + "\"customXRightText\":\"\",\"customYUpText\":\"\",\"customYDownText\":\"\"";

    private const string Pca = "\"selectedProjection\":\"pca\",\"selectedPoints\":[]," + Rest;

    [Theory]
    [InlineData("[]", "")]
    [InlineData("[{},{\"label\":\"b\"},[]]", "undefined|b|undefined")]
    [InlineData("[{\"label\":5},{\"label\":null},{\"label\":true}]", "5|null|true")]
    [InlineData("[{\"label\":\"a\",\"label\":\"b\"}]", "b")]
    [InlineData("[{\"label\":\"a\"},null,{\"label\":\"c\"}]", "a")]
    [InlineData("[7,{\"label\":\"c\"}]", "")]
    [InlineData("\ufeff[{\"label\":\"a\"}]", "a")]
    [InlineData("{\"label\":\"a\"}", "")]
    [InlineData("\"text\"", "")]
    [InlineData("[{\"label\":\"a\"},]", "")]
    [InlineData("[{\"label\":NaN}]", "")]
    [InlineData("[{\"label\":\"a\"}] x", "")]
    [InlineData("[{\"label\":\"a\\u00e9\\n\"}]", "a\u00e9\n")]
    [InlineData("[{\"label\":01}]", "")]
    [InlineData("[{label:\"a\"}]", "")]
    [InlineData("[{'label':'a'}]", "")]
    [InlineData("[{\"label\":\"a\tb\"}]", "")]
    [InlineData("", "")]
    public void Bookmarks_AnyText_ListsWhatThePageLists(string json, string labels)
    {
        EmbeddingView view = Look(json);

        Assert.Equal(labels, string.Join('|', view.Bookmarks.Select(bookmark => bookmark.Label.ToString())));
        Assert.Equal(PageOutcome.Shown, view.Outcome);
    }

    [Theory]
    [InlineData("{\"projections\":[]," + Pca + "}", false, "pca", 16, 16)]
    [InlineData("{" + Pca + "}", true, null, 16, 16)]
    [InlineData("{\"projections\":[]," + Rest + ",\"selectedPoints\":[],\"selectedProjection\":\"PCA\"}", true, null, 16, 16)]
    [InlineData("{\"projections\":[]," + Pca + ",\"tSNEPerplexity\":null}", true, null, 16, 16)]
    [InlineData("{\"projections\":[]," + Pca + ",\"selectedPoints\":[99]}", true, "pca", 16, 16)]
    [InlineData("{\"projections\":[{\"tsne-0\":1,\"tsne-1\":2}]," + Pca + "}", false, "pca", 16, 15)]
    [InlineData("{\"projections\":[{\"pca-0\":1,\"pca-1\":2,\"pca-2\":1e999}]," + Pca + "}", false, "pca", 16, 0)]
    [InlineData("{\"projections\":[]," + Pca + ",\"pcaComponentDimensions\":[0,3]}", false, "pca", 16, 16)]
    [InlineData("{\"projections\":[]," + Pca + ",\"pcaComponentDimensions\":[0,9]}", false, "pca", 16, 0)]
    [InlineData("{\"projections\":[]," + Pca + ",\"pcaComponentDimensions\":[0,1,2,3]}", true, null, 16, 16)]
    [InlineData("{\"projections\":[]," + Pca + ",\"filteredPoints\":[1,2]}", false, "pca", 2, 0)]
    [InlineData("{\"projections\":[]," + Pca + ",\"filteredPoints\":[16]}", true, null, 16, 16)]
    [InlineData("{\"projections\":[{},{},{}]," + Pca + ",\"filteredPoints\":[1,2]}", true, null, 2, 0)]
    [InlineData("{\"projections\":[]," + Rest + ",\"selectedPoints\":[],\"selectedProjection\":\"custom\"}", false, "custom", 16, 0)]
    public void Click_OneBookmark_LeavesWhatThePageLeaves(string bookmark, bool throws, string? projection, int points, int placed)
    {
        BookmarkClick click = Look($"[{bookmark}]").Bookmarks[0].Opened;

        Assert.Equal(throws, click.Error is not null);
        Assert.Equal(projection, click.Projection);
        Assert.Equal((points, placed), (click.Points, click.Placed));
    }

    [Fact]
    public void Click_AfterAFilter_FindsPointsWithoutPlaces()
    {
        string json = "[{\"projections\":[]," + Pca + ",\"filteredPoints\":[1,2]},{" + Pca + "}]";

        BookmarkClick click = Look(json).Bookmarks[1].Opened;

        Assert.NotNull(click.Error);
        Assert.Equal((16, 0), (click.Points, click.Placed));
    }

    [Fact]
    public void Click_AfterAFilter_FindsTheFirstPlacesAgain()
    {
        string json = "[{\"projections\":[]," + Pca + ",\"filteredPoints\":[1,2]},{\"projections\":[]," + Pca + "}]";

        Assert.Equal(new BookmarkClick(null, "pca", 16, 16), Look(json).Bookmarks[1].Opened);
    }

    [Fact]
    public void Look_TensorAndBookmarksFail_LeavesNoMessage()
    {
        FakeProjectorServer server = new()
        {
            InfoJson = """{"embeddings":[{"tensorName":"e","tensorShape":[16,4],"bookmarksPath":"b.json"}]}""",
        };

        EmbeddingView view = ProjectorPage.Look(server, new Version(2, 21, 0)).First!.Embeddings![0];

        Assert.Equal((PageOutcome.Stuck, PageCause.TensorFailed), (view.Outcome, view.Cause));
        Assert.Null(view.Dialog);
    }

    [Fact]
    public void Bookmarks_NestedWithoutEnd_AreNoJson() => Assert.Empty(Look(new string('[', 5_000_000)).Bookmarks);

    private static EmbeddingView Look(string bookmarks)
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => (float)(i * i % 13))];
        FakeProjectorServer server = FakeProjectorServer.Of(values, 4, bookmarks: bookmarks);
        return ProjectorPage.Look(server, new Version(2, 21, 0)).First!.Embeddings![0];
    }
}
