using System.Text;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Projector;

/// <summary>Writes <c>projector_config.pbtxt</c>, whole or not at all.</summary>
public static class ProjectorConfigWriter
{
    /// <summary>Writes a config as TensorBoard's <c>visualize_embeddings</c> does; one that is there is replaced.</summary>
    /// <param name="logDirectory">An existing directory.</param>
    /// <param name="config">What it says.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(string logDirectory, ProjectorConfig config) => Write(FileStore.Disk, logDirectory, config, flushToDisk: false);

    /// <summary>The config of a directory, or an empty one when there is none.</summary>
    /// <param name="logDirectory">The directory.</param>
    /// <exception cref="MalformedFileException">There is one, and it does not parse: nobody here writes over it.</exception>
    public static ProjectorConfig ReadExisting(string logDirectory) => ReadExisting(FileStore.Disk, logDirectory);

    /// <summary>A config with one more embedding, or with one in the place of that of the same name (<c>x</c> and <c>x:0</c> are one).</summary>
    /// <param name="config">The config before.</param>
    /// <param name="embedding">The embedding.</param>
    public static ProjectorConfig WithEmbedding(ProjectorConfig config, EmbeddingInfo embedding)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(embedding);
        List<EmbeddingInfo> embeddings = [.. config.Embeddings];
        string name = EmbeddingNames.Canonical(embedding.TensorName);
        int index = embeddings.FindIndex(e => EmbeddingNames.Canonical(e.TensorName) == name);
        if (index < 0)
        {
            embeddings.Add(embedding);
        }
        else
        {
            embeddings[index] = embedding;
        }

        return config with { Embeddings = embeddings };
    }

    internal static string Write(FileStore files, string logDirectory, ProjectorConfig config, bool flushToDisk)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDirectory);
        ArgumentNullException.ThrowIfNull(config);
        string path = Path.Combine(logDirectory, ProjectorConfigFile.FileName);
        AtomicFile.Write(files, path, Encoding.UTF8.GetBytes(config.ToText()), flushToDisk);
        return path;
    }

    internal static ProjectorConfig ReadExisting(FileStore files, string logDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDirectory);
        string path = Path.Combine(logDirectory, ProjectorConfigFile.FileName);
        return files.Probe(path) == EntryKind.Missing ? new ProjectorConfig() : ProjectorConfigFile.Parse(path, files.ReadAll(path, ProjectorConfigFile.MaxBytes)).Config;
    }
}
