using System.Globalization;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Where the bytes of an entry stand in a data file, and their checksum.</summary>
/// <param name="Key">The entry's key, for errors.</param>
/// <param name="Shard">Which data file.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Size">Number of bytes.</param>
/// <param name="MaskedCrc">Their CRC-32C, masked, as the index has it.</param>
internal sealed record TensorPlace(ReadOnlyMemory<byte> Key, int Shard, long Offset, long Size, uint MaskedCrc)
{
    /// <summary>The key, readable.</summary>
    public string Shown => CheckpointEntry.Show(Key.Span);

    /// <summary>Refuses a checksum that is not the stored one.</summary>
    public void Check(string path, uint crc)
    {
        if (MaskedCrc32C.Mask(crc) != MaskedCrc)
        {
            throw Malformed(path, 0, $"{Size} bytes with CRC-32C {Hex(MaskedCrc32C.Unmask(MaskedCrc))}", $"bytes with {Hex(crc)}");
        }
    }

    /// <summary>The error for a file that ends inside the entry.</summary>
    public MalformedFileException Shortened(string path, long got) =>
        Malformed(path, 0, $"{Size} bytes", $"{Math.Max(got, 0).ToString(CultureInfo.InvariantCulture)} before the end of the file");

    /// <summary>An error at a place in the entry.</summary>
    public MalformedFileException Malformed(string path, long position, string expected, string found) =>
        new(path, Offset + position, $"{expected} for the tensor '{Shown}'", found);

    private static string Hex(uint crc) => crc.ToString("x8", CultureInfo.InvariantCulture);
}
