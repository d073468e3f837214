using System.Buffers;
using System.Buffers.Binary;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Records;

/// <summary>Reads a TFRecord stream record by record (layout at <see cref="RecordFraming"/>), from the start or as a file grows.</summary>
/// <remarks>
/// A length is believed only when its checksum is right, and room for a payload is made only as far as the file has the bytes, so a
/// length that lies costs nothing. Memory is one buffer: 256 KiB, or the longest record. Not safe for use from several threads.
/// </remarks>
internal sealed class RecordReader : IDisposable
{
    private const int ChunkSize = 256 << 10;
    private const int SmallestBuffer = 4 << 10;

    private readonly ReadableFile? _file;
    private readonly Stream? _stream;
    private byte[] _buffer;
    private long _bufferOffset; // of _buffer[0] in the file
    private int _start;
    private int _end;
    private int _payloadStart;
    private int _payloadLength;

    /// <summary>Reads <paramref name="file"/> from its start; it is closed with this reader.</summary>
    public RecordReader(ReadableFile file)
    {
        _file = file;
        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(file.Length, SmallestBuffer, ChunkSize));
    }

    /// <summary>Reads <paramref name="stream"/> from where it stands; it stays the caller's.</summary>
    public RecordReader(Stream stream)
    {
        _stream = stream;
        _buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
    }

    /// <summary>Where the record begins that was read last, or the fault that was met last.</summary>
    public long Offset { get; private set; }

    /// <summary>Length of the payload as stored; believable unless the status is <see cref="ReadStatus.BadLengthChecksum"/>.</summary>
    public ulong Length { get; private set; }

    /// <summary>Masked checksum of the length as stored.</summary>
    public uint LengthChecksum { get; private set; }

    /// <summary>Masked checksum of the payload as stored.</summary>
    public uint PayloadChecksum { get; private set; }

    /// <summary>The payload; a view of the reader's buffer that the next call of <see cref="Read"/> overwrites.</summary>
    public ReadOnlyMemory<byte> Payload => _buffer.AsMemory(_payloadStart, _payloadLength);

    /// <summary>The same as a span.</summary>
    public ReadOnlySpan<byte> PayloadSpan => _buffer.AsSpan(_payloadStart, _payloadLength);

    /// <summary>The bytes at <see cref="Offset"/> that are in memory: what a message about a fault can show.</summary>
    public ReadOnlySpan<byte> Peek => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads the next record.</summary>
    /// <returns>Any status but <see cref="ReadStatus.NotAnEvent"/>.</returns>
    public ReadStatus Read()
    {
        Offset = _bufferOffset + _start;
        _payloadLength = 0;
        if (_end - _start < RecordFraming.HeaderSize && !Fill(RecordFraming.HeaderSize))
        {
            Length = 0;
            return _start == _end ? ReadStatus.End : ReadStatus.Truncated;
        }

        ReadOnlySpan<byte> header = _buffer.AsSpan(_start, RecordFraming.HeaderSize);
        Length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        LengthChecksum = BinaryPrimitives.ReadUInt32LittleEndian(header[RecordFraming.LengthSize..]);
        if (MaskedCrc32C.Compute(header[..RecordFraming.LengthSize]) != LengthChecksum)
        {
            return ReadStatus.BadLengthChecksum;
        }

        if (Length > (ulong)(Array.MaxLength - RecordFraming.Overhead))
        {
            return SkipTooLong();
        }

        int whole = (int)Length + RecordFraming.Overhead;
        if (_end - _start < whole && !Fill(whole))
        {
            return ReadStatus.Truncated;
        }

        _payloadStart = _start + RecordFraming.HeaderSize;
        _payloadLength = (int)Length;
        PayloadChecksum = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_payloadStart + _payloadLength));
        _start += whole;
        return MaskedCrc32C.Compute(PayloadSpan) == PayloadChecksum ? ReadStatus.Record : ReadStatus.BadPayloadChecksum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _start = _end = 0;
        }
    }

    // No array holds such a payload, but the next record can be reached where the file really has one.
    private ReadStatus SkipTooLong()
    {
        if (_file is null || Length > (ulong)long.MaxValue - (ulong)RecordFraming.Overhead
            || Offset > _file.Length - (long)Length - RecordFraming.Overhead)
        {
            return ReadStatus.Truncated;
        }

        _bufferOffset = Offset + (long)Length + RecordFraming.Overhead;
        _start = _end = 0;
        return ReadStatus.TooLong;
    }

    /// <summary>Brings <paramref name="needed"/> bytes from <see cref="_start"/> on into the buffer.</summary>
    /// <returns>False when the file has fewer; what it has is kept, and the buffer has not grown beyond that.</returns>
    private bool Fill(int needed)
    {
        MoveToFront();
        while (_end < needed)
        {
            if (_end == _buffer.Length && !TryGrow(needed))
            {
                return false;
            }

            int got = _file is not null
                ? _file.Read(_buffer.AsSpan(_end), _bufferOffset + _end)
                : _stream!.Read(_buffer, _end, _buffer.Length - _end);
            if (got == 0)
            {
                return false;
            }

            _end += got;
        }

        return true;
    }

    // A file tells whether it has the bytes; a stream does not, so its room doubles as they really come.
    private bool TryGrow(int needed)
    {
        if (_file is not null && _bufferOffset > _file.Length - needed)
        {
            return false;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(_file is not null ? needed : (int)Math.Min(needed, 2L * _buffer.Length));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        return true;
    }

    private void MoveToFront()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferOffset += _start;
            _end -= _start;
            _start = 0;
        }
    }
}
