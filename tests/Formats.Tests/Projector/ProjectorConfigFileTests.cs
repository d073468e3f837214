using System.Text;
using TensorBoardFormats.Projector;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Projector;

public class ProjectorConfigFileTests
{
    [Fact]
    public void Read_Minimalsample_HasItsValuesAndWritesTheSameText()
    {
        string path = Repository.Golden("minimalsample", ProjectorConfigFile.FileName);
        ProjectorConfig config = ProjectorConfigFile.Read(path).Config;

        EmbeddingInfo embedding = Assert.Single(config.Embeddings);
        Assert.Equal(("mnistembedding:0", "metadata.tsv", "mnistdigits.png"), (embedding.TensorName, embedding.MetadataPath, embedding.Sprite!.ImagePath));
        Assert.Equal([28u, 28u], embedding.Sprite.SingleImageDim);
        Assert.Equal(File.ReadAllText(path), config.ToText());
    }

    [Fact]
    public void Parse_Misspelt_NamesPathLineAndColumn()
    {
        byte[] text = "embeddings {\n  tensor_nam: 'a'\n}\n"u8.ToArray();

        MalformedFileException error = Assert.Throws<MalformedFileException>(() => ProjectorConfigFile.Parse("logs/projector_config.pbtxt", text));
        Assert.Contains("logs/projector_config.pbtxt:2:3", error.Message, StringComparison.Ordinal);
        Assert.Contains("'tensor_nam'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLocate_Field_IsWhereItStands()
    {
        ProjectorConfigFile file = ProjectorConfigFile.Parse("p", Encoding.UTF8.GetBytes("embeddings { }\nembeddings {\n  sprite { image_path: 'a' }\n}"));

        Assert.True(file.TryLocate("embeddings[1].sprite.image_path", out var location));
        Assert.Equal(("3:12", "3:24"), (location.Name.ToString(), location.Value.ToString()));
        Assert.False(file.TryLocate("embeddings[0].sprite", out _));
    }

    [Fact]
    public void ToText_AllFields_ReadBackEqual()
    {
        ProjectorConfig config = new()
        {
            ModelCheckpointPath = "/data/m.ckpt",
            ModelCheckpointDir = "d",
            Embeddings = [new EmbeddingInfo { TensorName = "ü'\"\\\n", MetadataPath = "m", BookmarksPath = "b", TensorPath = "t", TensorShape = [3, uint.MaxValue] }, new EmbeddingInfo()],
        };

        ProjectorConfig back = ProjectorConfigFile.Parse("p", Encoding.UTF8.GetBytes(config.ToText())).Config;
        Assert.Equal(config.ToText(), back.ToText());
        Assert.Equal("ü'\"\\\n", back.Embeddings[0].TensorName);
        Assert.Equal([3u, uint.MaxValue], back.Embeddings[0].TensorShape);
    }
}
