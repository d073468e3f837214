using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Fixes;

/// <summary>Repairs of the lines of a text file. Files that are too long to be rewritten in memory are left to their owner.</summary>
internal sealed class TextRepairs(FileStore files)
{
    private const int Limit = 64 << 20;

    /// <summary>CR LF and CR become LF.</summary>
    public Repair? ToLineFeeds(string path)
    {
        if (Read(path) is not byte[] bytes)
        {
            return null;
        }

        List<BytePatch> patches = [];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\r')
            {
                bool hasLineFeed = i + 1 < bytes.Length && bytes[i + 1] == '\n';
                patches.Add(new BytePatch(i, 1, hasLineFeed ? default : LineFeed));
            }
        }

        return patches.Count == 0 ? null : new Repair(path, FixSafety.Safe, "end every line with LF", patches);
    }

    /// <summary>A line feed at the end.</summary>
    public Repair? FinalLineFeed(string path) => files.Length(path) is long length
        ? new Repair(path, FixSafety.Safe, "add a line feed at the end", [new BytePatch(length, 0, LineFeed)])
        : null;

    /// <summary>The blank lines at the end go.</summary>
    public Repair? WithoutTrailingBlankLines(string path)
    {
        if (Read(path) is not byte[] bytes)
        {
            return null;
        }

        int end = bytes.AsSpan().LastIndexOfAnyExcept(" \t\r\n"u8) + 1;
        int lineEnd = end < bytes.Length && bytes.AsSpan(end).IndexOf((byte)'\n') is >= 0 and int at ? end + at + 1 : bytes.Length;
        return end == 0 || lineEnd == bytes.Length
            ? null
            : new Repair(path, FixSafety.Safe, "remove the blank lines at the"
            + " end", [new BytePatch(lineEnd, bytes.Length - lineEnd, default)]);
    }

    /// <summary>One line goes.</summary>
    public Repair? WithoutLine(string path, int line, FixSafety safety)
    {
        if (Read(path) is not byte[] bytes)
        {
            return null;
        }

        int start = 0;
        for (int i = 1; i < line; i++)
        {
            int end = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (end < 0)
            {
                return null;
            }

            start += end + 1;
        }

        int length = bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and int at ? at + 1 : bytes.Length - start;
        return new Repair(path, safety, $"delete line {line}", [new BytePatch(start, length, default)]);
    }

    /// <summary>The file without the TABs at the ends of its lines.</summary>
    public Repair? WithoutTrailingTabs(string path)
    {
        if (Read(path) is not byte[] bytes)
        {
            return null;
        }

        List<BytePatch> patches = [];
        for (int i = 0; i < bytes.Length; i++)
        {
            int next = i + 1 < bytes.Length && bytes[i + 1] == '\r' ? i + 2 : i + 1;
            if (bytes[i] == '\t' && (next >= bytes.Length || bytes[next] == '\n'))
            {
                patches.Add(new BytePatch(i, 1, default));
            }
        }

        return patches.Count == 0 ? null : new Repair(path, FixSafety.Unsafe, "remove the TABs at the ends of lines", patches);
    }

    /// <summary>A line of column names comes first.</summary>
    public static Repair WithHeader(string path, int columns)
    {
        string header = string.Join('\t', Enumerable.Range(1, columns).Select(static i => $"column{i}"));
        return new Repair(path, FixSafety.Unsafe, $"insert the header line {header.Replace("\t", "<TAB>", StringComparison.Ordinal)}",
            [new BytePatch(0, 0, System.Text.Encoding.UTF8.GetBytes(header + "\n"))]);
    }

    private static ReadOnlyMemory<byte> LineFeed { get; } = new byte[] { (byte)'\n' };

    private byte[]? Read(string path) =>
        files.Length(path) is <= Limit ? files.ReadAll(path, Limit) : null;
}
