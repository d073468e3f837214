using TensorBoardFormats.Projector;

namespace TensorBoardFormats.TbCheck.Samples;

/// <summary>The log directory of the tutorial: handwritten digits, their labels and thumbnails.</summary>
internal static class MnistSample
{
    /// <summary>Name of the embedding.</summary>
    public const string EmbeddingName = "mnistembedding";

    private const string MetadataFile = "metadata.tsv";
    private const string SpriteFile = "mnistdigits.png";

    /// <summary>The digits that the tool carries.</summary>
    public static (IdxArray Images, IdxArray Labels) Digits() => (IdxArray.FromResource("mnist-1-500-images.idx"), IdxArray.FromResource("mnist-1-500-labels.idx"));

    /// <summary>The digits as an embedding: grey levels from 0 to 1, labels by index and digit, thumbnails black on white.</summary>
    /// <param name="images">Count × height × width.</param>
    /// <param name="labels">As many digits.</param>
    public static EmbeddingData Embedding(IdxArray images, IdxArray labels)
    {
        int count = images.Sizes[0];
        (int height, int width) = (images.Sizes[1], images.Sizes[2]);
        float[] values = Array.ConvertAll(images.Bytes, static b => b / 255f);
        return new EmbeddingData(EmbeddingName, count, height * width, values)
        {
            Metadata = new MetadataTable(MetadataColumn.Numbers("Index", Enumerable.Range(0, count)), MetadataColumn.Numbers("Label", labels.Bytes)),
            MetadataFileName = MetadataFile,
            Sprite = SpriteSheet.FromGrayLevels(width, height, values, invert: true),
            SpriteFileName = SpriteFile,
        };
    }

    /// <summary>Whether an earlier <c>sample</c> may have left a file of this name.</summary>
    public static bool MayHold(string fileName) =>
        fileName is MetadataFile or SpriteFile or ProjectorConfigFile.FileName or Checkpoints.CheckpointFileNames.State
        || fileName.StartsWith("model.ckpt-1.", StringComparison.Ordinal)
        || fileName.StartsWith(EmbeddingName + ".", StringComparison.Ordinal)
        || Events.EventFileName.IsEventFile(fileName);

    /// <summary>Whether a config's embedding is the sample's.</summary>
    public static bool IsOurs(EmbeddingInfo embedding) =>
        embedding is { MetadataPath: MetadataFile, Sprite.ImagePath: SpriteFile } && embedding.TensorName is EmbeddingName or EmbeddingName + ":0";
}
