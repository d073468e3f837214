using System.Text.Json;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>A run's config as <c>/info</c> answers it, with what the page uses of it.</summary>
/// <param name="Embeddings">In the order of the answer.</param>
internal sealed record RunConfig(IReadOnlyList<PageEmbedding> Embeddings)
{
    /// <summary>Reads the answer of <c>/info</c>; null when it is not JSON, which leaves the page waiting for ever.</summary>
    public static RunConfig? Read(AnswerBody body)
    {
        try
        {
            using Stream stream = body.Open();
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement config = document.RootElement;
            return config.ValueKind == JsonValueKind.Object && config.TryGetProperty("embeddings", out JsonElement embeddings)
                ? new RunConfig([.. embeddings.EnumerateArray().Select(PageEmbedding.Read)])
                : new RunConfig([]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The tensor menu (spec/projector.md §7.4): indices into <see cref="Embeddings"/> of the embeddings that are looked up, in the menu's
    /// order. Of several with one name the first stands for all of them.
    /// </summary>
    public IReadOnlyList<int> Menu()
    {
        Dictionary<string, int> first = new(StringComparer.Ordinal);
        List<int> listed = new(Embeddings.Count);
        for (int i = 0; i < Embeddings.Count; i++)
        {
            string name = Embeddings[i].Name ?? "";
            if (!first.TryGetValue(name, out int index))
            {
                first.Add(name, index = i);
            }

            if (Embeddings[index].IsListed)
            {
                listed.Add(index);
            }
        }

        return [.. listed
            .OrderBy(i => Embeddings[i].Name is null)
            .ThenBy(i => Embeddings[i].MetadataPath is null)
            .ThenBy(i => (Embeddings[i].Name ?? "").Contains("/Adagrad", StringComparison.Ordinal))
            .ThenByDescending(i => Embeddings[i].Shape[0])
            .ThenBy(i => Embeddings[i].Name, StringComparer.Ordinal)];
    }
}

/// <summary>One embedding of <c>/info</c>.</summary>
/// <param name="Name">Null for an embedding without a name.</param>
/// <param name="Shape">As stated, or as the server found it; empty if neither.</param>
internal sealed record PageEmbedding(string? Name, IReadOnlyList<long> Shape)
{
    /// <summary>Set if metadata is to be fetched.</summary>
    public string? MetadataPath { get; init; }

    /// <summary>Set if bookmarks are to be fetched.</summary>
    public string? BookmarksPath { get; init; }

    /// <summary>Set if a sprite is to be fetched.</summary>
    public string? SpritePath { get; init; }

    /// <summary><c>single_image_dim</c>; empty if there is none.</summary>
    public IReadOnlyList<long> SpriteDims { get; init; } = [];

    /// <summary>Two dimensions, both above 1.</summary>
    public bool IsListed => Shape.Count == 2 && Shape[0] > 1 && Shape[1] > 1;

    /// <summary>Reads an element of <c>embeddings</c>.</summary>
    public static PageEmbedding Read(JsonElement json)
    {
        bool hasSprite = json.TryGetProperty("sprite", out JsonElement sprite);
        return new PageEmbedding(Text(json, "tensorName"), Numbers(json, "tensorShape"))
        {
            MetadataPath = Text(json, "metadataPath"),
            BookmarksPath = Text(json, "bookmarksPath"),
            SpritePath = hasSprite ? Text(sprite, "imagePath") : null,
            SpriteDims = hasSprite ? Numbers(sprite, "singleImageDim") : [],
        };
    }

    private static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out JsonElement value) && value.GetString() is { Length: > 0 } text ? text : null;

    private static long[] Numbers(JsonElement json, string member) =>
        json.TryGetProperty(member, out JsonElement value) ? [.. value.EnumerateArray().Select(number => number.GetInt64())] : [];
}
