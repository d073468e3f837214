using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>A tensor of variants: serialized <c>VariantTensorDataProto</c> (spec/tensor-bundle.md §5.3).</summary>
/// <remarks>
/// <code>
/// element = varint64 length | message | fixed32 masked running CRC
/// </code>
/// The running CRC is over the length as eight bytes, the message and the stored checksum, of this and all elements before; its last value
/// is the entry's.
/// </remarks>
internal sealed class VariantStream(ReadableFile file, TensorPlace place, long count, bool isBigEndian)
    : StoredElementStream(file, place, count, isBigEndian)
{
    /// <inheritdoc/>
    protected override RegionReader Body { get; } = new(file, place.Offset, place.Size);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (Begun > 0)
        {
            SkipRest();
            CheckStoredCrc(Body, "a variant");
        }

        if (AllBegun)
        {
            Finish();
            return false;
        }

        long at = Body.Position;
        if (!Body.TryReadVarint(out ulong length) || length > (ulong)Body.Remaining)
        {
            throw Malformed(at, $"a length of at most {Body.Remaining} bytes",
                length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Span<byte> inMemory = stackalloc byte[sizeof(ulong)];
        WriteHost(inMemory, length);
        Crc = Crc32C.Append(Crc, inMemory);
        Begin((long)length);
        return true;
    }
}
