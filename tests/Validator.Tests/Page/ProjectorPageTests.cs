using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class ProjectorPageTests
{
    [Fact]
    public void Look_SeveralEmbeddings_OrdersTheMenuAsThePage()
    {
        const string Info = """
            {"embeddings":[{"tensorName":"x/Adagrad","tensorShape":[40,4]},{"tensorShape":[50,4],"metadataPath":"m"},{"tensorName":"b","tensorShape":[17,4]},
            {"tensorName":"a","tensorShape":[17,4]},{"tensorName":"B","tensorShape":[17,4]},{"tensorName":"one","tensorShape":[1,4]},
            {"tensorName":"large","tensorShape":[30,4]},{"tensorName":"labelled","tensorShape":[16,4],"metadataPath":"m"},{"tensorName":"cube","tensorShape":[4,4,4]},
            {"tensorName":"a","tensorShape":[99,9],"metadataPath":"m"},{"tensorName":"bare"}]}
            """;

        PageView page = Look(new FakeProjectorServer { InfoJson = Info });

        Assert.Equal(["labelled", "large", "B", "a", "a", "b", "x/Adagrad", ""], page.First!.Embeddings!.Select(embedding => embedding.Name));
        Assert.All(page.First.Embeddings!.Where(embedding => embedding.Name == "a"), twin => Assert.Equal([17, 4], twin.Shape));
        Assert.Equal(["8 tensors found"], page.Menus);
        Assert.Equal(PageOutcome.Stuck, page.First.Embeddings![^1].Outcome);
    }

    [Theory]
    [InlineData("""["."]""", """{"embeddings":[{"tensorName":"e","tensorShape":[1,4]}]}""", "NOTHING-LISTED", "0 tensors found")]
    [InlineData("""["."]""", "Unknown run: \"a\"", "HANG", "")]
    [InlineData("""["a","b"]""", """{"embeddings":[]}""", "NOTHING-LISTED", "2 runs found|0 tensors found")]
    [InlineData("[]", "", "NO-CHECKPOINT", "")]
    public void Look_NothingToChoose_RestsWithItsWord(string runs, string info, string outcome, string menus)
    {
        PageView page = Look(new FakeProjectorServer { RunsJson = runs, InfoJson = info });

        Assert.Equal(outcome, page.Outcome.Word());
        Assert.Equal(menus, string.Join('|', page.Menus));
    }

    [Fact]
    public void Look_SecondEmbedding_KeepsTheLabelColumnThatWasChosen()
    {
        FakeProjectorServer first = FakeProjectorServer.Of([.. Enumerable.Range(0, 64).Select(i => (float)(i * i % 13))], 4, "a\tb\nx\ty\n");
        FakeProjectorServer server = new()
        {
            InfoJson = """
                {"embeddings":[{"tensorName":"big","tensorShape":[18,4],"metadataPath":"m"},{"tensorName":"small","tensorShape":[16,4],"metadataPath":"m"},
                {"tensorName":"bare","tensorShape":[16,4]}]}
                """,
            TensorAnswer = first.TensorAnswer,
            MetadataByName = { ["big"] = "1\tb\n3\tx\n", ["small"] = "a\tb\nx\ty\n" },
        };

        IReadOnlyList<EmbeddingView> embeddings = Look(server).First!.Embeddings!;

        Assert.Equal(["b", "b", "__index__"], embeddings.Select(embedding => embedding.Labels!.Selected));
        Assert.Equal(["x", "y", "0"], embeddings.Select(embedding => embedding.Labels!.First[0]));
    }

    private static PageView Look(IProjectorServer server) => ProjectorPage.Look(server, new Version(2, 21, 0));
}
