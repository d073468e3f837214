using TensorBoardFormats.Projector;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>What the HTML report shows of one embedding, taken from the server's answers.</summary>
internal sealed class EmbeddingPicture
{
    /// <summary>The most points that are drawn.</summary>
    public const int MaxPoints = 5000;

    private const int MaxValues = 8 << 20; // Of float32 held for the picture: 32 MiB.
    private const int MaxColumns = 12;
    private const int MaxCellLength = 80;
    private const int TableRows = 10;
    private const int MaxSpriteBytes = 4 << 20;

    private readonly List<string> _columns = [];

    private EmbeddingPicture(string run, PageEmbedding embedding)
    {
        Run = run;
        Embedding = embedding;
    }

    /// <summary>The run.</summary>
    public string Run { get; }

    /// <summary>The embedding as the page got it.</summary>
    public PageEmbedding Embedding { get; }

    /// <summary>Points that the page shows.</summary>
    public int Points { get; private set; }

    /// <summary>Dimensions.</summary>
    public int Dimension { get; private set; }

    /// <summary>Rows that are drawn, evenly spread over all.</summary>
    public int[] Rows { get; private set; } = [];

    /// <summary>Their places.</summary>
    public PrincipalComponents? Components { get; private set; }

    /// <summary>Names of the metadata columns.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>Cells of the drawn rows, by column; null where there is none.</summary>
    public string?[][] Cells { get; private set; } = [];

    /// <summary>The first rows of the metadata.</summary>
    public List<string?[]> Table { get; } = [];

    /// <summary>The sprite image; empty without one, or when it is too large to be put into a page.</summary>
    public byte[] Sprite { get; private set; } = [];

    /// <summary>Content type of the sprite.</summary>
    public string SpriteType { get; private set; } = "";

    /// <summary>Gathers it; null when the tensor cannot be had after all.</summary>
    /// <param name="server">Whom the page asks.</param>
    /// <param name="run">The run.</param>
    /// <param name="embedding">The embedding.</param>
    public static EmbeddingPicture? Take(IProjectorServer server, string run, PageEmbedding embedding)
    {
        ProjectorQuery query = ProjectorQuery.FromPage(run, embedding.Name ?? "undefined", ProjectorQuery.AllThatIsShown);
        ServerAnswer tensor = server.Tensor(query);
        if (!tensor.IsOk || embedding.Shape.Count != 2 || embedding.Shape[1] is < 1 or > MaxValues)
        {
            return null;
        }

        EmbeddingPicture picture = new(run, embedding);
        picture.TakePlaces(new TensorRows(tensor.Body, embedding.Shape[1]));
        if (embedding.MetadataPath is not null && server.Metadata(query) is { IsOk: true } metadata)
        {
            picture.TakeMetadata(metadata.Body);
        }

        if (embedding.SpritePath is not null && server.Sprite(ProjectorQuery.FromPage(run, embedding.Name ?? "undefined")) is { IsOk: true } sprite && sprite.Body.Length <= MaxSpriteBytes)
        {
            picture.TakeSprite(sprite);
        }

        return picture;
    }

    private void TakePlaces(TensorRows tensor)
    {
        Points = tensor.Points;
        Dimension = (int)tensor.Columns;
        int count = Math.Min(Points, Math.Min(MaxPoints, MaxValues / Dimension));
        Rows = new int[count];
        for (int i = 0; i < count; i++)
        {
            Rows[i] = (int)((long)i * Points / count);
        }

        float[] values = new float[count * Dimension];
        int next = 0;
        tensor.ForEach(Points, (index, row) =>
        {
            if (next < Rows.Length && Rows[next] == index)
            {
                row.CopyTo(values.AsSpan(next++ * Dimension));
            }
        });
        Components = Array.TrueForAll(values, float.IsFinite) ? PrincipalComponents.Of(values, Dimension) : null;
    }

    private void TakeMetadata(AnswerBody body)
    {
        int row = 0;
        int next = 0;
        bool started = false;
        ChunkedLines.Read(body, line =>
        {
            if (JsText.IsBlank(line))
            {
                return;
            }

            bool isHeader = !started && line.Contains('\t');
            if (!started)
            {
                started = true;
                _columns.AddRange(isHeader ? Split(line, MaxColumns, isPadded: false).Select(static name => name!) : [Page.MetadataTable.OnlyColumn]);
                Cells = [.. _columns.Select(_ => new string?[Rows.Length])];
            }

            if (isHeader)
            {
                return;
            }

            bool isDrawn = next < Rows.Length && Rows[next] == row;
            if (isDrawn || row < TableRows)
            {
                Keep(Split(line, _columns.Count, isPadded: true), isDrawn ? next++ : -1, row < TableRows);
            }

            row++;
        });
    }

    private void Keep(string?[] cells, int drawn, bool inTable)
    {
        for (int c = 0; c < _columns.Count && drawn >= 0; c++)
        {
            Cells[c][drawn] = cells[c];
        }

        if (inTable)
        {
            Table.Add(cells);
        }
    }

    private static string?[] Split(ReadOnlySpan<char> line, int most, bool isPadded)
    {
        List<string?> cells = [];
        foreach (Range range in line.Split('\t'))
        {
            if (cells.Count == most)
            {
                break;
            }

            ReadOnlySpan<char> cell = line[range];
            cells.Add(cell.Length > MaxCellLength ? $"{cell[..(MaxCellLength - 1)]}…" : cell.ToString());
        }

        while (isPadded && cells.Count < most)
        {
            cells.Add(null);
        }

        return [.. cells];
    }

    private void TakeSprite(ServerAnswer sprite)
    {
        using Stream stream = sprite.Body.Open();
        byte[] bytes = new byte[sprite.Body.Length];
        Sprite = bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        SpriteType = sprite.ContentType ?? "application/octet-stream";
    }
}
