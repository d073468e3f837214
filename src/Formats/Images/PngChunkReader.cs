using System.Buffers.Binary;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Images;

/// <summary>How a chunk ended.</summary>
internal enum PngChunkEnd
{
    /// <summary>All there, checksum right.</summary>
    Sound,

    /// <summary>All there, checksum wrong.</summary>
    BadChecksum,

    /// <summary>The file ends within.</summary>
    Cut,
}

/// <summary>Walks the chunks of a PNG behind its signature.</summary>
internal sealed class PngChunkReader(ByteSource source)
{
    private uint _crc;

    /// <summary>Type of the current chunk.</summary>
    public uint Type { get; private set; }

    /// <summary>Bytes of data in the current chunk.</summary>
    public uint Length { get; private set; }

    /// <summary>Bytes of its data not yet taken.</summary>
    public uint Remaining { get; private set; }

    /// <summary>Offset of its length field.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads the length and type of the next chunk.</summary>
    /// <returns>False when the file ends before.</returns>
    public bool TryBegin()
    {
        Offset = source.Position;
        Span<byte> head = stackalloc byte[8];
        if (!source.TryRead(head))
        {
            return false;
        }

        Length = Remaining = BinaryPrimitives.ReadUInt32BigEndian(head);
        Type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        _crc = Crc32.Compute(head[4..]);
        return true;
    }

    /// <summary>Takes data of the current chunk.</summary>
    /// <returns>Bytes taken; 0 when there are no more, in the chunk or in the file.</returns>
    public int ReadData(Span<byte> destination)
    {
        int count = source.Read(destination[..(int)Math.Min((uint)destination.Length, Remaining)]);
        _crc = Crc32.Append(_crc, destination[..count]);
        Remaining -= (uint)count;
        return count;
    }

    /// <summary>Passes over what is left of the data and checks the checksum.</summary>
    public PngChunkEnd Finish()
    {
        while (Remaining > 0)
        {
            ReadOnlySpan<byte> next = source.Peek((int)Math.Min(Remaining, 8192));
            if (next.IsEmpty)
            {
                return PngChunkEnd.Cut;
            }

            _crc = Crc32.Append(_crc, next);
            Remaining -= (uint)next.Length;
            source.TrySkip(next.Length);
        }

        Span<byte> stored = stackalloc byte[4];
        return !source.TryRead(stored) ? PngChunkEnd.Cut
            : BinaryPrimitives.ReadUInt32BigEndian(stored) == _crc ? PngChunkEnd.Sound : PngChunkEnd.BadChecksum;
    }
}
