using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>An array of inputs.json: { dtype, shape, base64, values }, or a plain JSON number or list, which NumPy would take for float64 or int64.</summary>
internal sealed class GoldenArray
{
    private readonly JsonNode _node;

    private GoldenArray(JsonNode node, string dtype, long[] shape, byte[] bytes)
    {
        _node = node;
        DType = dtype;
        Shape = shape;
        Bytes = bytes;
    }

    public string DType { get; }

    public long[] Shape { get; }

    public byte[] Bytes { get; }

    public static GoldenArray From(JsonNode node)
    {
        if (node is JsonObject array)
        {
            long[] shape = [.. array["shape"]!.AsArray().Select(size => (long)size!)];
            return new GoldenArray(node, (string)array["dtype"]!, shape, Convert.FromBase64String((string?)array["base64"] ?? ""));
        }

        List<JsonNode> leaves = [];
        List<long> sizes = [];
        for (JsonNode? level = node; level is JsonArray list; level = list.Count > 0 ? list[0] : null)
        {
            sizes.Add(list.Count);
        }

        Collect(node, leaves);
        double[] numbers = leaves.Exists(leaf => leaf.GetValueKind() == System.Text.Json.JsonValueKind.String && !IsNumberWord(leaf))
            ? []
            : [.. leaves.Select(Number)];
        return new GoldenArray(node, numbers.Length == 0 && leaves.Count > 0 ? "string" : "float64", [.. sizes], MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
    }

    public static double Number(JsonNode node) => node.GetValueKind() == System.Text.Json.JsonValueKind.String
        ? (string)node! switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity }
        : node is JsonObject array ? From(array).Doubles()[0] : (double)node;

    public T[] As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes).ToArray();

    public double[] Doubles() => DType switch
    {
        "float64" => As<double>(),
        "float32" => [.. As<float>().Select(x => (double)x)],
        "float16" => [.. As<Half>().Select(x => (double)x)],
        "bfloat16" => [.. As<ushort>().Select(x => (double)BitConverter.UInt32BitsToSingle((uint)x << 16))],
        "int64" => [.. As<long>().Select(x => (double)x)],
        "int32" => [.. As<int>().Select(x => (double)x)],
        "int16" => [.. As<short>().Select(x => (double)x)],
        "int8" => [.. As<sbyte>().Select(x => (double)x)],
        "uint8" or "bool" => [.. Bytes.Select(x => (double)x)],
        "uint16" => [.. As<ushort>().Select(x => (double)x)],
        "uint32" => [.. As<uint>().Select(x => (double)x)],
        "uint64" => [.. As<ulong>().Select(x => (double)x)],
        _ => throw new InvalidOperationException(DType),
    };

    public string[] Texts()
    {
        List<JsonNode> leaves = [];
        Collect(_node is JsonObject array ? array["values"]! : _node, leaves);
        return [.. leaves.Select(leaf => (string)leaf!)];
    }

    private static bool IsNumberWord(JsonNode leaf) => (string)leaf! is "NaN" or "Infinity" or "-Infinity";

    private static void Collect(JsonNode node, List<JsonNode> leaves)
    {
        if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                Collect(item!, leaves);
            }
        }
        else
        {
            leaves.Add(node);
        }
    }
}
