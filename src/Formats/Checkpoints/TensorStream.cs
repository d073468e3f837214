using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>The bytes of a tensor of fixed-size elements, row-major and little-endian, one piece after the other in constant
/// memory.</summary>
/// <remarks>The checksum is over all bytes, so a wrong one shows in the last <see cref="Read"/>, which throws instead of answering: what
/// came before is then not to be used. Pieces are multiples of 16 bytes, except the last.</remarks>
internal abstract class TensorStream : IDisposable
{
    /// <summary>Pieces of this size go through a file fastest.</summary>
    public const int PieceSize = 1 << 20;

    /// <summary>Gives the next bytes.</summary>
    /// <param name="destination">A multiple of 16 bytes, or room for all that is left.</param>
    /// <returns>Bytes given; 0 at the end.</returns>
    /// <exception cref="MalformedFileException">The file ends before, or a checksum is wrong.</exception>
    public abstract int Read(Span<byte> destination);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Fills the destination as far as there is something left.</summary>
    public int ReadFully(Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int got = Read(destination.Slice(total, Math.Min(PieceSize, destination.Length - total)));
            if (got == 0)
            {
                break;
            }

            total += got;
        }

        return total;
    }
}

/// <summary>The bytes of one entry of a data file, checked against its checksum when the last of them is read.</summary>
/// <param name="file">The data file.</param>
/// <param name="place">Which part of it.</param>
/// <param name="swapSize">Bytes of a number whose order is turned round; 1 for none.</param>
internal sealed class StoredTensorStream(ReadableFile file, TensorPlace place, int swapSize) : TensorStream
{
    private long _position;
    private uint _crc;
    private bool _isDone;

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        if (_isDone)
        {
            return 0;
        }

        int wanted = (int)Math.Min(destination.Length, place.Size - _position);
        Span<byte> piece = destination[..wanted];
        int got = file.ReadFully(piece, place.Offset + _position);
        if (got < wanted)
        {
            throw place.Shortened(file.Path, _position + got);
        }

        _crc = Crc32C.Append(_crc, piece);
        _position += got;
        if (_position == place.Size)
        {
            place.Check(file.Path, _crc);
            _isDone = true;
        }

        ByteOrder.Reverse(piece, swapSize);
        return got;
    }
}
