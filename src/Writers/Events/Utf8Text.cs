using System.Text;

namespace TensorBoardFormats.Events;

/// <summary>Text for the string fields of messages: half a surrogate pair would make the whole event unreadable (spec/tfevents.md §3).</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 bytes of a text.</summary>
    /// <exception cref="ArgumentException">It holds half a surrogate pair.</exception>
    public static byte[] Encode(string text, string parameter)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"Half a surrogate pair at {e.Index}: the text has no UTF-8 form.", parameter, e);
        }
    }

    /// <summary>Refuses a text without UTF-8 form.</summary>
    public static void Require(string text, string parameter)
    {
        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"Half a surrogate pair at {e.Index}: the text has no UTF-8 form.", parameter, e);
        }
    }
}
