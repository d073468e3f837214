namespace TensorBoardFormats.Projector;

/// <summary>What will be written, worked out and checked before the first byte.</summary>
internal sealed class EmbeddingPlan
{
    private readonly List<(string Name, Func<byte[]> Content)> _files = [];
    private readonly Dictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);

    private EmbeddingPlan(ProjectorConfig config) => Config = config;

    /// <summary>The config as it will be.</summary>
    public ProjectorConfig Config { get; private set; }

    /// <summary>Names and contents of the files beside it.</summary>
    public IReadOnlyList<(string Name, Func<byte[]> Content)> Files => _files;

    /// <summary>Makes the plan.</summary>
    /// <exception cref="ArgumentException">Something cannot be shown, or two things would have one name.</exception>
    public static EmbeddingPlan Make(ProjectorConfig existing, IReadOnlyList<EmbeddingData> data, EmbeddingForm form)
    {
        if (data.Count == 0)
        {
            throw new ArgumentException("There is no embedding to write.", nameof(data));
        }

        EmbeddingPlan plan = new(existing);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (EmbeddingData embedding in data)
        {
            embedding.Check();
            if (!names.Add(embedding.Name))
            {
                throw new ArgumentException($"'{embedding.Name}' is given twice; the page shows only the first of a name.", nameof(data));
            }
        }

        plan.NoteOwners(existing.Embeddings.Where(e => !names.Contains(PlainName(e.TensorName))));
        foreach (EmbeddingData embedding in data)
        {
            plan.Config = ProjectorConfigWriter.WithEmbedding(plan.Config, plan.Add(embedding, form));
        }

        return plan;
    }

    private static string PlainName(string tensorName) => tensorName.EndsWith(":0", StringComparison.Ordinal) ? tensorName[..^2] : tensorName;

    // Files of embeddings that stay are theirs.
    private void NoteOwners(IEnumerable<EmbeddingInfo> staying)
    {
        foreach (EmbeddingInfo embedding in staying)
        {
            foreach (string path in new[] { embedding.MetadataPath, embedding.TensorPath, embedding.BookmarksPath, embedding.Sprite?.ImagePath ?? "" })
            {
                _owners[path] = embedding.TensorName;
            }
        }
    }

    private EmbeddingInfo Add(EmbeddingData data, EmbeddingForm form)
    {
        bool isFile = form == EmbeddingForm.TensorFile;
        EmbeddingInfo info = new() { TensorName = isFile ? data.Name : data.Name + ":0" };
        if (isFile)
        {
            byte[] bytes = TensorFileWriter.ToBytes(data.Values.Span);
            bool isBinary = TensorFileWriter.IsTakenForBinary(bytes);
            string name = Take(data, EmbeddingNames.FileName(data.Name, isBinary ? ".float32" : ".tensor.tsv"), () => isBinary ? bytes : TensorFileWriter.ToText(data.Values.Span, data.Columns));
            info = info with { TensorPath = name, TensorShape = [(uint)data.Rows, (uint)data.Columns] };
        }

        if (data.Metadata is { } metadata)
        {
            byte[] text = System.Text.Encoding.UTF8.GetBytes(MetadataWriter.ToText(metadata));
            info = info with { MetadataPath = Take(data, data.MetadataFileName ?? EmbeddingNames.FileName(data.Name, ".metadata.tsv"), () => text) };
        }

        if (!data.Bookmarks.IsEmpty)
        {
            info = info with { BookmarksPath = Take(data, EmbeddingNames.FileName(data.Name, ".bookmarks.json"), () => data.Bookmarks.ToArray()) };
        }

        return data.Sprite is not { } sprite ? info : info with
        {
            Sprite = new SpriteMetadata
            {
                ImagePath = Take(data, data.SpriteFileName ?? EmbeddingNames.FileName(data.Name, ".sprite.png"), () => sprite.ToPng()),
                SingleImageDim = [(uint)sprite.TileWidth, (uint)sprite.TileHeight],
            },
        };
    }

    private string Take(EmbeddingData data, string name, Func<byte[]> content)
    {
        EmbeddingNames.CheckedFile(name);
        if (!_owners.TryAdd(name, data.Name))
        {
            throw new ArgumentException($"The file '{name}' of '{data.Name}' belongs to '{_owners[name]}'; choose another file name.");
        }

        _files.Add((name, content));
        return name;
    }
}
