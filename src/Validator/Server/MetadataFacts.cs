namespace TensorBoardFormats.Validation.Server;

/// <summary>What <c>/metadata</c> sends of a file: its first lines, as the file layer reads them.</summary>
/// <param name="Bytes">Length of what is sent.</param>
/// <param name="Fault">What reading raises, or null.</param>
internal sealed record MetadataFacts(long Bytes, ServerFault? Fault)
{
    /// <summary>Reads so many lines, one more when the first has a TAB; blank lines count.</summary>
    /// <param name="layer">The file layer.</param>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many; null for all.</param>
    public static MetadataFacts Look(FileLayer layer, string path, long? rows)
    {
        try
        {
            using LayerText text = layer.OpenText(path);
            return new MetadataFacts(Measure(text, rows), null);
        }
        catch (ServerFault fault)
        {
            return new MetadataFacts(0, fault);
        }
    }

    private static long Measure(LayerText text, long? rows)
    {
        byte[] block = new byte[Math.Clamp(text.FileLength, 1, 1 << 16)];
        long limit = rows ?? long.MaxValue;
        long sent = 0, lines = 0;
        Utf8Check check = default;
        while (text.Read(block) is > 0 and int got)
        {
            for (int at = 0; at < got;)
            {
                ReadOnlySpan<byte> rest = block.AsSpan(at, got - at);
                int end = rest.IndexOf((byte)'\n') is >= 0 and int feed ? feed + 1 : rest.Length;
                if (lines == 0 && limit < long.MaxValue && limit == rows && rest[..end].Contains((byte)'\t'))
                {
                    limit++; // A header beside the rows.
                }

                check.Feed(rest[..end]);
                sent += end;
                at += end;
                if (rest[end - 1] == '\n')
                {
                    Demand(check, text, lines);
                    if (++lines >= limit)
                    {
                        return sent;
                    }
                }
            }
        }

        Demand(check, text, lines);
        return sent;
    }

    private static void Demand(Utf8Check check, LayerText text, long lines)
    {
        if (text.DecodesByLine && !check.IsComplete)
        {
            throw new ServerFault(FileLayer.NotUtf8, $"line {lines + 1} is not UTF-8");
        }
    }
}
