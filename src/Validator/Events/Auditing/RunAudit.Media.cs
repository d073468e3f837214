using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using TensorBoardFormats.Images;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.MeshPlugin;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Validation.Events.Dashboards;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Pictures, clips and meshes.</summary>
internal sealed partial class RunAudit
{
    private const int ImageHeader = 2;
    private const int LargestIndex = 65535; // The page keeps vertex indexes in 16 bits.
    private const int RiffHeader = 12;

    private readonly Dictionary<(string Name, long Step), MeshFacts> _meshes = [];

    private sealed class MeshFacts(Place place)
    {
        public Place Place { get; } = place;

        public uint Wanted { get; set; }

        public uint Present { get; set; }

        public long Vertices { get; set; } = -1;

        public long Batch { get; set; } = -1;

        public double GreatestIndex { get; set; } = -1;

        public string Subject { get; set; } = "";
    }

    private void LookAtImages(TagAudit tag, TensorProto tensor, Place place)
    {
        if ((int)tensor.Dtype != (int)DType.String || tensor.TensorShape?.Dim.Count != 1 || tensor.StringVal.Count < ImageHeader
            || tensor.TensorShape.Dim[0].Size != tensor.StringVal.Count)
        {
            Report(MediaRules.ImageShape, place, tag.Subject, Describe(tensor), "strings [2 or more]: width, height, pictures");
            return;
        }

        CountBlobs(tag, tensor.StringVal.Count - ImageHeader);
        bool isSize = int.TryParse(tensor.StringVal[0].ToStringUtf8(), NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            & int.TryParse(tensor.StringVal[1].ToStringUtf8(), NumberStyles.None, CultureInfo.InvariantCulture, out int height);
        if (!isSize)
        {
            string found = $"'{tensor.StringVal[0].ToStringUtf8()}' and '{tensor.StringVal[1].ToStringUtf8()}'";
            Report(MediaRules.ImageDimensionsText, place, tag.Subject, found, "width and height in decimal");
        }

        for (int i = ImageHeader; i < tensor.StringVal.Count; i++)
        {
            LookAtPicture(tag, tensor.StringVal[i].Memory, isSize ? (width, height) : null, place);
        }
    }

    private void LookAtPicture(TagAudit tag, ReadOnlyMemory<byte> bytes, (int Width, int Height)? stated, Place place)
    {
        using MemoryStream stream = new(bytes.ToArray(), writable: false);
        ImageReport report = ImageProbe.Examine(stream, ImageProbeDepth.Header);
        if (report.PillowType is null)
        {
            bool isOther = report.Format is ImageFormat.WebP or ImageFormat.Tiff or ImageFormat.Avif or ImageFormat.Ico;
            Report(isOther ? MediaRules.ImageMime : MediaRules.ImageUndecodable, place, tag.Subject, report.Fault ?? report.Format.ToString(), "a whole PNG, JPEG, GIF or BMP");
        }
        else if (stated is (int width, int height) && report.Width > 0 && (report.Width != width || report.Height != height))
        {
            Report(
                MediaRules.ImageDimensionsText, place, tag.Subject,
                string.Create(CultureInfo.InvariantCulture, $"{width}x{height} for a picture of {report.Width}x{report.Height}"), "its size");
        }
    }

    private void LookAtAudio(TagAudit tag, TensorProto tensor, Place place)
    {
        int rank = tensor.TensorShape?.Dim.Count ?? 0;
        bool isSound = (int)tensor.Dtype == (int)DType.String && (rank == 1 || rank == 2 && tensor.TensorShape!.Dim[1].Size == 2)
            && NdArray.TryMake(tensor, out _) == TensorFault.None;
        if (!isSound)
        {
            Report(MediaRules.AudioShape, place, tag.Subject, Describe(tensor), "strings [clips] or [clips,2]");
            return;
        }

        int stride = rank == 2 ? 2 : 1;
        CountBlobs(tag, tensor.StringVal.Count / stride);
        for (int i = 0; i < tensor.StringVal.Count; i += stride)
        {
            LookAtClip(tag, tensor.StringVal[i].Span, place);
        }

        if (tag.Metadata is SeriesMetadata metadata && PluginContent.Read(Plugins.Audio, metadata.Content.Span).IsMessage
            && Messages.AudioPlugin.AudioPluginData.Parser.ParseFrom(metadata.Content.Span).Encoding is var encoding
            && encoding != Messages.AudioPlugin.AudioPluginData.Types.Encoding.Wav)
        {
            Report(MediaRules.AudioEncoding, place, tag.Subject, $"encoding {encoding}", "WAV");
        }
    }

    private void LookAtClip(TagAudit tag, ReadOnlySpan<byte> clip, Place place)
    {
        bool isWav = clip.Length >= RiffHeader && clip.StartsWith("RIFF"u8) && clip[8..].StartsWith("WAVE"u8)
            && BinaryPrimitives.ReadUInt32LittleEndian(clip[4..]) == clip.Length - 8;
        if (!isWav)
        {
            Report(MediaRules.AudioNotWav, place, tag.Subject, $"{clip.Length} bytes that are no whole RIFF/WAVE file", "a WAV file");
        }
    }

    private static void CountBlobs(TagAudit tag, long count) =>
        tag.Blobs = tag.Blobs is (long least, long most) ? (Math.Min(least, count), Math.Max(most, count)) : (count, count);

    private void LookAtMesh(TagAudit tag, NdArray value, long step, Place place)
    {
        if (tag.Metadata is not SeriesMetadata metadata || !PluginContent.Read(Plugins.Mesh, metadata.Content.Span).IsMessage)
        {
            return;
        }

        MeshPluginData content = MeshPluginData.Parser.ParseFrom(metadata.Content.Span);
        bool isSound = value.Shape.Length == 3 && value.Shape[2] == 3 && !value.IsString;
        if (!isSound || !content.Shape.Select(static d => (long)d).SequenceEqual(value.Shape))
        {
            Report(MediaRules.MeshShape, place, tag.Subject, $"{Shape(value)} with a stated [{string.Join(',', content.Shape)}]", "[batch, points, 3], and the same stated");
        }

        if (!IsConfig(content.JsonConfig))
        {
            Report(MediaRules.MeshConfig, place, tag.Subject, $"the configuration '{content.JsonConfig}'", "JSON whose parts name a class");
        }

        if (!_meshes.TryGetValue((content.Name, step), out MeshFacts? mesh))
        {
            mesh = new MeshFacts(place) { Subject = $"mesh '{content.Name}'" };
            _meshes.Add((content.Name, step), mesh);
        }

        mesh.Wanted |= content.Components == 0 ? 14 : content.Components;
        mesh.Present |= 1u << (int)content.ContentType;
        if (!isSound)
        {
            return;
        }

        if (mesh.Batch >= 0 && mesh.Batch != value.Shape[0])
        {
            Report(MediaRules.MeshShape, place, tag.Subject, $"a batch of {value.Shape[0]} beside one of {mesh.Batch}", "the same batch in every part");
        }

        mesh.Batch = value.Shape[0];
        if (content.ContentType == MeshPluginData.Types.ContentType.Vertex)
        {
            mesh.Vertices = value.Shape[1];
        }
        else if (content.ContentType == MeshPluginData.Types.ContentType.Face)
        {
            for (long i = 0; i < value.Different; i++)
            {
                double index = value.Number(i);
                mesh.GreatestIndex = index < 0 ? double.PositiveInfinity : Math.Max(mesh.GreatestIndex, index);
            }
        }
    }

    private void FinishMeshes()
    {
        foreach (MeshFacts mesh in _meshes.Values)
        {
            uint missing = mesh.Wanted & ~mesh.Present;
            if (missing != 0)
            {
                Report(MediaRules.MeshParts, mesh.Place, mesh.Subject, $"a mask of {mesh.Wanted} with the parts {mesh.Present}", "a value for every part in the mask");
            }

            if (mesh.GreatestIndex > LargestIndex || mesh.Vertices >= 0 && mesh.GreatestIndex >= mesh.Vertices)
            {
                string found = double.IsInfinity(mesh.GreatestIndex) ? "a negative index" : $"index {mesh.GreatestIndex.ToString(CultureInfo.InvariantCulture)}";
                Report(MediaRules.MeshIndex, mesh.Place, mesh.Subject, found, $"indexes below {(mesh.Vertices < 0 ? LargestIndex + 1 : mesh.Vertices)}");
            }
        }
    }

    private static bool IsConfig(string text)
    {
        if (text is "" or "null")
        {
            return true;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().All(static p => p.Value.ValueKind switch
            {
                JsonValueKind.Object => p.Value.TryGetProperty("cls", out _),
                JsonValueKind.Array => p.Value.EnumerateArray().All(static e => e.ValueKind == JsonValueKind.Object && e.TryGetProperty("cls", out _)),
                _ => true,
            });
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Describe(TensorProto tensor) =>
        $"{((DType)(int)tensor.Dtype).Name()} [{string.Join(',', (tensor.TensorShape?.Dim ?? []).Select(static d => d.Size.ToString(CultureInfo.InvariantCulture)))}] with {tensor.StringVal.Count} strings";
}
