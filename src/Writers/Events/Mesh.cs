using System.Text.Json;

namespace TensorBoardFormats.Events;

/// <summary>A batch of meshes or point clouds for the Mesh tab (spec/tfevents.md §10.8).</summary>
/// <remarks>The page keeps vertex numbers in 16 bits, so a mesh with faces has at most 65,536 vertices.</remarks>
public sealed class Mesh
{
    private const int MaxVertices = 1 << 16;
    private const int Coordinates = 3;

    /// <summary>Takes the parts of a batch.</summary>
    /// <param name="vertices">Coordinates x, y, z of every vertex, batch after batch.</param>
    /// <param name="faces">Numbers of the three vertices of every triangle, batch after batch; empty for a point cloud.</param>
    /// <param name="colors">Red, green, blue of every vertex, batch after batch; empty for none.</param>
    /// <param name="batchSize">Number of meshes; each has the same number of vertices and of faces.</param>
    /// <param name="configJson">Scene as a JSON object with <c>camera</c>, <c>lights</c>, <c>material</c>, each naming its THREE.js class in <c>cls</c>.</param>
    /// <exception cref="ArgumentException">The parts do not fit each other, or the scene is no JSON object.</exception>
    public Mesh(
        ReadOnlySpan<float> vertices, ReadOnlySpan<int> faces = default, ReadOnlySpan<byte> colors = default, int batchSize = 1, string configJson = "{}")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        VertexCount = Count(vertices.Length, batchSize, nameof(vertices));
        FaceCount = Count(faces.Length, batchSize, nameof(faces));
        if (!colors.IsEmpty && colors.Length != vertices.Length)
        {
            throw new ArgumentException($"{colors.Length / Coordinates} colours for {vertices.Length / Coordinates} vertices: the page applies them one to one.", nameof(colors));
        }

        CheckFaces(faces);
        CheckConfig(configJson);
        BatchSize = batchSize;
        Vertices = vertices.ToArray();
        Faces = faces.ToArray();
        Colors = colors.ToArray();
        ConfigJson = configJson;
    }

    /// <summary>Number of meshes.</summary>
    public int BatchSize { get; }

    /// <summary>Vertices of each.</summary>
    public int VertexCount { get; }

    /// <summary>Triangles of each.</summary>
    public int FaceCount { get; }

    /// <summary>The scene.</summary>
    public string ConfigJson { get; }

    /// <summary>Coordinates.</summary>
    internal float[] Vertices { get; }

    /// <summary>Vertex numbers.</summary>
    internal int[] Faces { get; }

    /// <summary>Colours.</summary>
    internal byte[] Colors { get; }

    private static int Count(int numbers, int batchSize, string parameter) => numbers % (batchSize * Coordinates) == 0
        ? numbers / (batchSize * Coordinates)
        : throw new ArgumentException($"{numbers} numbers do not make {batchSize} meshes of threes.", parameter);

    private void CheckFaces(ReadOnlySpan<int> faces)
    {
        if (!faces.IsEmpty && VertexCount > MaxVertices)
        {
            throw new ArgumentException($"{VertexCount} vertices: the page numbers at most {MaxVertices}. Split the mesh.", nameof(faces));
        }

        foreach (int vertex in faces)
        {
            if (vertex < 0 || vertex >= VertexCount)
            {
                throw new ArgumentException($"A face names vertex {vertex}; there are {VertexCount}.", nameof(faces));
            }
        }
    }

    private static void CheckConfig(string configJson)
    {
        ArgumentNullException.ThrowIfNull(configJson);
        try
        {
            using JsonDocument document = JsonDocument.Parse(configJson);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("The scene is a JSON object.", nameof(configJson));
            }
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The scene is no JSON: {e.Message}", nameof(configJson), e);
        }
    }
}
