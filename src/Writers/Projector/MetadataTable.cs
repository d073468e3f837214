using System.Globalization;

namespace TensorBoardFormats.Projector;

/// <summary>One column of labels: a name and a cell for each row of the tensor.</summary>
public sealed record MetadataColumn
{
    private MetadataColumn(string name, IReadOnlyList<string> cells, bool isText)
    {
        Name = name;
        Cells = cells;
        IsText = isText;
    }

    /// <summary>What the menus of the page call it.</summary>
    public string Name { get; }

    /// <summary>One cell a row.</summary>
    public IReadOnlyList<string> Cells { get; }

    /// <summary>Cells that JavaScript would take for numbers are protected, so that the page shows <c>007</c> and not <c>7</c>.</summary>
    public bool IsText { get; }

    /// <summary>A column of texts, shown as they are.</summary>
    public static MetadataColumn Texts(string name, IEnumerable<string> cells) => new(name, [.. cells], isText: true);

    /// <summary>A column of numbers, which the page can colour by a gradient; written with invariant culture.</summary>
    /// <typeparam name="T">Any number type.</typeparam>
    public static MetadataColumn Numbers<T>(string name, IEnumerable<T> values)
        where T : IFormattable => new(name, [.. values.Select(static v => v.ToString(null, CultureInfo.InvariantCulture))], isText: false);
}

/// <summary>Labels of an embedding: columns of equal length. With one column the file has no header and the page calls the column <c>label</c>.</summary>
public sealed record MetadataTable
{
    /// <summary>Takes columns.</summary>
    /// <param name="columns">At least one, all of the same length, with different names.</param>
    /// <exception cref="ArgumentException">There are none, their lengths differ, a name is empty or given twice.</exception>
    public MetadataTable(params IReadOnlyList<MetadataColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("Metadata need at least one column.", nameof(columns));
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (MetadataColumn column in columns)
        {
            if (column.Cells.Count != columns[0].Cells.Count)
            {
                throw new ArgumentException($"Column '{column.Name}' has {column.Cells.Count} cells, '{columns[0].Name}' has {columns[0].Cells.Count}.", nameof(columns));
            }

            if (columns.Count > 1 && (string.IsNullOrWhiteSpace(column.Name) || !names.Add(column.Name)))
            {
                throw new ArgumentException($"Column names are needed and must differ: '{column.Name}'.", nameof(columns));
            }
        }

        Columns = columns;
    }

    /// <summary>The columns, in the order of the menus.</summary>
    public IReadOnlyList<MetadataColumn> Columns { get; }

    /// <summary>Rows of labels.</summary>
    public int RowCount => Columns[0].Cells.Count;

    /// <summary>One column of texts.</summary>
    public static MetadataTable Labels(IEnumerable<string> labels) => new(MetadataColumn.Texts("label", labels));
}
