using System.Text;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// A text file as one of TensorBoard's file layers reads it line by line: its bytes after the layer's treatment of CR, still UTF-8
/// (spec/projector.md §9.1). Whether they are UTF-8 is found out at the moment at which the layer would.
/// </summary>
internal abstract class LayerText(ReadableFile file) : IDisposable
{
    /// <summary>Bytes read from the disk at a time: no more than a small file has.</summary>
    protected int BlockSize { get; } = (int)Math.Clamp(file.Length, 1, 1 << 16);

    /// <summary>True when each line is decoded when it is reached, so that its reader has to check it; false when <see cref="Read"/> raises.</summary>
    public abstract bool DecodesByLine { get; }

    /// <summary>The file.</summary>
    protected ReadableFile File { get; } = file;

    /// <summary>Length of the file in bytes.</summary>
    public long FileLength => File.Length;

    /// <summary>The next bytes of the text.</summary>
    /// <returns>Their number; 0 at its end.</returns>
    /// <exception cref="ServerFault">UnicodeDecodeError, where the layer decodes in pieces.</exception>
    public abstract int Read(Span<byte> destination);

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}

/// <summary>With TensorFlow: every CR is dropped, a line ends at LF.</summary>
internal sealed class TensorFlowText : LayerText
{
    private readonly byte[] _block;
    private long _offset;
    private int _at;
    private int _end;

    /// <summary>Reads a file from its start.</summary>
    public TensorFlowText(ReadableFile file)
        : base(file) => _block = new byte[BlockSize];

    public override bool DecodesByLine => true;

    public override int Read(Span<byte> destination)
    {
        int written = 0;
        while (written < destination.Length)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, File.Read(_block, _offset));
                _offset += _end;
                if (_end == 0)
                {
                    return written;
                }
            }

            ReadOnlySpan<byte> source = _block.AsSpan(_at, Math.Min(_end - _at, destination.Length - written));
            int plain = source.IndexOf((byte)'\r') is >= 0 and int cr ? cr : source.Length;
            source[..plain].CopyTo(destination[written..]);
            written += plain;
            _at += plain < source.Length ? plain + 1 : plain;
        }

        return written;
    }
}

/// <summary>
/// Without TensorFlow: the text is decoded in pieces of 16 Mi characters, with CRLF and CR read as LF. Before 2.1.1 the next piece
/// begins at the byte whose number is the count of characters read.
/// </summary>
internal sealed class StubText : LayerText
{
    private const int PieceSize = 16 << 20;

    private readonly bool _countsBytes;
    private readonly byte[] _block;
    private long _characters;
    private long _pieceEnd;
    private long _offset;
    private bool _afterCr;

    /// <summary>Reads a file from its start.</summary>
    /// <param name="file">The file.</param>
    /// <param name="countsBytes">Pieces follow each other, as since 2.1.1.</param>
    public StubText(ReadableFile file, bool countsBytes)
        : base(file) => (_countsBytes, _block) = (countsBytes, new byte[BlockSize]);

    public override bool DecodesByLine => false;

    public override int Read(Span<byte> destination)
    {
        int written = 0;
        while (written < destination.Length && (_offset < _pieceEnd || NextPiece()))
        {
            int wanted = (int)Math.Min(Math.Min(destination.Length - written, BlockSize), _pieceEnd - _offset);
            int got = File.Read(_block.AsSpan(0, wanted), _offset);
            if (got == 0)
            {
                break; // It shrank while it was read.
            }

            _offset += got;
            written += Translate(_block.AsSpan(0, got), destination[written..]);
        }

        return written;
    }

    private int Translate(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!_afterCr && !source.Contains((byte)'\r'))
        {
            source.CopyTo(destination);
            return source.Length;
        }

        int written = 0;
        foreach (byte b in source)
        {
            if (b != '\n' || !_afterCr)
            {
                destination[written++] = b == '\r' ? (byte)'\n' : b;
            }

            _afterCr = b == '\r';
        }

        return written;
    }

    private bool NextPiece()
    {
        long start = _countsBytes ? _pieceEnd : _characters;
        long at = start;
        long count = 0;
        bool afterCr = false;
        Utf8Check check = default;
        byte[] block = new byte[BlockSize];
        while (count < PieceSize && File.Read(block, at) is > 0 and int got)
        {
            int used = 0;
            if (count + got <= PieceSize && !afterCr && Ascii.IsValid(block.AsSpan(0, got)) && !block.AsSpan(0, got).Contains((byte)'\r'))
            {
                (used, count) = (got, count + got);
            }

            while (used < got && (count < PieceSize || IsContinuation(block[used]) || (afterCr && block[used] == '\n')))
            {
                byte b = block[used++];
                count += IsContinuation(b) || (afterCr && b == '\n') ? 0 : 1;
                afterCr = b == '\r';
            }

            at += used;
            if (!check.Feed(block.AsSpan(0, used)))
            {
                throw NotUtf8();
            }
        }

        if (!check.IsComplete)
        {
            throw NotUtf8();
        }

        _characters += count;
        (_offset, _pieceEnd, _afterCr) = (start, at, false);
        return at > start;
    }

    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;

    private static ServerFault NotUtf8() => new(FileLayer.NotUtf8, "'utf-8' codec can't decode bytes: invalid UTF-8");
}
