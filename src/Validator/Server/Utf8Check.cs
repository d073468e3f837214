namespace TensorBoardFormats.Validation.Server;

/// <summary>Strict UTF-8, checked in pieces: no overlong forms, no surrogates, nothing above U+10FFFF.</summary>
internal struct Utf8Check
{
    private int _missing; // Continuation bytes that the character in progress still needs.
    private byte _low;
    private byte _high;
    private bool _failed;

    /// <summary>True as long as what was fed can be the beginning of valid text.</summary>
    public readonly bool IsValidSoFar => !_failed;

    /// <summary>True when what was fed is valid text as it stands.</summary>
    public readonly bool IsComplete => !_failed && _missing == 0;

    /// <summary>Goes on with the next bytes.</summary>
    /// <returns><see cref="IsValidSoFar"/>.</returns>
    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length && !_failed; i++)
        {
            if (_missing == 0)
            {
                int ascii = bytes[i..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
                if (ascii < 0)
                {
                    return true;
                }

                i += ascii;
                Begin(bytes[i]);
            }
            else
            {
                _failed = bytes[i] < _low || bytes[i] > _high;
                (_low, _high) = (0x80, 0xBF);
                _missing--;
            }
        }

        return !_failed;
    }

    private void Begin(byte lead)
    {
        (_missing, _low, _high) = lead switch
        {
            >= 0xC2 and <= 0xDF => (1, (byte)0x80, (byte)0xBF),
            0xE0 => (2, (byte)0xA0, (byte)0xBF),
            0xED => (2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => (2, (byte)0x80, (byte)0xBF),
            0xF0 => (3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => (3, (byte)0x80, (byte)0xBF),
            0xF4 => (3, (byte)0x80, (byte)0x8F),
            _ => (0, (byte)0, (byte)0),
        };
        _failed = _missing == 0;
    }
}
