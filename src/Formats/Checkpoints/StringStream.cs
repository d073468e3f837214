using System.Globalization;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>A tensor of strings (spec/tensor-bundle.md §5.2).</summary>
/// <remarks>
/// <code>
/// varint64 length ... | fixed32 masked CRC of the lengths | bytes ...
/// </code>
/// The lengths' CRC is over their values, four bytes each, eight from 2^32 on. The entry's CRC goes on with the stored checksum and the
/// bytes. The lengths are walked through twice, so that a million strings need no more memory than one.
/// </remarks>
internal sealed class StringStream : StoredElementStream
{
    private readonly RegionReader _lengths;

    /// <summary>Reads the lengths, their checksum and whether they fill the entry.</summary>
    public StringStream(ReadableFile file, TensorPlace place, long count, bool isBigEndian)
        : base(file, place, count, isBigEndian)
    {
        RegionReader header = new(file, place.Offset, place.Size);
        ulong total = CheckLengths(header, count);
        CheckStoredCrc(header, "the lengths");
        if (total != (ulong)header.Remaining)
        {
            throw Malformed(header.Position, $"{total.ToString(CultureInfo.InvariantCulture)} bytes of strings", $"{header.Remaining}");
        }

        _lengths = new RegionReader(file, place.Offset, header.Position - sizeof(uint));
        Body = new RegionReader(file, place.Offset + header.Position, header.Remaining);
    }

    /// <inheritdoc/>
    protected override RegionReader Body { get; }

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        SkipRest();
        if (AllBegun)
        {
            Finish();
            return false;
        }

        if (!_lengths.TryReadVarint(out ulong length) || length > (ulong)Body.Remaining)
        {
            throw Malformed(_lengths.Position, "lengths that stay as they were", "others, the file has changed");
        }

        Begin((long)length);
        return true;
    }

    private ulong CheckLengths(RegionReader header, long count)
    {
        Span<byte> inMemory = stackalloc byte[sizeof(ulong)];
        ulong total = 0;
        uint crc = 0;
        for (long i = 0; i < count; i++)
        {
            long at = header.Position;
            if (!header.TryReadVarint(out ulong length))
            {
                throw Malformed(at, $"a length for each of {count} strings", $"none for number {i}");
            }

            Span<byte> counted = inMemory[..(length <= uint.MaxValue ? sizeof(uint) : sizeof(ulong))];
            WriteHost(counted, length);
            crc = Crc32C.Append(crc, counted);
            total += length;
            if (length > (ulong)header.Remaining || total > (ulong)header.Remaining)
            {
                throw Malformed(at, $"lengths of at most {header.Remaining} bytes together", $"{length} for number {i}");
            }
        }

        Crc = crc;
        return total;
    }
}
