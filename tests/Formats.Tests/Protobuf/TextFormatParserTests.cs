using Google.Protobuf;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Protobuf;

public class TextFormatParserTests
{
    [Fact]
    public void TryParse_TextsPutToPython_SameAnswers()
    {
        List<string> differences = [];
        foreach (string line in File.ReadLines(Repository.Golden("textformat", "python-protobuf-4.21.12.txt")))
        {
            string[] parts = line.Split(' ');
            bool isConfig = parts[0] == "config";
            IMessage message = isConfig ? new ProjectorConfig() : new CheckpointState();
            TextFormatOptions options = (isConfig ? TextFormatOptions.Strict : TextFormatOptions.Merging) with { OldEscapes = true };
            byte[] text = Convert.FromBase64String(parts[1]);
            string answer = TextFormatParser.TryParse(text, message, options, out _) ? "=" + Convert.ToBase64String(message.ToByteArray()) : "refused";
            if (answer != parts[2])
            {
                differences.Add($"{System.Text.Encoding.UTF8.GetString(text)}: Python {parts[2]}, here {answer}");
            }
        }

        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("embeddings { tensorPath: \"t.tsv\" }", nameof(TextFormatErrorKind.UnknownField), "1:14")]
    [InlineData("embedding { }", nameof(TextFormatErrorKind.UnknownField), "1:1")]
    [InlineData("embeddings { 6: \"t\" }", nameof(TextFormatErrorKind.UnknownField), "1:14")]
    [InlineData("embeddings {\n  tensor_path = \"t\" }", nameof(TextFormatErrorKind.Syntax), "2:15")]
    [InlineData("embeddings { tensor_path: \"t\";; }", nameof(TextFormatErrorKind.Syntax), "1:31")]
    [InlineData("embeddings { tensor_path: \"t\" >", nameof(TextFormatErrorKind.Syntax), "1:31")]
    [InlineData("embeddings { tensor_path: \"t.tsv }", nameof(TextFormatErrorKind.Syntax), "1:27")]
    [InlineData("embeddings { tensor_path: \"t\" ", nameof(TextFormatErrorKind.Syntax), "1:27")]
    [InlineData("embeddings { tensor_shape: [2, ] }", nameof(TextFormatErrorKind.WrongType), "1:32")]
    [InlineData("embeddings { tensor_path: [\"t\"] }", nameof(TextFormatErrorKind.WrongType), "1:27")]
    [InlineData("// x", nameof(TextFormatErrorKind.Syntax), "1:1")]
    [InlineData("\uFEFFembeddings { }", nameof(TextFormatErrorKind.Syntax), "1:1")]
    [InlineData("embeddings { sprite: \"s.png\" }", nameof(TextFormatErrorKind.WrongType), "1:22")]
    [InlineData("embeddings { tensor_shape: -1 }", nameof(TextFormatErrorKind.WrongType), "1:28")]
    [InlineData("embeddings { tensor_shape: 4294967296 }", nameof(TextFormatErrorKind.WrongType), "1:28")]
    [InlineData("embeddings { tensor_path: t.tsv }", nameof(TextFormatErrorKind.WrongType), "1:27")]
    [InlineData("embeddings { tensor_name: \"中\" tensor_name: \"b\" }", nameof(TextFormatErrorKind.DuplicateField), "1:31")]
    [InlineData("embeddings { sprite { } sprite { } }", nameof(TextFormatErrorKind.DuplicateField), "1:25")]
    [InlineData("embeddings { tensor_path: \"C:\\Users\" }", nameof(TextFormatErrorKind.BadEscape), "1:27")]
    [InlineData("embeddings { tensor_path: \"\\ud800\" }", nameof(TextFormatErrorKind.BadEscape), "1:27")]
    [InlineData("embeddings { tensor_path: \"\\777\" }", nameof(TextFormatErrorKind.BadEscape), "1:27")]
    [InlineData("embeddings { tensor_path: \"\\377\" }", nameof(TextFormatErrorKind.NotUtf8), "1:27")]
    public void TryParse_Wrong_NamesKindAndPlace(string text, string kind, string position)
    {
        Assert.False(TextFormatParser.TryParse(text, new ProjectorConfig(), TextFormatOptions.Strict, out TextFormatError? error));
        Assert.Equal((kind, position), (error.Kind.ToString(), error.Position.ToString()));
    }

    [Fact]
    public void TryParse_BytesNotUtf8_NamesThePlace()
    {
        Assert.False(TextFormatParser.TryParse("# é\n# caf\u00e9"u8.ToArray().AsSpan(0, 11), new ProjectorConfig(), TextFormatOptions.Strict, out TextFormatError? error));
        Assert.Equal((TextFormatErrorKind.NotUtf8, "2:6"), (error.Kind, error.Position.ToString()));
    }

    [Theory]
    [InlineData("\\x74.\\u0074\\U00000073v", "t.tsv")]
    [InlineData("\\320\\274\\xf", "м\u000f")]
    [InlineData("data\\tab\\dir", "data\tab\\dir")]
    [InlineData("\\u005cn", "\n")]
    [InlineData("\\\\u0041", "\\u0041")]
    [InlineData("\\中", "\\u4e2d")]
    [InlineData("\\é", "\\é")]
    public void TryParse_Escapes_AsProtobuf526(string escaped, string expected)
    {
        ProjectorConfig config = new();

        Assert.True(TextFormatParser.TryParse($"model_checkpoint_path: \"{escaped}\"", config, TextFormatOptions.Strict, out TextFormatError? error), error?.ToString());
        Assert.Equal(expected, config.ModelCheckpointPath);
    }

    [Fact]
    public void TryParse_DuplicatesAllowed_LastWinsAndMessagesMerge()
    {
        ProjectorConfig config = new();
        const string Text = "embeddings { tensor_name: 'a' tensor_name: 'b' sprite { single_image_dim: 1 } sprite { single_image_dim: 2 } }";

        Assert.True(TextFormatParser.TryParse(Text, config, TextFormatOptions.Merging, out _));
        Assert.Equal("b", config.Embeddings[0].TensorName);
        Assert.Equal([1u, 2u], config.Embeddings[0].Sprite.SingleImageDim);
    }

    [Fact]
    public void TryParse_Locations_NamesEveryFieldWithItsPlace()
    {
        List<TextFieldLocation> locations = [];
        const string Text = "embeddings {\n  tensor_name: 'ä' tensor_shape: [2,\n 3]\n}\nembeddings <>";

        Assert.True(TextFormatParser.TryParse(Text, new ProjectorConfig(), TextFormatOptions.Strict, out _, locations));
        Assert.Equal(
            ["embeddings[0] 1:1 1:12", "embeddings[0].tensor_name 2:3 2:16", "embeddings[0].tensor_shape[0] 2:20 2:35", "embeddings[0].tensor_shape[1] 2:20 3:2", "embeddings[1] 5:1 5:12"],
            locations.Select(static l => $"{l.Path} {l.Name} {l.Value}"));
    }

    [Theory]
    [InlineData("1e9f", true)]
    [InlineData("-inf", true)]
    [InlineData("nan", true)]
    [InlineData("+010", true)]
    [InlineData("010", false)]
    [InlineData("00.5", false)]
    [InlineData("1__0", false)]
    public void TryParse_Timestamps_AsPythonReadsThem(string number, bool accepted) =>
        Assert.Equal(accepted, TextFormatParser.TryParse($"last_preserved_timestamp: {number}", new CheckpointState(), TextFormatOptions.Merging, out _));

    [Fact]
    public void TryParse_AMillionAdjacentStrings_AreOneInLinearTime()
    {
        ProjectorConfig config = new();
        string text = "model_checkpoint_path:" + string.Concat(Enumerable.Repeat("\"a\"", 1_000_000));

        Assert.True(TextFormatParser.TryParse(text, config, TextFormatOptions.Strict, out _));
        Assert.Equal(1_000_000, config.ModelCheckpointPath.Length);
    }

    [Fact]
    public void TryParse_MoreFieldsThanPlaces_KeepsTheFirstPlacesAndAllFields()
    {
        List<TextFieldLocation> locations = [];
        ProjectorConfig config = new();

        Assert.True(TextFormatParser.TryParse(string.Concat(Enumerable.Repeat("embeddings{}", 150_000)), config, TextFormatOptions.Strict, out _, locations));
        Assert.Equal((150_000, 100_000), (config.Embeddings.Count, locations.Count));
    }

    [Fact]
    public void TryParse_NestedWithoutEnd_IsRefusedNotOverflowing()
    {
        string text = string.Concat(Enumerable.Repeat("list_value { values { ", 200_000));

        Assert.False(TextFormatParser.TryParse(text, new StructuredValue(), TextFormatOptions.Strict, out TextFormatError? error));
        Assert.Equal(TextFormatErrorKind.TooDeep, error.Kind);
    }
}
