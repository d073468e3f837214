using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

public class MetaGraphTests
{
    [Fact]
    public void Write_TensorFlowsCheckpoint_IsTheSmallestThatItRestores()
    {
        string folder = Repository.Golden("checkpoints", "tf1_meta");
        using TempFolder temp = new();
        foreach (string end in new[] { ".index", ".data-00000-of-00001" })
        {
            File.Copy(Path.Combine(folder, "full" + end), temp["full" + end]);
        }

        MetaGraph.Write(FileStore.Disk, temp["full"], flushToDisk: false);
        Assert.Equal(
            MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "minimal.meta"))),
            MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(temp["full.meta"])));
    }

    [Theory]
    [InlineData("m-1-of-3", "m.meta")]
    [InlineData("m-?-of-3", "m.meta")]
    [InlineData("m-00012-of-00100", "m.meta")]
    [InlineData("m-1-of-", "m-1-of-.meta")]
    [InlineData("m1-of-3", "m1-of-3.meta")]
    [InlineData("model.ckpt-7", "model.ckpt-7.meta")]
    public void MetaGraph_PrefixLikeAShard_LosesItsEnd(string prefix, string expected) => Assert.Equal(expected, CheckpointFileNames.MetaGraph(prefix));

    [Fact]
    public void CheckpointSaver_WithMetaGraph_RemovesItWithItsCheckpoint()
    {
        using TempFolder temp = new();
        CheckpointSaver saver = new(new() { MaxToKeep = 1, WriteMetaGraph = true });
        saver.Save(temp["m"], 1, static writer => writer.Add("_odd name", [], [1f]));
        saver.Save(temp["m"], 2, static writer => writer.Add("_odd name", [], [1f]));
        Assert.Equal(["checkpoint", "m-2.data-00000-of-00001", "m-2.index", "m-2.meta"], Directory.GetFiles(temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("._odd_name", MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(temp["m-2.meta"])).GraphDef.Node[0].Name);
    }
}
