using System.Text;
using TensorBoardFormats.Files;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Server;

public sealed class LayerTextTests
{
    [Theory]
    [InlineData("a\r\nb\rc\n", "a\nbc\n", "a\nb\nc\n")]
    [InlineData("a\r\r\nb", "a\nb", "a\n\nb")]
    [InlineData("\r", "", "\n")]
    [InlineData("", "", "")]
    public void Read_CarriageReturns_VanishOrBecomeLineEnds(string text, string tensorFlow, string stub)
    {
        Assert.Equal(tensorFlow, Text(Encoding.UTF8.GetBytes(text), host => new TensorFlowLayer(host)));
        Assert.Equal(stub, Text(Encoding.UTF8.GetBytes(text), host => new StubLayer(host, countsBytes: true)));
    }

    // CRLF counts one character, so reading goes on one byte before the end for each of them, until the count reaches the length.
    [Fact]
    public void Read_OldStub_ReadsTheTailAgain() =>
        Assert.Equal("a\nb\n\n\n", Text("a\r\nb\r\n"u8.ToArray(), host => new StubLayer(host, countsBytes: false)));

    [Fact]
    public void Read_NotUtf8_RaisesInTheStubAtOnce()
    {
        byte[] bytes = [(byte)'1', (byte)'\n', 0xFF];
        Assert.Equal(FileLayer.NotUtf8, Assert.Throws<ServerFault>(() => Text(bytes, host => new StubLayer(host, countsBytes: true))).Kind);
    }

    [Fact]
    public void TensorFile_NumericLineBeforeBytes_IsBinaryInBoth()
    {
        byte[] bytes = [(byte)'1', (byte)'\n', 0xFF, 0];
        Assert.False(Look(bytes, host => new TensorFlowLayer(host)).IsText);
        Assert.False(Look(bytes, host => new StubLayer(host, countsBytes: true)).IsText);
    }

    [Fact]
    public void TensorFile_TextLineBeforeBytes_FailsOnlyWithTensorFlow()
    {
        byte[] bytes = [(byte)'x', (byte)'\n', 0xFF, 0];
        TensorFileFacts facts = Look(bytes, host => new TensorFlowLayer(host));
        Assert.Equal((TensorFileProblem.NotNumeric, 1L, 1L, "x"), (facts.Problem, facts.Line, facts.Cell, facts.CellText));
        Assert.False(Look(bytes, host => new StubLayer(host, countsBytes: true)).IsText);
    }

    // C3 0D A9 is "é" once the CR is gone.
    [Fact]
    public void TensorFile_CarriageReturnWithinACharacter_IsTextOnlyWithTensorFlow()
    {
        byte[] bytes = [0xC3, 0x0D, 0xA9];
        Assert.Equal(TensorFileProblem.NotNumeric, Look(bytes, host => new TensorFlowLayer(host)).Problem);
        Assert.False(Look(bytes, host => new StubLayer(host, countsBytes: true)).IsText);
    }

    [Theory]
    [InlineData("1\t2\n3\t4\n", 2, 2)]
    [InlineData("1\t2\n\n\n3\t4", 2, 2)]
    [InlineData("\n\n", 0, 0)]
    [InlineData("1", 1, 1)]
    public void TensorFile_Rows_AreCountedWithoutEmptyLines(string text, long rows, long columns)
    {
        TensorFileFacts facts = Look(Encoding.UTF8.GetBytes(text), host => new TensorFlowLayer(host));
        Assert.Equal((rows, columns, TensorFileProblem.None), (facts.Rows, facts.Columns, facts.Problem));
    }

    [Fact]
    public void TensorFile_RowsOfDifferentLength_NameTheFirstThatDiffers()
    {
        TensorFileFacts facts = Look("1\t2\n\n3\n4\t5\n"u8.ToArray(), host => new TensorFlowLayer(host));
        Assert.Equal((TensorFileProblem.Ragged, 3L, 1L, 2L), (facts.Problem, facts.Line, facts.Cell, facts.Columns));
    }

    // An error of encoding anywhere makes the file binary, even behind rows of different length; a cell that is no number does not wait.
    [Fact]
    public void TensorFile_RaggedThenBytes_IsBinary() =>
        Assert.False(Look([(byte)'1', (byte)'\n', (byte)'1', (byte)'\t', (byte)'2', (byte)'\n', 0xFF], host => new TensorFlowLayer(host)).IsText);

    [Fact]
    public void TensorFile_EndlessLine_NeedsNoMemory()
    {
        using TempFolder folder = new();
        using (FileStream file = File.Create(folder["t"]))
        {
            byte[] block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'1');
            for (int i = 0; i < 8; i++)
            {
                file.Write(block);
            }
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        TensorFileFacts facts = TensorFile.Look(new TensorFlowLayer(new TensorBoardHost(FileStore.Disk, folder.Path, folder.Path)), folder["t"]);

        Assert.Equal(TensorFileProblem.NotNumeric, facts.Problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    private static string Text(byte[] bytes, Func<TensorBoardHost, FileLayer> layer)
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["t"], bytes);
        using LayerText text = layer(new TensorBoardHost(FileStore.Disk, folder.Path, folder.Path)).OpenText("t");
        byte[] read = new byte[100];
        int total = 0;
        while (text.Read(read.AsSpan(total)) is > 0 and int got)
        {
            total += got;
        }

        return Encoding.UTF8.GetString(read, 0, total);
    }

    private static TensorFileFacts Look(byte[] bytes, Func<TensorBoardHost, FileLayer> layer)
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["t"], bytes);
        return TensorFile.Look(layer(new TensorBoardHost(FileStore.Disk, folder.Path, folder.Path)), "t");
    }
}
