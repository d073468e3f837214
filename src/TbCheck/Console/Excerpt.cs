using System.Globalization;
using System.Text;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>The offending line of a text with a mark under it, or three rows of hex of a binary file.</summary>
internal static class Excerpt
{
    private const int LinesRead = 1 << 20;
    private const int RowBytes = 16;

    /// <summary>The lines to show; none when there is no place or it cannot be read.</summary>
    public static IReadOnlyList<string> Of(FileStore files, ValidationReport report, Finding finding, int width)
    {
        if (finding.Path is not string path || (finding.Line is null && finding.Offset is null))
        {
            return [];
        }

        try
        {
            using ReadableFile file = files.OpenRead($"{report.Root.TrimEnd('/')}/{path}");
            return finding.Line is int line ? Text(file, line, finding.Column ?? 1, width) : Hex(file, finding.Offset!.Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IReadOnlyList<string> Text(ReadableFile file, int line, int column, int width)
    {
        byte[] bytes = new byte[Math.Min(file.Length, LinesRead)];
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, file.ReadFully(bytes, 0));
        for (int i = 1; i < line; i++)
        {
            int end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                return [];
            }

            rest = rest[(end + 1)..];
        }

        int length = rest.IndexOf((byte)'\n');
        string text = Encoding.UTF8.GetString(length < 0 ? rest : rest[..length]).TrimEnd('\r').Replace('\t', ' ');
        int start = Math.Max(0, Math.Min(column - 1, text.Length) - (width / 2));
        string shown = Paragraph.Harmless(text[start..Math.Min(text.Length, start + width)]);
        int mark = Math.Max(0, Math.Min(column - 1 - start, shown.Length));
        return shown.Trim().Length == 0 ? [] : column > 1 ? [shown, new string(' ', mark) + "^"] : [shown];
    }

    private static List<string> Hex(ReadableFile file, long offset)
    {
        List<string> rows = [];
        long start = Math.Max(0, (offset / RowBytes * RowBytes) - RowBytes);
        byte[] row = new byte[RowBytes];
        for (long at = start; at < start + (3 * RowBytes); at += RowBytes)
        {
            int got = file.ReadFully(row, at);
            if (got == 0)
            {
                break;
            }

            string hex = string.Join(' ', row.Take(got).Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
            string text = string.Concat(row.Take(got).Select(static b => b is >= 0x20 and < 0x7F ? (char)b : '.'));
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{at:x8}  {hex,-47}  {text}"));
        }

        return rows;
    }
}
