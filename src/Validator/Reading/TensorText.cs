using System.Text;
using TensorBoardFormats.Files;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Validation.Reading;

/// <summary>A tensor file as lines of cells, to tell one kind of bad cell from another. Files that are too long are judged by their first part.</summary>
internal sealed class TensorText
{
    private const int Limit = 16 << 20;

    private bool _firstHasNumber;

    private TensorText()
    {
    }

    /// <summary>A file that cannot be read.</summary>
    public static TensorText None { get; } = new();

    /// <summary>1-based number of the first line that is not empty.</summary>
    public int FirstLine { get; private set; }

    /// <summary>The first line has a cell that is no number, and no later line has.</summary>
    public bool OnlyFirstLineIsBad { get; private set; }

    /// <summary>Cells are empty only because lines end in a TAB.</summary>
    public bool OnlyTrailingTabs { get; private set; } = true;

    /// <summary>The first number written with underscores or digits of other scripts.</summary>
    public (int Line, string Text)? LocaleCell { get; private set; }

    /// <summary>Reads the first 16 MiB of a file.</summary>
    public static TensorText Read(FileStore files, string path)
    {
        TensorText text = new();
        using ReadableFile file = files.OpenRead(path);
        byte[] bytes = new byte[Math.Min(file.Length, Limit)];
        int got = file.ReadFully(bytes, 0);
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, got);
        int line = 0;
        bool firstIsBad = false, laterIsBad = false;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> row = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? [] : rest[(end + 1)..];
            line++;
            if (row.IsEmpty)
            {
                continue;
            }

            bool isFirst = text.FirstLine == 0;
            text._firstHasNumber |= isFirst && HasNumberLike(row);
            bool isBad = text.AddRow(row, line);
            text.FirstLine = isFirst ? line : text.FirstLine;
            firstIsBad |= isFirst && isBad;
            laterIsBad |= !isFirst && isBad;
        }

        text.OnlyFirstLineIsBad = firstIsBad && !laterIsBad && !text._firstHasNumber && line > text.FirstLine;
        return text;
    }

    private bool AddRow(ReadOnlySpan<byte> row, int line)
    {
        bool isBad = false;
        int cells = row.Count((byte)'\t') + 1;
        for (int cell = 1; cell <= cells; cell++)
        {
            int end = row.IndexOf((byte)'\t');
            ReadOnlySpan<byte> text = end < 0 ? row : row[..end];
            row = end < 0 ? [] : row[(end + 1)..];
            OnlyTrailingTabs &= !text.IsEmpty || cell == cells;
            bool isNumber = PythonNumber.TryParseFloat(text, out _);
            isBad |= !isNumber;
            if (isNumber && LocaleCell is null && (text.Contains((byte)'_') || HasForeignDigit(text)))
            {
                LocaleCell = (line, Encoding.UTF8.GetString(text));
            }
        }

        return isBad;
    }

    // A header names columns; a cell that begins like a number is a number gone wrong.
    private static bool HasNumberLike(ReadOnlySpan<byte> row)
    {
        foreach (string cell in Encoding.UTF8.GetString(row[..Math.Min(row.Length, 4096)]).Split('\t'))
        {
            if (cell.Length > 0 && !char.IsLetter(cell[0]) && cell[0] is not ('"' or '_' or '#'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasForeignDigit(ReadOnlySpan<byte> text) =>
        text.ContainsAnyInRange((byte)0x80, (byte)0xFF) && Encoding.UTF8.GetString(text).Any(static c => c >= 0x80 && char.IsDigit(c));
}
