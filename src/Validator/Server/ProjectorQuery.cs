using System.Text;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// The parameters of a question as the server reads them from the address; null = the parameter is not there. The page does not escape names in
/// addresses (spec/projector.md §10), so what arrives may differ from what was meant.
/// </summary>
internal sealed record ProjectorQuery(string? Run, string? Name, string? NumRows)
{
    /// <summary>As many rows as the page asks for.</summary>
    public const string AllThatIsShown = "100000";

    /// <summary>The question with properly escaped names.</summary>
    public static ProjectorQuery Escaped(string run, string? name = null, string? numRows = null) => new(run, name, numRows);

    /// <summary>The question as it arrives from the page: <c>run=…[&amp;name=…][&amp;num_rows=…]</c> with nothing escaped but what the browser must.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The embedding; null for questions without one.</param>
    /// <param name="numRows">The row limit; null for questions without one.</param>
    public static ProjectorQuery FromPage(string run, string? name = null, string? numRows = null)
    {
        StringBuilder address = new("run=" + run);
        if (name is not null)
        {
            address.Append("&name=").Append(name);
        }

        if (numRows is not null)
        {
            address.Append("&num_rows=").Append(numRows);
        }

        return Parse(AsBrowserReadsIt(address.ToString()));
    }

    // A browser strips blanks and control characters at the end of an address, drops TAB, LF and CR within it, and keeps what follows '#' to itself.
    private static string AsBrowserReadsIt(string address)
    {
        int end = address.Length;
        while (end > 0 && address[end - 1] <= ' ')
        {
            end--;
        }

        string query = address[..end].Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal);
        int fragment = query.IndexOf('#', StringComparison.Ordinal);
        return fragment < 0 ? query : query[..fragment];
    }

    // The first of several parameters of one name counts.
    private static ProjectorQuery Parse(string query)
    {
        string? run = null, name = null, numRows = null;
        foreach (string pair in query.Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string key = Unescape(equals < 0 ? pair : pair[..equals]);
            string value = equals < 0 ? "" : Unescape(pair[(equals + 1)..]);
            switch (key)
            {
                case "run": run ??= value; break;
                case "name": name ??= value; break;
                case "num_rows": numRows ??= value; break;
            }
        }

        return new ProjectorQuery(run, name, numRows);
    }

    /// <summary><c>+</c> is a blank, <c>%XX</c> a byte; bytes that are not UTF-8 stay as <c>%XX</c>.</summary>
    internal static string Unescape(string text)
    {
        if (!text.AsSpan().ContainsAny('+', '%'))
        {
            return text;
        }

        byte[] raw = Encoding.UTF8.GetBytes(text.Replace('+', ' '));
        StringBuilder result = new(raw.Length);
        List<byte> bytes = new(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '%' && i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) && char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                bytes.Add(Convert.ToByte(Encoding.ASCII.GetString(raw, i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add(raw[i]);
            }
        }

        ReadOnlySpan<byte> rest = bytes.ToArray();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == System.Buffers.OperationStatus.Done)
            {
                result.Append(rune.ToString());
            }
            else
            {
                foreach (byte b in rest[..length])
                {
                    result.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
                }
            }

            rest = rest[length..];
        }

        return result.ToString();
    }
}
