using System.Text;
using System.Text.Unicode;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Fixes;

namespace TensorBoardFormats.Validation.Reading;

/// <summary>Where a text file stops being UTF-8, and what it may be instead.</summary>
/// <param name="Line">1-based line of the first invalid byte; null when there is none in the part looked at.</param>
/// <param name="Column">1-based byte in that line.</param>
/// <param name="Guess">In words, to follow "not UTF-8"; empty when nobody can tell.</param>
internal sealed record TextEncoding(int? Line, int? Column, string Guess)
{
    private const int Limit = 64 << 20;

    private readonly byte[] _bytes = [];

    private TextEncoding(byte[] bytes, int? line, int? column, string guess)
        : this(line, column, guess) => _bytes = bytes;

    /// <summary>Looks at the first 64 MiB of a file.</summary>
    public static TextEncoding Read(FileStore files, string path)
    {
        if (files.Length(path) is not <= Limit)
        {
            return new TextEncoding(null, null, "");
        }

        byte[] bytes = files.ReadAll(path, Limit);
        int invalid = FirstInvalid(bytes);
        int lines = bytes.AsSpan(0, invalid).Count((byte)'\n');
        int column = invalid - bytes.AsSpan(0, invalid).LastIndexOf((byte)'\n');
        string guess = IsUtf16(bytes) ? " but UTF-16"
            : invalid < bytes.Length ? $" (byte 0x{bytes[invalid]:X2}, perhaps Latin-1)" : "";
        return invalid == bytes.Length ? new TextEncoding(null, null, guess) : new TextEncoding(bytes, lines + 1, column, guess);
    }

    /// <summary>Writes the file again as UTF-8, read as UTF-16 when it has that mark and as Latin-1 otherwise.</summary>
    public Repair? Repair(string path)
    {
        if (_bytes.Length == 0)
        {
            return null;
        }

        Encoding encoding = !IsUtf16(_bytes) ? Encoding.Latin1 : _bytes[0] == 0xFE ? Encoding.BigEndianUnicode : Encoding.Unicode;
        string text = encoding.GetString(_bytes).TrimStart('\uFEFF');
        return new Repair(path, FixSafety.Unsafe, $"save as UTF-8, read as {(IsUtf16(_bytes) ? "UTF-16" : "Latin-1")}",
            [new BytePatch(0, _bytes.Length, Encoding.UTF8.GetBytes(text))]);
    }

    private static bool IsUtf16(byte[] bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    private static int FirstInvalid(byte[] bytes)
    {
        Span<char> chars = new char[4096];
        int at = 0;
        while (at < bytes.Length)
        {
            var status = Utf8.ToUtf16(bytes.AsSpan(at), chars, out int read, out _, replaceInvalidSequences: false);
            at += read;
            if (status is System.Buffers.OperationStatus.InvalidData or System.Buffers.OperationStatus.NeedMoreData)
            {
                return at;
            }
        }

        return at;
    }
}
