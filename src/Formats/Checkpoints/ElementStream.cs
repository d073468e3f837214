using System.Buffers.Binary;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>The elements of a tensor of strings or variants, one after the other in constant memory.</summary>
/// <remarks>The checksum over everything is looked at behind the last element: until <see cref="MoveNext"/> has answered false, nothing is
/// proven.</remarks>
internal abstract class ElementStream : IDisposable
{
    /// <summary>Bytes of the current element.</summary>
    public long Length { get; protected set; }

    /// <summary>Goes to the next element; what is left of the current one is passed over.</summary>
    /// <returns>False behind the last, when all checksums are right.</returns>
    /// <exception cref="MalformedFileException">The elements are not what the entry says.</exception>
    public abstract bool MoveNext();

    /// <summary>Gives the next bytes of the current element; 0 at its end.</summary>
    public abstract int Read(Span<byte> destination);

    /// <summary>The whole current element.</summary>
    public byte[] ReadElement()
    {
        byte[] bytes = Length == 0 ? [] : new byte[Length];
        for (int at = 0; at < bytes.Length;)
        {
            at += Read(bytes.AsSpan(at));
        }

        return bytes;
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>Shared by strings and variants: the part of the file, the element that is being read, the CRC over all.</summary>
internal abstract class StoredElementStream(ReadableFile file, TensorPlace place, long count, bool isBigEndian) : ElementStream
{
    private long _left;

    /// <summary>The CRC over what was read so far, as the format defines it.</summary>
    protected uint Crc { get; set; }

    /// <summary>Elements begun so far.</summary>
    protected long Begun { get; private set; }

    /// <summary>Where the bytes of elements come from.</summary>
    protected abstract RegionReader Body { get; }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        int wanted = (int)Math.Min(destination.Length, _left);
        if (wanted == 0)
        {
            return 0;
        }

        int got = Body.Read(destination[..wanted]);
        if (got == 0)
        {
            throw place.Shortened(file.Path, Body.Position);
        }

        Crc = Crc32C.Append(Crc, destination[..got]);
        _left -= got;
        return got;
    }

    /// <summary>Passes over what is left of the current element.</summary>
    protected void SkipRest()
    {
        Span<byte> piece = stackalloc byte[4096];
        while (_left > 0)
        {
            Read(piece);
        }
    }

    /// <summary>Begins the next element.</summary>
    protected void Begin(long length)
    {
        Length = _left = length;
        Begun++;
    }

    /// <summary>All elements are begun.</summary>
    protected bool AllBegun => Begun == count;

    /// <summary>Writes a number as the host of the bundle has it in memory.</summary>
    protected void WriteHost(Span<byte> destination, ulong value)
    {
        if (destination.Length == sizeof(uint))
        {
            if (isBigEndian)
            {
                BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)value);
            }
        }
        else if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(destination, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, value);
        }
    }

    /// <summary>Reads a stored checksum, compares it with the CRC so far, and takes its bytes into it.</summary>
    protected void CheckStoredCrc(RegionReader source, string what)
    {
        Span<byte> stored = stackalloc byte[sizeof(uint)];
        long at = source.Position;
        if (!source.TryReadFully(stored))
        {
            throw place.Malformed(file.Path, at, $"a checksum of {what}", "the end of the entry");
        }

        uint masked = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(stored) : BinaryPrimitives.ReadUInt32LittleEndian(stored);
        if (masked != MaskedCrc32C.Mask(Crc))
        {
            throw place.Malformed(file.Path, at, $"the checksum {MaskedCrc32C.Mask(Crc):x8} of {what}", $"{masked:x8}");
        }

        Crc = Crc32C.Append(Crc, stored);
    }

    /// <summary>An error at a place in the entry.</summary>
    protected MalformedFileException Malformed(long position, string expected, string found) =>
        place.Malformed(file.Path, position, expected, found);

    /// <summary>Behind the last element: nothing may be left, and the CRC is the entry's.</summary>
    protected void Finish()
    {
        if (Body.Remaining > 0)
        {
            throw Malformed(Body.Position, $"{count} elements to fill the {place.Size} bytes", $"{Body.Remaining} bytes left over");
        }

        place.Check(file.Path, Crc);
    }
}
