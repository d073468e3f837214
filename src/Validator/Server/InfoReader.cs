using System.Text.Json;

namespace TensorBoardFormats.Validation.Server;

/// <summary>What is read from the JSON of <c>/info</c>.</summary>
internal static class InfoReader
{
    /// <summary>Its embeddings.</summary>
    public static IEnumerable<JsonElement> Embeddings(JsonElement info) =>
        info.TryGetProperty("embeddings", out JsonElement list) ? list.EnumerateArray() : [];

    /// <summary>The name of an embedding; empty for none.</summary>
    public static string Name(JsonElement embedding) => embedding.TryGetProperty("tensorName", out JsonElement name) ? name.GetString()! : "";

    /// <summary>Whether the page lists an embedding: exactly two sizes, both above 1 (spec/projector.md §7.4).</summary>
    public static bool IsListed(JsonElement embedding) =>
        embedding.TryGetProperty("tensorShape", out JsonElement shape) && shape.GetArrayLength() == 2
        && shape.EnumerateArray().All(static s => s.GetInt64() > 1);
}
