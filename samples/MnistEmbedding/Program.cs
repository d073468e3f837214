// The tutorial: 500 handwritten digits as an embedding in TensorBoard's projector.
//   dotnet run --project samples/MnistEmbedding minimalsample [--tensor-files]
//   tensorboard --logdir=minimalsample
using TensorBoardFormats.Projector;

const int Side = 28;
string logDirectory = args.Length > 0 ? args[0] : "minimalsample";
bool useTensorFiles = args.Contains("--tensor-files");

// IDX: a header of four bytes and one size a dimension, then the bytes; images row by row, one behind the other.
byte[] pixels = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "mnist-1-500-images.idx"))[16..];
byte[] labels = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "mnist-1-500-labels.idx"))[8..];

// One row a digit: its 784 grey levels from 0 to 1.
float[] values = Array.ConvertAll(pixels, static p => p / 255f);
EmbeddingData digits = new("mnistembedding", labels.Length, Side * Side, values)
{
    // Two columns to choose from under "Label by" and "Color by".
    Metadata = new MetadataTable(
        MetadataColumn.Numbers("Index", Enumerable.Range(0, labels.Length)),
        MetadataColumn.Numbers("Label", labels)),
    MetadataFileName = "metadata.tsv",

    // Black on white, so that the page can tint the ground by label.
    Sprite = SpriteSheet.FromGrayLevels(Side, Side, values, invert: true),
    SpriteFileName = "mnistdigits.png",
};

EmbeddingLogResult result = EmbeddingLog.Write(logDirectory, digits, new EmbeddingLogOptions
{
    // A checkpoint is what TensorFlow writes, and what TensorBoard needs TensorFlow to read; a tensor file needs nothing.
    Form = useTensorFiles ? EmbeddingForm.TensorFile : EmbeddingForm.Checkpoint,
});

Console.WriteLine($"{logDirectory}: {string.Join(", ", result.Files)}");
Console.WriteLine($"tensorboard --logdir={logDirectory}");
