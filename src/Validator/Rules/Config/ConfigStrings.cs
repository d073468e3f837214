using System.Text;

namespace TensorBoardFormats.Validation.Rules.Config;

/// <summary>Undoes what escapes made of an unescaped Windows path.</summary>
internal static class ConfigStrings
{
    /// <summary>The path with forward slashes in the places of the backslashes that were read as escapes.</summary>
    public static string WithEscapesUndone(string damaged)
    {
        StringBuilder text = new(damaged.Length + 8);
        foreach (char c in damaged)
        {
            string piece = c switch
            {
                '\a' => "/a",
                '\b' => "/b",
                '\f' => "/f",
                '\n' => "/n",
                '\r' => "/r",
                '\t' => "/t",
                '\v' => "/v",
                '\\' => "/",
                < ' ' => "/" + Convert.ToString(c, 8),
                _ => c.ToString(),
            };
            text.Append(piece);
        }

        return text.ToString();
    }
}
