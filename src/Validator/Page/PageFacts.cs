using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using TensorBoardFormats.Images;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// What follows from the bytes of an answer alone, found out once and shared by the profiles that are judged: they mostly serve the same
/// files. May be used from several threads.
/// </summary>
internal sealed class PageFacts
{
    private readonly ConcurrentDictionary<(object Content, long Columns), Lazy<Projection>> _projections = new();
    private readonly ConcurrentDictionary<(object Content, long Points), Lazy<MetadataTable?>> _metadata = new();
    private readonly ConcurrentDictionary<(object Content, long), Lazy<ImageReport>> _sprites = new();

    /// <summary>What the first projection makes of a tensor.</summary>
    public Projection Project(TensorRows rows) => Once(_projections, rows.Body, rows.Columns, () => Projection.Of(rows));

    /// <summary>A metadata file beside so many points; null if the page never finishes it.</summary>
    public MetadataTable? ReadMetadata(AnswerBody body, int points) =>
        Once(_metadata, body, points, () => MetadataTable.Read(body, points));

    /// <summary>What a sprite is as an image.</summary>
    public ImageReport Examine(AnswerBody body) => Once(_sprites, body, 0, () =>
    {
        using Stream stream = body.Open();
        return ImageProbe.Examine(stream, ImageProbeDepth.Pixels);
    });

    private static T Once<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        ConcurrentDictionary<(object, long), Lazy<T>> known, AnswerBody body, long size, Func<T> find) =>
        body.Identity is { } content ? known.GetOrAdd((content, size), _ => new Lazy<T>(find)).Value : find();
}
