using System.Buffers;
using System.Text;

namespace TensorBoardFormats.Projector;

/// <summary>Names of embeddings and of the files that are made for them.</summary>
internal static class EmbeddingNames
{
    // The page puts names into addresses as they are: these end or change what the server hears.
    private const string Forbidden = "&#+%:";

    private static readonly SearchValues<char> NoFileName = SearchValues.Create("/\\:*?\"<>|");

    /// <summary>The name itself, if the page can ask for it.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        foreach (char c in name)
        {
            if (char.IsControl(c) || Forbidden.Contains(c, StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{name}' has the character U+{(int)c:X4}; the page cannot ask the server for such a name.", nameof(name));
            }
        }

        return name;
    }

    /// <summary>A file name made of an embedding's name.</summary>
    public static string FileName(string embedding, string ending)
    {
        StringBuilder text = new(embedding.Length + ending.Length);
        foreach (char c in embedding)
        {
            text.Append(char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        }

        return text[0] is '.' or '~' ? "_" + text + ending : text + ending;
    }

    /// <summary>A bare file name, if it is one on every system.</summary>
    /// <exception cref="ArgumentException">It is a path, or a name that TensorBoard takes for something else.</exception>
    public static string CheckedFile(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name is "." or ".." || name[0] == '~' || name.AsSpan().ContainsAny(NoFileName) || name.Any(char.IsControl))
        {
            throw new ArgumentException($"'{name}' is no bare file name; files lie in the log directory itself, beside the config that names them.", nameof(name));
        }

        if (name is ProjectorConfigFile.FileName or Checkpoints.CheckpointFileNames.State || Events.EventFileName.IsEventFile(name))
        {
            throw new ArgumentException($"'{name}' means something else to TensorBoard; choose another file name.", nameof(name));
        }

        return name;
    }

    /// <summary>The name under which TensorBoard compares embeddings: <c>x</c> and <c>x:0</c> are one.</summary>
    public static string Canonical(string tensorName) => tensorName.Contains(':', StringComparison.Ordinal) ? tensorName : tensorName + ":0";
}
