using System.Globalization;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Projector;

/// <summary>The checkpoint that holds all embeddings of a directory: those of the one before, and the new ones.</summary>
internal sealed class EmbeddingCheckpoint
{
    private readonly IReadOnlyList<EmbeddingData> _data;
    private readonly EmbeddingLogOptions _options;
    private readonly string? _before;

    private EmbeddingCheckpoint(string path, string? before, IReadOnlyList<EmbeddingData> data, EmbeddingLogOptions options)
    {
        Path = path;
        Prefix = string.Create(CultureInfo.InvariantCulture, $"{path}-{options.Step}");
        _before = before;
        _data = data;
        _options = options;
    }

    /// <summary>Directory and name, without the step.</summary>
    public string Path { get; }

    /// <summary>The prefix that it will have.</summary>
    public string Prefix { get; }

    /// <summary>Looks at what is there.</summary>
    /// <exception cref="IOException">The directory's checkpoints are not ours to go on with.</exception>
    public static EmbeddingCheckpoint Plan(string directory, IReadOnlyList<EmbeddingData> data, EmbeddingLogOptions options)
    {
        EmbeddingNames.CheckedFile(options.CheckpointName);
        string path = System.IO.Path.Combine(directory, options.CheckpointName);
        CheckpointStateResult state = CheckpointState.Read(options.Files, directory, CheckpointFileNames.State);
        if (state.Outcome == CheckpointStateOutcome.Error)
        {
            throw new IOException($"{state.Problem}; it is not written over");
        }

        bool isOurs = state.Latest is null || state.Latest.StartsWith(path + "-", StringComparison.Ordinal);
        return isOurs
            ? new EmbeddingCheckpoint(path, state.Latest, data, options)
            : throw new IOException($"{directory}: its checkpoints are those of '{System.IO.Path.GetFileName(state.Latest)}', which another program keeps; use tensor files, or another directory");
    }

    /// <summary>Writes it and the state file that names it.</summary>
    public void Write(WrittenFiles written)
    {
        string name = System.IO.Path.GetFileName(Prefix);
        written.Note(name + ".index");
        written.Note(name + ".data-00000-of-00001");
        written.Note(CheckpointFileNames.State);
        CheckpointSaver saver = new(new CheckpointSaverOptions
        {
            SaveRelativePaths = true,
            MaxToKeep = 1,
            Writer = CheckpointWriterOptions.Default with { FlushToDisk = _options.FlushToDisk, Files = _options.Files },
        });
        saver.RecoverLastCheckpoints(_before is null ? [] : [_before]);
        saver.Save(Path, _options.Step, AddAll);
    }

    private void AddAll(CheckpointWriter writer)
    {
        HashSet<string> replaced = [.. _data.Select(static d => d.Name)];
        if (_before is not null)
        {
            using CheckpointReader reader = CheckpointReader.Open(_before, new CheckpointReaderOptions { Files = _options.Files });
            foreach (CheckpointEntry entry in reader.Entries.Where(e => !replaced.Contains(e.Name)))
            {
                Copy(reader, entry, writer);
            }
        }

        foreach (EmbeddingData data in _data)
        {
            writer.Add<float>(data.Name, [data.Rows, data.Columns], data.Values.Span);
        }
    }

    private static void Copy(CheckpointReader reader, CheckpointEntry entry, CheckpointWriter writer)
    {
        if (entry.DType is DType.String or DType.Variant)
        {
            throw new IOException($"{reader.Prefix}: '{entry.Name}' is of type {entry.DType.Name()}, so the checkpoint is another program's; use tensor files, or another directory");
        }

        using TensorSink sink = writer.Begin(entry.NameBytes.Span, entry.DType, entry.Shape);
        reader.CopyTo(entry, sink);
    }
}
