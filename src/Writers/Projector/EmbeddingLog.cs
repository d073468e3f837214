using TensorBoardFormats.Events;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Projector;

/// <summary>
/// Writes embeddings into a log directory so that TensorBoard's projector shows them: values, metadata, sprite, bookmarks, and the config that
/// names them, all in one directory by their bare names (spec/projector.md §11).
/// </summary>
/// <remarks>
/// An existing config is extended; an embedding of the same name is replaced; a config that does not parse is refused and stays as it is. The
/// config comes last, so that it never names a file that is not there. When writing fails, what was new is taken away again. One thread at a time
/// for one directory.
/// </remarks>
public static class EmbeddingLog
{
    /// <summary>Writes one embedding.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyList{EmbeddingData}, EmbeddingLogOptions?)"/>
    public static EmbeddingLogResult Write(string logDirectory, EmbeddingData data, EmbeddingLogOptions? options = null) => Write(logDirectory, [data], options);

    /// <summary>Writes several embeddings.</summary>
    /// <param name="logDirectory">The run's directory; made if it is missing.</param>
    /// <param name="data">The embeddings, with different names.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">The page could not show what was given; nothing is written.</exception>
    /// <exception cref="MalformedFileException">The directory has a config or a checkpoint that does not parse; nothing is written.</exception>
    /// <exception cref="IOException">It cannot be written, or the directory's checkpoints are somebody else's.</exception>
    public static EmbeddingLogResult Write(string logDirectory, IReadOnlyList<EmbeddingData> data, EmbeddingLogOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDirectory);
        ArgumentNullException.ThrowIfNull(data);
        options ??= EmbeddingLogOptions.Default;
        ProjectorConfig existing = ProjectorConfigWriter.ReadExisting(options.Files, logDirectory);
        EmbeddingPlan plan = EmbeddingPlan.Make(existing, data, options.Form);
        EmbeddingCheckpoint? checkpoint = options.Form == EmbeddingForm.Checkpoint ? EmbeddingCheckpoint.Plan(logDirectory, data, options) : null;
        options.Files.CreateDirectory(logDirectory);
        WrittenFiles written = new(options.Files, logDirectory, options.FlushToDisk);
        try
        {
            foreach ((string name, Func<byte[]> content) in plan.Files)
            {
                written.Write(name, content());
            }

            checkpoint?.Write(written);
            WriteEventFile(written, options);
            written.Write(ProjectorConfigFile.FileName, System.Text.Encoding.UTF8.GetBytes(plan.Config.ToText()));
        }
        catch
        {
            written.TakeBack();
            throw;
        }

        return new EmbeddingLogResult(Path.Combine(logDirectory, ProjectorConfigFile.FileName), checkpoint?.Prefix, written.Names);
    }

    private static void WriteEventFile(WrittenFiles written, EmbeddingLogOptions options)
    {
        bool hasOne = options.Files.List(written.Directory).Any(static e => e.Kind == EntryKind.File && EventFileName.IsEventFile(e.Name));
        if (!options.WriteEventFile || hasOne)
        {
            return;
        }

        using EventFileWriter writer = EventFileWriter.Create(written.Directory, options.EventFile with { Files = options.Files, FlushToDisk = options.FlushToDisk });
        written.Note(Path.GetFileName(writer.Path));
    }
}
