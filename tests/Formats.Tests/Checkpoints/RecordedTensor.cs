using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>What TensorFlow's reader said of a tensor, and the same of ours.</summary>
/// <param name="DType">TensorFlow's name of the type.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Sha256">Of the bytes, or of the elements one behind the other.</param>
internal sealed record RecordedTensor(string DType, string Shape, string Sha256)
{
    /// <summary>From an answer in verdict.json or expect.json.</summary>
    public static RecordedTensor Of(JsonNode tensor) => new((string)tensor["dtype"]!, Sizes(tensor["shape"]!), HashOf(tensor));

    /// <summary>Reads a tensor; throws what the reader throws.</summary>
    public static RecordedTensor Of(CheckpointReader reader, CheckpointEntry entry)
    {
        using HashStream hash = new();
        reader.CopyTo(entry, hash);
        return new RecordedTensor(entry.DType.Name(), entry.Shape.ToString(), hash.Finish());
    }

    /// <summary>A shape as text.</summary>
    public static string Sizes(JsonNode shape) => "[" + string.Join(',', shape.AsArray().Select(static n => (long)n!)) + "]";

    /// <summary>The bytes of a name as answers spell it.</summary>
    public static string NameOf(JsonNode? node) => node switch
    {
        JsonObject o when o["base64"] is { } bytes => Convert.ToHexString(Convert.FromBase64String((string)bytes!)),
        JsonObject o when o["name_base64"] is { } bytes => Convert.ToHexString(Convert.FromBase64String((string)bytes!)),
        JsonObject o when o["name_repeat"] is JsonArray parts =>
            Convert.ToHexString(Encoding.UTF8.GetBytes(string.Concat(parts.Select(Repeat)))),
        JsonObject o => Hex((string)o["name"]!),
        _ => Hex((string)node!),
    };

    private static string Hex(string name) => name.StartsWith("base64:", StringComparison.Ordinal)
        ? Convert.ToHexString(Convert.FromBase64String(name["base64:".Length..]))
        : Convert.ToHexString(Encoding.UTF8.GetBytes(name));

    private static string Repeat(JsonNode? part) => part is JsonArray pair
        ? string.Concat(Enumerable.Repeat((string)pair[0]!, (int)pair[1]!)) : (string)part!;

    private static string HashOf(JsonNode tensor)
    {
        if ((tensor["sha256"] ?? tensor["sha256_of_concatenation"]) is { } hash)
        {
            return (string)hash!;
        }

        JsonNode elements = (tensor["elements_base64"] ?? tensor["strings_base64"])!;
        return Convert.ToHexStringLower(SHA256.HashData(elements.AsArray().SelectMany(static e => Convert.FromBase64String((string)e!))
            .ToArray()));
    }

    private sealed class HashStream : MemoryStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override void Write(byte[] buffer, int offset, int count) => _hash.AppendData(buffer, offset, count);

        public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
