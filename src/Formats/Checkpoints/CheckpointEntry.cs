using System.Text;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>One tensor of a checkpoint: its name, type and shape, and where its bytes stand. Immutable.</summary>
public sealed class CheckpointEntry
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal CheckpointEntry(ReadOnlyMemory<byte> name, DType dtype, TensorShape shape, IReadOnlyList<TensorSlice> slices)
    {
        NameBytes = name;
        DType = dtype;
        Shape = shape;
        Slices = slices;
    }

    /// <summary>The name as the file has it: bytes, usually UTF-8.</summary>
    public ReadOnlyMemory<byte> NameBytes { get; }

    /// <summary>The name as text; bytes that are not UTF-8 come out as U+FFFD, see <see cref="TryGetName"/>.</summary>
    public string Name => Encoding.UTF8.GetString(NameBytes.Span);

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Shape of the whole tensor.</summary>
    public TensorShape Shape { get; }

    /// <summary>The stored slices of a partitioned tensor; empty for an ordinary one.</summary>
    public IReadOnlyList<TensorSlice> Slices { get; }

    /// <summary>Number of the data file; of no meaning for a partitioned tensor.</summary>
    public int Shard { get; internal init; }

    /// <summary>First byte of the tensor in its data file; 0 for a partitioned tensor.</summary>
    public long Offset { get; internal init; }

    /// <summary>Bytes of the tensor in its data file; of a partitioned tensor those of its slices together.</summary>
    public long Length { get; internal init; }

    /// <summary>CRC-32C of those bytes as the index has it, masked; 0 for a partitioned tensor.</summary>
    public uint MaskedCrc32C { get; internal init; }

    /// <summary>What the index already shows to be wrong with this tensor, or null. Reading it throws just that.</summary>
    public MalformedFileException? Fault { get; internal set; }

    /// <summary>The name as text, if it is UTF-8.</summary>
    public bool TryGetName(out string name)
    {
        try
        {
            name = Strict.GetString(NameBytes.Span);
            return true;
        }
        catch (DecoderFallbackException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>Name, type and shape.</summary>
    public override string ToString() => $"{Name}: {DType.Name()}{Shape}";

    /// <summary>Where the entry stands in the index file.</summary>
    internal long IndexOffset { get; init; }

    /// <summary>The name for an error message: readable, and not too long.</summary>
    internal string Shown => Show(NameBytes.Span);

    /// <summary>A key for an error message: readable, and not too long.</summary>
    internal static string Show(ReadOnlySpan<byte> name)
    {
        const int Longest = 100;
        string text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, Longest)]);
        foreach (char c in text)
        {
            if (char.IsControl(c) || c == '\uFFFD')
            {
                text = Convert.ToHexStringLower(name[..Math.Min(name.Length, Longest / 2)]);
                break;
            }
        }

        return name.Length > Longest ? text + "…" : text;
    }
}
