using System.Buffers.Binary;

namespace TensorBoardFormats.TbCheck.Samples;

/// <summary>Bytes with sizes, as MNIST's files hold them.</summary>
/// <remarks>IDX: two zeros, type (8: unsigned byte), number of dimensions, one u32 a dimension (most significant byte first), then the bytes.</remarks>
/// <param name="Sizes">Outermost first.</param>
/// <param name="Bytes">As many as the product of the sizes.</param>
internal sealed record IdxArray(int[] Sizes, byte[] Bytes)
{
    private const byte UnsignedByte = 8;

    /// <summary>Reads a file of this program.</summary>
    public static IdxArray FromResource(string name)
    {
        using Stream stream = typeof(IdxArray).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the program.");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return Parse(name, file);
    }

    /// <summary>Takes a file apart.</summary>
    /// <exception cref="MalformedFileException">It is no IDX file of bytes.</exception>
    public static IdxArray Parse(string path, ReadOnlySpan<byte> file)
    {
        if (file.Length < 4 || file[0] != 0 || file[1] != 0 || file[2] != UnsignedByte || file.Length < 4 + (4 * file[3]))
        {
            throw new MalformedFileException(path, 0, "an IDX file of unsigned bytes", "something else");
        }

        int[] sizes = new int[file[3]];
        long count = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(file[(4 + (4 * i))..]);
            count = Math.Min(count * Math.Max(sizes[i], 0), int.MaxValue);
        }

        byte[] bytes = file[(4 + (4 * sizes.Length))..].ToArray();
        return bytes.Length == count ? new IdxArray(sizes, bytes) : throw new MalformedFileException(path, null, $"{count} bytes", $"{bytes.Length} bytes");
    }
}
