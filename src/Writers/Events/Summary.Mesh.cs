using Google.Protobuf;
using TensorBoardFormats.Messages.MeshPlugin;
using ContentType = TensorBoardFormats.Messages.MeshPlugin.MeshPluginData.Types.ContentType;

namespace TensorBoardFormats.Events;

/// <summary>Meshes (spec/tfevents.md §10.8).</summary>
public static partial class Summary
{
    /// <summary>A batch of meshes: one value a part, all to be written at the same step.</summary>
    /// <param name="name">Name of the series; its tags are this with <c>_VERTEX</c>, <c>_FACE</c>, <c>_COLOR</c>.</param>
    /// <param name="mesh">The meshes.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    /// <param name="description">Markdown shown beside.</param>
    public static SummaryValue[] Mesh(string name, Mesh mesh, string? displayName = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        uint components = Bit(ContentType.Vertex) |
            (mesh.Faces.Length > 0 ? Bit(ContentType.Face) : 0) |
            (mesh.Colors.Length > 0 ? Bit(ContentType.Color) : 0);
        List<SummaryValue> parts = [Part(ContentType.Vertex, "_VERTEX", mesh.VertexCount, mesh.Vertices)];
        if (mesh.Faces.Length > 0)
        {
            parts.Add(Part(ContentType.Face, "_FACE", mesh.FaceCount, mesh.Faces));
        }

        if (mesh.Colors.Length > 0)
        {
            parts.Add(Part(ContentType.Color, "_COLOR", mesh.VertexCount, mesh.Colors));
        }

        return [.. parts];

        SummaryValue Part<T>(ContentType type, string suffix, int count, T[] values)
            where T : unmanaged
        {
            MeshPluginData content = new()
            {
                Name = name,
                ContentType = type,
                JsonConfig = mesh.ConfigJson,
                Shape = { mesh.BatchSize, count, 3 },
                Components = components,
            };
            SummaryMetadata metadata = new(PluginNames.Mesh, content.ToByteArray(), displayName, description);
            return SummaryValue.OfTensor(name + suffix, SummaryTensor.Create<T>([mesh.BatchSize, count, 3], values), metadata);
        }
    }

    private static uint Bit(ContentType type) => 1u << (int)type;
}
