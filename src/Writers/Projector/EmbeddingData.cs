namespace TensorBoardFormats.Projector;

/// <summary>One embedding as it is handed over: a matrix of float32 and what belongs to its rows.</summary>
public sealed record EmbeddingData
{
    private const int MinColumns = 3;

    /// <summary>Takes a matrix.</summary>
    /// <param name="name">Name in the page's menu; unique in its directory, without <c>&amp; # + % :</c>, which the page cannot ask for.</param>
    /// <param name="rows">Points, 2 or more.</param>
    /// <param name="columns">Dimensions, 2 or more.</param>
    /// <param name="values">Rows × columns finite values, row after row. Not copied: keep them until they are written.</param>
    /// <remarks>A matrix of two columns gets a third one of zeros: the page's three axes need three, and without it draws nothing.</remarks>
    /// <exception cref="ArgumentException">A page could not show this; the message says why.</exception>
    public EmbeddingData(string name, int rows, int columns, ReadOnlyMemory<float> values)
    {
        Name = EmbeddingNames.Checked(name);
        if (rows < 2 || columns < 2)
        {
            throw new ArgumentException($"'{name}' has {rows} x {columns} values; the page lists a tensor only with two rows and two columns or more.");
        }

        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"'{name}' has {values.Length} values; {rows} x {columns} are {(long)rows * columns}.", nameof(values));
        }

        Rows = rows;
        Columns = Math.Max(columns, MinColumns);
        Values = columns < MinColumns ? WithZeros(values.Span) : values;
    }

    /// <summary>Name in the page's menu.</summary>
    public string Name { get; }

    /// <summary>Points.</summary>
    public int Rows { get; }

    /// <summary>Dimensions.</summary>
    public int Columns { get; }

    /// <summary>The matrix, row after row.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Labels of the rows; null for none.</summary>
    public MetadataTable? Metadata { get; init; }

    /// <summary>Thumbnails of the rows; null for none.</summary>
    public SpriteSheet? Sprite { get; init; }

    /// <summary>Bookmarks as the page's own JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Bookmarks { get; init; }

    /// <summary>Name of the metadata file; null makes one of <see cref="Name"/>. A bare name: it lies in the log directory, so no path can go wrong.</summary>
    public string? MetadataFileName { get; init; }

    /// <summary>Name of the sprite image; null makes one of <see cref="Name"/>.</summary>
    public string? SpriteFileName { get; init; }

    /// <summary>The values are finite and everything has a row each.</summary>
    /// <exception cref="ArgumentException">Something has not.</exception>
    internal void Check()
    {
        int bad = IndexOfNonFinite(Values.Span);
        if (bad >= 0)
        {
            throw new ArgumentException($"'{Name}' has {Values.Span[bad]} in row {bad / Columns}, column {bad % Columns}; the page shows an error instead of a tensor that is not finite.");
        }

        if (Metadata is not null && Metadata.RowCount != Rows)
        {
            throw new ArgumentException($"'{Name}' has {Rows} rows and {Metadata.RowCount} rows of metadata.");
        }

        if (Sprite is not null && Sprite.Count != Rows)
        {
            throw new ArgumentException($"'{Name}' has {Rows} rows and {Sprite.Count} thumbnails.");
        }
    }

    private static float[] WithZeros(ReadOnlySpan<float> pairs)
    {
        float[] triples = new float[pairs.Length / 2 * MinColumns];
        for (int i = 0; i < pairs.Length / 2; i++)
        {
            pairs.Slice(2 * i, 2).CopyTo(triples.AsSpan(MinColumns * i));
        }

        return triples;
    }

    private static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
