namespace TensorBoardFormats.Testing;

/// <summary>Handwritten digits of MNIST, 28 x 28 grey levels each.</summary>
/// <param name="Pixels">Image after image.</param>
/// <param name="Labels">0 to 9.</param>
public sealed record Digits(byte[] Pixels, byte[] Labels)
{
    /// <summary>Side of an image in pixels.</summary>
    public const int Side = 28;

    /// <summary>Digits 1 to 500, from which the golden directory was made.</summary>
    public static Digits First { get; } = Read(Path.Combine(Repository.Root, "samples", "MnistEmbedding", "mnist-1-500"));

    /// <summary>Digits 501 to 1,000.</summary>
    public static Digits Second { get; } = Read(Repository.Golden("mnist", "mnist-501-1000"));

    /// <summary>The pixels as numbers from 0 to 1.</summary>
    public float[] Values => Array.ConvertAll(Pixels, static p => p / 255f);

    // IDX: four bytes and one size a dimension before the data.
    private static Digits Read(string stem) => new(File.ReadAllBytes(stem + "-images.idx")[16..], File.ReadAllBytes(stem + "-labels.idx")[8..]);
}
