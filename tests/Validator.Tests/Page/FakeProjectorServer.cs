using System.Runtime.InteropServices;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Tests.Page;

/// <summary>A server that answers for one run with one embedding called <c>e</c>, as far as it was told about it.</summary>
internal sealed class FakeProjectorServer : IProjectorServer
{
    private static readonly ServerAnswer NotThere = new(400, AnswerBody.Of("not there"));

    public string RunsJson { get; init; } = """["."]""";

    public string InfoJson { get; init; } = """{"embeddings":[]}""";

    public ServerAnswer TensorAnswer { get; init; } = NotThere;

    public ServerAnswer MetadataAnswer { get; init; } = NotThere;

    public ServerAnswer SpriteAnswer { get; init; } = NotThere;

    public ServerAnswer BookmarksAnswer { get; init; } = NotThere;

    public Dictionary<string, string> MetadataByName { get; } = [];

    public List<ProjectorQuery> Asked { get; } = [];

    public bool TabActive => true;

    public ProcessEnd? Ended => null;

    /// <summary>Rows of so many columns, and what else the config names.</summary>
    public static FakeProjectorServer Of(float[] values, int columns, string? metadata = null, string? bookmarks = null, long? statedRows = null)
    {
        string more = (metadata is null ? "" : ",\"metadataPath\":\"m.tsv\"") + (bookmarks is null ? "" : ",\"bookmarksPath\":\"b.json\"");
        return new FakeProjectorServer
        {
            InfoJson = $$"""{"embeddings":[{"tensorName":"e","tensorShape":[{{statedRows ?? values.Length / columns}},{{columns}}]{{more}}}]}""",
            TensorAnswer = Ok(MemoryMarshal.AsBytes(values.AsSpan()).ToArray()),
            MetadataAnswer = metadata is null ? NotThere : Ok(System.Text.Encoding.UTF8.GetBytes(metadata)),
            BookmarksAnswer = bookmarks is null ? NotThere : Ok(System.Text.Encoding.UTF8.GetBytes(bookmarks)),
        };
    }

    public static ServerAnswer Ok(byte[] bytes) => new(200, AnswerBody.Of(bytes));

    public ServerAnswer Runs() => new(200, AnswerBody.Of(RunsJson));

    public ServerAnswer Info(ProjectorQuery query) => new(200, AnswerBody.Of(InfoJson));

    public ServerAnswer Tensor(ProjectorQuery query) => Noted(query, TensorAnswer);

    public ServerAnswer Metadata(ProjectorQuery query) =>
        Noted(query, MetadataByName.TryGetValue(query.Name!, out string? text) ? new ServerAnswer(200, AnswerBody.Of(text)) : MetadataAnswer);

    public ServerAnswer Sprite(ProjectorQuery query) => Noted(query, SpriteAnswer);

    public ServerAnswer Bookmarks(ProjectorQuery query) => Noted(query, BookmarksAnswer);

    private ServerAnswer Noted(ProjectorQuery query, ServerAnswer answer)
    {
        Asked.Add(query);
        return answer;
    }
}
