using System.Text.Json;
using System.Text.Json.Nodes;
using TensorBoardFormats.Validation.Page;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

public class PageJsonTests
{
    [Fact]
    public void Write_OddTexts_StayValidJson()
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => (float)(i * i % 13))];
        string metadata = "n\tm\n" + new string('x', 70) + "\t1e400\n" + string.Concat(Enumerable.Range(1, 15).Select(i => $"w{i}\t{i}\n"));
        string longLabel = new('l', 100);

        JsonObject page = Write(FakeProjectorServer.Of(values, 4, metadata, $$"""[{"label":"\ud800"},{"label":"{{longLabel}}"},{"label":2.5}]"""));

        JsonNode view = page["view"]!;
        Assert.Equal(new string('x', 57) + "…", (string?)view["labels"]![0]);
        Assert.Equal("Infinity", (string?)view["columns"]![1]!["first"]);
        Assert.Equal("\ufffd", (string?)view["bookmarks"]![0]);
        Assert.Equal(longLabel, (string?)view["bookmarks"]![1]);
        Assert.Equal(2.5, (double)view["bookmarks"]![2]!);
        Assert.Equal(3, ((JsonArray)page["bookmarks_opened"]!).Count);
    }

    [Fact]
    public void Write_ConfigThatNeverComes_HasOnlyRunAndDialog()
    {
        JsonObject page = Write(new FakeProjectorServer { InfoJson = "Unknown run: \"a\"", RunsJson = """["a&b"]""" });

        Assert.Equal(
            """{"run":"a\u0026b","dialog":{"title":"","text":"Fetching projector config...","kind":"progress"}}""",
            page["view"]!.ToJsonString());
        Assert.Equal("HANG", (string?)page["outcome"]);
    }

    [Fact]
    public void Write_NothingListed_CountsNothing()
    {
        JsonObject page = Write(new FakeProjectorServer());

        Assert.Equal("""{"run":".","points":0,"dimension":0}""", page["view"]!.ToJsonString());
    }

    private static JsonObject Write(FakeProjectorServer server)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            PageJson.Write(json, ProjectorPage.Look(server, new Version(2, 21, 0)));
        }

        return (JsonObject)JsonNode.Parse(stream.ToArray())!;
    }
}
