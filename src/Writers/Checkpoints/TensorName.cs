using System.Text;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Name of a tensor: text, stored as UTF-8, or any bytes. Text and spans of bytes convert to it.</summary>
public readonly ref struct TensorName
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string? _text;
    private readonly ReadOnlySpan<byte> _bytes;

    private TensorName(string? text, ReadOnlySpan<byte> bytes)
    {
        _text = text;
        _bytes = bytes;
    }

    /// <summary>A name that is text.</summary>
    public static implicit operator TensorName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TensorName(text, default);
    }

    /// <summary>A name given by its bytes, which need not be UTF-8.</summary>
    public static implicit operator TensorName(ReadOnlySpan<byte> bytes) => new(null, bytes);

    /// <summary>The name for messages; bytes that are no UTF-8 as the replacement character.</summary>
    public override string ToString() => _text ?? Encoding.UTF8.GetString(_bytes);

    /// <summary>The bytes of the name, in <paramref name="buffer"/> if they had to be made.</summary>
    /// <exception cref="ArgumentException">The name is empty, begins with a NUL (such keys are slices'), or is text with half a surrogate pair.</exception>
    internal ReadOnlySpan<byte> Encode(ref byte[] buffer)
    {
        ReadOnlySpan<byte> key = _bytes;
        if (_text is not null)
        {
            int most = Encoding.UTF8.GetMaxByteCount(_text.Length);
            if (buffer.Length < most)
            {
                buffer = new byte[most];
            }

            key = buffer.AsSpan(0, EncodeText(buffer));
        }

        if (key.IsEmpty)
        {
            throw new ArgumentException("A tensor needs a name: the empty key is the header's.");
        }

        return key[0] != 0 ? key : throw new ArgumentException("A tensor's name cannot begin with a NUL: such keys belong to slices.");
    }

    private int EncodeText(byte[] buffer)
    {
        try
        {
            return Strict.GetBytes(_text, buffer);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException($"The name '{_text}' has half of a surrogate pair, which no UTF-8 can hold.");
        }
    }
}
