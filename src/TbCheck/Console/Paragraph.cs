using System.Text;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>Breaks text at blanks, so that it fits the width that people have.</summary>
internal static class Paragraph
{
    /// <summary>Lines of at most <paramref name="width"/> columns; words that are longer stay whole. All but the first are indented.</summary>
    public static IEnumerable<string> Wrap(string text, int width, string indent = "")
    {
        StringBuilder line = new();
        string start = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > start.Length && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                start = indent;
                line.Clear().Append(indent);
            }

            if (line.Length > start.Length)
            {
                line.Append(' ');
            }

            line.Append(word);
        }

        yield return line.ToString();
    }

    /// <summary>Text in which nothing can move a terminal's cursor or change its colours.</summary>
    public static string Harmless(string text)
    {
        if (!text.Any(static c => char.IsControl(c) && c != '\n'))
        {
            return text;
        }

        StringBuilder shown = new(text.Length);
        foreach (char c in text)
        {
            shown.Append(c == '\t' ? "<TAB>" : char.IsControl(c) && c != '\n' ? $"\\x{(int)c:x2}" : c.ToString());
        }

        return shown.ToString();
    }
}
