namespace TensorBoardFormats.Validation.Rules.Metadata;

/// <summary>What the page's reader meets in the bytes of a metadata file: it takes pieces of 1,000,000 bytes and wants a line feed in the last.</summary>
internal sealed class MetadataBytes
{
    private const int Piece = 1_000_000;

    private long _lastLineFeed = -1;
    private byte _lastByte;

    /// <summary>Bytes in all.</summary>
    public long Length { get; private set; }

    /// <summary>There is a line feed.</summary>
    public bool HasLineFeed => _lastLineFeed >= 0;

    /// <summary>The file starts with a UTF-8 byte order mark.</summary>
    public bool HasByteOrderMark { get; private set; }

    /// <summary>Offset of the first character that lies across two pieces; null when there is none.</summary>
    public long? SplitCharacter { get; private set; }

    /// <summary>The last piece has no line feed, though the file has.</summary>
    public bool TailIsUnterminated
    {
        get
        {
            long read = LosesLastByte ? Length - 1 : Length;
            return HasLineFeed && read > Piece && _lastLineFeed < (read - 1) / Piece * Piece;
        }
    }

    /// <summary>The last byte stands alone behind the last whole piece: the page does not read it.</summary>
    public bool LosesLastByte => Length > Piece && Length % Piece == 1 && _lastByte != '\n';

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length == 0)
        {
            HasByteOrderMark = bytes.StartsWith("\uFEFF"u8);
        }

        for (long boundary = (Length + Piece - 1) / Piece * Piece; boundary < Length + bytes.Length; boundary += Piece)
        {
            if (boundary > 0 && (bytes[(int)(boundary - Length)] & 0xC0) == 0x80)
            {
                SplitCharacter ??= boundary;
            }
        }

        int lineFeed = bytes.LastIndexOf((byte)'\n');
        _lastLineFeed = lineFeed >= 0 ? Length + lineFeed : _lastLineFeed;
        _lastByte = bytes.IsEmpty ? _lastByte : bytes[^1];
        Length += bytes.Length;
    }
}
