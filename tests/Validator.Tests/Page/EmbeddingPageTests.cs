using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class EmbeddingPageTests
{
    private static readonly Version Newest = new(2, 21, 0);
    private static readonly float[] Values = [.. Enumerable.Range(0, 64).Select(i => (float)(i * i % 13))];

    [Theory]
    [InlineData("a b c d e f g h i j k l m n o p", 16, null, null)]
    [InlineData("a b c d e f g h i j k l m n o p q", 17, " Single column metadata should not have a header row.", null)]
    [InlineData("a b c d e f g h i j k l m n o", 15, null, "")]
    [InlineData("a b c d e f g h i j k l m n o p q r", 18, null, "")]
    public void Look_OneColumn_ComparesItsLinesWithThePoints(string lines, int rows, string? dialog, string? toast)
    {
        string counts = $"Number of tensors (16) do not match the number of lines in metadata ({rows}).";

        EmbeddingView view = Look(FakeProjectorServer.Of(Values, 4, lines.Replace(' ', '\n') + "\n"));

        Assert.Equal(rows, view.Metadata!.Rows);
        Assert.Equal(dialog is null ? PageOutcome.Shown : PageOutcome.Dialog, view.Outcome);
        Assert.Equal(dialog is null ? null : counts + dialog, view.Dialog?.Text);
        Assert.Equal(toast is null ? null : counts + toast, view.Toasts.SingleOrDefault());
    }

    [Theory]
    [InlineData(15, "Error merging metadata")]
    [InlineData(16, null)]
    [InlineData(17, null)]
    public void Look_SeveralColumns_OneLineLessIsTakenForAMissingHeader(int rows, string? title)
    {
        string text = "n\tm\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"w{i}\t{i}\n"));

        EmbeddingView view = Look(FakeProjectorServer.Of(Values, 4, text));

        Assert.Equal(title, view.Dialog?.Title);
    }

    [Fact]
    public void Look_ShortMetadata_CallsTheRestUnknown()
    {
        EmbeddingView view = Look(FakeProjectorServer.Of(Values, 4, "a\n\u00a0\nb\n"));

        Assert.Equal(["a", "b", "Unknown #2", "Unknown #3"], view.Labels!.First);
        Assert.Equal("Unknown #15", view.Labels.Last);
        Assert.Equal(16, view.Placed);
    }

    [Fact]
    public void Look_HeaderOnly_ShowsPointsWithoutLabels()
    {
        EmbeddingView view = Look(FakeProjectorServer.Of(Values, 4, "a\tb\n"));

        Assert.Equal("Number of tensors (16) do not match the number of lines in metadata (0).", Assert.Single(view.Toasts));
        Assert.Equal(("a", "Unknown #0"), (view.Labels!.Selected, view.Labels.First[0]));
        Assert.Equal(["0  colors", "0  colors"], view.Labels.ColorBy.Select(color => color.Description));
        Assert.All(view.Labels.Columns, column => Assert.Equal("undefined", column.First.ToString()));
    }

    [Fact]
    public void Look_BlankLinesOnly_HasTheOneColumnWithoutValues()
    {
        LabelView labels = Look(FakeProjectorServer.Of(Values, 4, "\n \n\t\n")).Labels!;

        Assert.Equal(["label"], labels.LabelBy);
        Assert.Equal("Unknown #15", labels.Last);
        Assert.Equal(new ColorOption("label", "0  colors", 0), Assert.Single(labels.ColorBy));
    }

    [Fact]
    public void Look_NoMetadata_LabelsByRowNumber()
    {
        LabelView labels = Look(FakeProjectorServer.Of(Values, 4)).Labels!;

        Assert.Equal(["__index__"], labels.LabelBy);
        Assert.Empty(labels.ColorBy);
        Assert.Equal(["0", "1", "2", "3"], labels.First);
        Assert.Equal("15", labels.Last);
    }

    [Theory]
    [InlineData(20, 4, "Showing the first 16 of 20 data points")]
    [InlineData(1234, 4, "Showing the first 16 of 1,234 data points")]
    [InlineData(3, 4, null)]
    [InlineData(20, 7, "Showing the first 9.143 of 20 data points")]
    public void Look_StatedRows_AreOnlyMissedWhenTheyAreMore(int rows, int columns, string? toast) =>
        Assert.Equal(toast, Look(FakeProjectorServer.Of(Values, columns, statedRows: rows)).Toasts.SingleOrDefault());

    [Fact]
    public void Look_ShortLastRow_FailsWithAnEmptyDialog()
    {
        EmbeddingView view = Look(FakeProjectorServer.Of(Values, 7, statedRows: 20));

        Assert.Equal((PageOutcome.Dialog, PageCause.ShortLastRow), (view.Outcome, view.Cause));
        Assert.Equal(new PageDialog(true, "Error", ""), view.Dialog);
        Assert.Equal((10, 7), (view.Points, view.Dimension));
        Assert.Null(view.Placed);
    }

    [Fact]
    public void Look_NoValues_StandsWithoutAMessage()
    {
        EmbeddingView view = Look(FakeProjectorServer.Of([], 4, statedRows: 16));

        Assert.Equal((PageOutcome.Stuck, PageCause.TensorEmpty), (view.Outcome, view.Cause));
        Assert.Equal("Showing the first 0 of 16 data points", Assert.Single(view.Toasts));
    }

    [Fact]
    public void Look_ErrorOfTheTensor_ShowsItsBytesAsCharacters()
    {
        ServerAnswer answer = new(400, AnswerBody.Of("Tensor \"wörter\" not found"));
        FakeProjectorServer server = With(FakeProjectorServer.Of(Values, 4), answer);

        Assert.Equal(new PageDialog(true, "Error fetching tensors", "Tensor \"w\u00c3\u00b6rter\" not found"), Look(server).Dialog);
    }

    [Fact]
    public void Look_InternalError_ShowsTheServersPage()
    {
        FakeProjectorServer server = With(FakeProjectorServer.Of(Values, 4), new ServerAnswer(500, AnswerBody.Of("ValueError: secret")));

        PageDialog dialog = Look(server).Dialog!;

        Assert.Contains("<h1>Internal Server Error</h1>", dialog.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", dialog.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 13, PageOutcomeWord.Hang)]
    [InlineData(2, 14, PageOutcomeWord.Dialog)]
    public void Look_ProjectionFails_IsShownSinceTwoFourteen(int major, int minor, string outcome)
    {
        float[] values = [.. Values];
        values[5] = float.NaN;

        EmbeddingView view = Look(FakeProjectorServer.Of(values, 4), new Version(major, minor, 0));

        Assert.Equal(outcome, view.Outcome.Word());
        Assert.Equal(PageCause.ValuesNotFinite, view.Cause);
    }

    [Fact]
    public void Look_ManyRows_AsksWithTheLimitAndSamples()
    {
        Random random = new(3);
        float[] values = [.. Enumerable.Range(0, 300_000).Select(_ => random.NextSingle())];
        FakeProjectorServer server = FakeProjectorServer.Of(values, 3, statedRows: 100_001);

        EmbeddingView view = Look(server);

        Assert.All(server.Asked, query => Assert.Equal("100000", query.NumRows));
        Assert.Equal("Showing the first 100,000 of 100,001 data points", Assert.Single(view.Toasts));
        Assert.Equal((100_000, 100_000, true), (view.Points, view.Placed!.Value, view.PcaSampled));
    }

    private static FakeProjectorServer With(FakeProjectorServer server, ServerAnswer tensor) =>
        new() { InfoJson = server.InfoJson, TensorAnswer = tensor };

    private static EmbeddingView Look(FakeProjectorServer server, Version? version = null) =>
        ProjectorPage.Look(server, version ?? Newest).First!.Embeddings![0];

    private static class PageOutcomeWord
    {
        public const string Hang = "HANG";
        public const string Dialog = "DIALOG";
    }
}
