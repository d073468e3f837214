using System.Text;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class ChunkedLinesTests
{
    private const int Chunk = 1_000_000;

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\n\nb\n\n", "a||b|")]
    [InlineData("\n", "")]
    [InlineData("\ufeffa\n", "a")]
    [InlineData("a\rb\n", "a\rb")]
    public void Read_SmallText_EndsLinesAtLineFeeds(string text, string lines)
    {
        (bool ends, List<string> read) = Read(Encoding.UTF8.GetBytes(text));

        Assert.True(ends);
        Assert.Equal(lines.Split('|'), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one line")]
    [InlineData("a\rb\r")]
    public void Read_NoLineFeed_NeverEnds(string text) => Assert.False(Read(Encoding.UTF8.GetBytes(text)).Ends);

    [Theory]
    [InlineData(400)]
    [InlineData(2)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 400)]
    public void Read_LastChunkWithoutLineFeed_NeverEnds(int tail)
    {
        byte[] text = Filled(Chunk + tail);
        text[500] = (byte)'\n';

        Assert.False(Read(text).Ends);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(2)]
    [InlineData(Chunk)]
    public void Read_LastChunkEndsInLineFeed_GivesAllLines(int tail)
    {
        byte[] text = Filled(Chunk + tail);
        text[500] = text[^1] = (byte)'\n';

        (bool ends, List<string> read) = Read(text);

        Assert.True(ends);
        Assert.Equal([500, Chunk + tail - 502], read.Select(line => line.Length));
    }

    [Fact]
    public void Read_OneByteBeyondAChunk_LosesIt()
    {
        byte[] text = Filled(Chunk + 1);
        text[500] = (byte)'\n';

        (bool ends, List<string> read) = Read(text);

        Assert.True(ends);
        Assert.Equal([500, Chunk - 501], read.Select(line => line.Length));
    }

    [Fact]
    public void Read_OneByteBeyondAChunkWithoutLineFeed_IsReadAfterAll()
    {
        byte[] text = Filled(Chunk + 1);
        text[^1] = (byte)'\n';

        (bool ends, List<string> read) = Read(text);

        Assert.True(ends);
        Assert.Equal(Chunk, Assert.Single(read).Length);
    }

    [Fact]
    public void Read_CharacterAcrossChunks_IsReplacedPartByPart()
    {
        byte[] text = Filled(Chunk + 10);
        text[500] = text[^1] = (byte)'\n';
        "\u8a5e"u8.CopyTo(text.AsSpan(Chunk - 1));

        Assert.Contains("x\ufffd\ufffd\ufffdx", Read(text).Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ByteOrderMarkAtAChunkStart_Vanishes()
    {
        byte[] text = Filled(Chunk + 10);
        text[500] = text[^1] = (byte)'\n';
        "\ufeff"u8.CopyTo(text.AsSpan(Chunk));

        Assert.Equal(Chunk + 10 - 502 - 3, Read(text).Lines[1].Length);
    }

    private static byte[] Filled(int length)
    {
        byte[] text = new byte[length];
        Array.Fill(text, (byte)'x');
        return text;
    }

    private static (bool Ends, List<string> Lines) Read(byte[] text)
    {
        List<string> lines = [];
        bool ends = ChunkedLines.Read(AnswerBody.Of(text), line => lines.Add(line.ToString()));
        return (ends, lines);
    }
}
