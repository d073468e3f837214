using TensorBoardFormats.Protobuf;
using Message = TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Projector;

/// <summary>What <c>projector_config.pbtxt</c> tells TensorBoard's projector about one run (spec/projector.md §4.1).</summary>
public sealed record ProjectorConfig
{
    /// <summary>Prefix of the checkpoint that holds the tensors; empty: TensorBoard looks for the newest one beside the config.</summary>
    /// <remarks>TensorBoard takes a relative path against its own working directory, not against the config.</remarks>
    public string ModelCheckpointPath { get; init; } = "";

    /// <summary>The embeddings, in the order of the file.</summary>
    public IReadOnlyList<EmbeddingInfo> Embeddings { get; init; } = [];

    /// <summary>A field that no version of TensorBoard has ever read.</summary>
    public string ModelCheckpointDir { get; init; } = "";

    /// <summary>The text of the file as TensorBoard's <c>visualize_embeddings</c> writes it: UTF-8, LF, two blanks a level.</summary>
    public string ToText() => TextFormatPrinter.Print(ToMessage(), TextFormatStyle.Python);

    internal Message.ProjectorConfig ToMessage() => new()
    {
        ModelCheckpointPath = ModelCheckpointPath,
        Embeddings = { Embeddings.Select(static e => e.ToMessage()) },
        ModelCheckpointDir = ModelCheckpointDir,
    };

    internal static ProjectorConfig From(Message.ProjectorConfig message) => new()
    {
        ModelCheckpointPath = message.ModelCheckpointPath,
        Embeddings = [.. message.Embeddings.Select(EmbeddingInfo.From)],
        ModelCheckpointDir = message.ModelCheckpointDir,
    };
}

/// <summary>One embedding of a config: a tensor and what belongs to it. Empty text means that the field is not set.</summary>
public sealed record EmbeddingInfo
{
    /// <summary>Name of the variable in the checkpoint, perhaps with <c>:0</c>; with a tensor file just a name.</summary>
    public string TensorName { get; init; } = "";

    /// <summary>File of labels, relative to the config's directory.</summary>
    public string MetadataPath { get; init; } = "";

    /// <summary>File of bookmarks, relative to the config's directory.</summary>
    public string BookmarksPath { get; init; } = "";

    /// <summary>Rows and columns; empty: TensorBoard counts.</summary>
    public IReadOnlyList<uint> TensorShape { get; init; } = [];

    /// <summary>The thumbnails; null when there are none.</summary>
    public SpriteMetadata? Sprite { get; init; }

    /// <summary>File of the values, relative to the config's directory; empty: they come from the checkpoint.</summary>
    public string TensorPath { get; init; } = "";

    internal Message.EmbeddingInfo ToMessage() => new()
    {
        TensorName = TensorName,
        MetadataPath = MetadataPath,
        BookmarksPath = BookmarksPath,
        TensorShape = { TensorShape },
        Sprite = Sprite?.ToMessage(),
        TensorPath = TensorPath,
    };

    internal static EmbeddingInfo From(Message.EmbeddingInfo message) => new()
    {
        TensorName = message.TensorName,
        MetadataPath = message.MetadataPath,
        BookmarksPath = message.BookmarksPath,
        TensorShape = [.. message.TensorShape],
        Sprite = message.Sprite is { } sprite ? SpriteMetadata.From(sprite) : null,
        TensorPath = message.TensorPath,
    };
}

/// <summary>One image with a thumbnail for each row of the tensor.</summary>
public sealed record SpriteMetadata
{
    /// <summary>The image file, relative to the config's directory.</summary>
    public string ImagePath { get; init; } = "";

    /// <summary>Width and height of one thumbnail in pixels.</summary>
    public IReadOnlyList<uint> SingleImageDim { get; init; } = [];

    internal Message.SpriteMetadata ToMessage() => new() { ImagePath = ImagePath, SingleImageDim = { SingleImageDim } };

    internal static SpriteMetadata From(Message.SpriteMetadata message) => new() { ImagePath = message.ImagePath, SingleImageDim = [.. message.SingleImageDim] };
}
