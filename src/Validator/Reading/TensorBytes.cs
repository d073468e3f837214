using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Reading;

/// <summary>What the first bytes of a tensor file look like.</summary>
internal sealed class TensorBytes
{
    private const int Sample = 1 << 16;

    private readonly byte[] _head;
    private readonly long _length;

    private TensorBytes(byte[] head, long length)
    {
        _head = head;
        _length = length;
    }

    /// <summary>A file that cannot be read.</summary>
    public static TensorBytes None { get; } = new([], 0);

    /// <summary>It starts with a UTF-8 byte order mark.</summary>
    public bool HasByteOrderMark => _head.AsSpan().StartsWith("\uFEFF"u8);

    /// <summary>It is a <c>.npy</c> file.</summary>
    public bool IsNumPy => _head.AsSpan().StartsWith("\u0093NUMPY"u8) || _head is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];

    /// <summary>Taken as float32 its values are absurd, and byte-swapped they are sane.</summary>
    public bool LooksBigEndian { get; private init; }

    /// <summary>A CR stands where dropping it changes what is read: before anything but a LF, another CR or the end.</summary>
    public bool HasInnerCr { get; private init; }

    /// <summary>Reads the head of a file.</summary>
    public static TensorBytes Read(FileStore files, string path)
    {
        using ReadableFile file = files.OpenRead(path);
        byte[] head = new byte[Math.Min(file.Length, Sample)];
        int got = file.ReadFully(head, 0);
        head = got == head.Length ? head : head[..got];
        return new TensorBytes(head, file.Length) { LooksBigEndian = IsSwapped(head), HasInnerCr = InnerCr(head) };
    }

    /// <summary>The bytes are as many as the shape wants, or most of them are of no text of numbers.</summary>
    public bool LooksBinary(IReadOnlyList<uint> shape)
    {
        int control = _head.Count(static b => b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0B or 0x0C));
        bool fits = shape.Count == 2 && _length / sizeof(float) == (long)shape[0] * shape[1] && _length > 0;
        return control > 0 && (fits || control > _head.Length / 8);
    }

    private static bool InnerCr(ReadOnlySpan<byte> head)
    {
        bool dataBefore = false;
        for (int i = 0; i < head.Length; i++)
        {
            if (head[i] != '\r')
            {
                dataBefore = head[i] != '\n';
                continue;
            }

            ReadOnlySpan<byte> after = head[i..].TrimStart((byte)'\r');
            if (dataBefore && !after.IsEmpty && after[0] != '\n')
            {
                return true;
            }
        }

        // All lines end in CR alone, and there is one: its row is right, the file is not.
        return head.Contains((byte)'\r') && !head.Contains((byte)'\n') && head.IndexOf((byte)'\r') < head.TrimEnd((byte)'\r').Length;
    }

    private static bool IsSwapped(ReadOnlySpan<byte> head)
    {
        int seen = 0, sane = 0, swapped = 0;
        for (int i = 0; i + sizeof(float) <= head.Length; i += sizeof(float))
        {
            float value = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(head[i..]);
            float other = System.Buffers.Binary.BinaryPrimitives.ReadSingleBigEndian(head[i..]);
            seen += value != 0 ? 1 : 0;
            sane += IsSane(value) ? 1 : 0;
            swapped += IsSane(other) ? 1 : 0;
        }

        return seen >= 8 && swapped >= seen * 0.95 && sane <= seen * 0.5;
    }

    private static bool IsSane(float value) => Math.Abs(value) is > 1e-6f and < 1e6f;
}
