using TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Validation.Server;

/// <summary>A run's config in the plugin's memory; the evaluation changes it in place.</summary>
internal sealed class RunState(ConfigSource source, ProjectorConfig config)
{
    /// <summary>What TensorFlow appends to a name that stands for an operation's first result.</summary>
    public const string OutputSuffix = ":0";

    private readonly int _inConfig = config.Embeddings.Count;
    private Dictionary<string, EmbeddingInfo>? _byName;

    /// <summary>The run.</summary>
    public string Run => source.Run;

    /// <summary>Where the config is from.</summary>
    public ConfigSource Source => source;

    /// <summary>The config as it stands.</summary>
    public ProjectorConfig Config => config;

    /// <summary>The checkpoint as it was opened; null when none was asked for.</summary>
    public CheckpointFacts? Checkpoint { get; set; }

    /// <summary>What ended the evaluation in this run, and at which embedding; -1 for its checkpoint.</summary>
    public (int Embedding, ServerFault Fault)? Failure { get; set; }

    /// <summary>The first embedding had no name and was taken off the list.</summary>
    public bool SpecialRemoved { get; set; }

    /// <summary>A name with <c>:0</c> unless it has a colon.</summary>
    public static string CanonicalName(string name) => name.Contains(':', StringComparison.Ordinal) ? name : name + OutputSuffix;

    /// <summary>The first embedding of the same name, with or without <c>:0</c>; null for none. Only after the evaluation has come to its end.</summary>
    public EmbeddingInfo? Find(string name)
    {
        if (_byName is null)
        {
            _byName = new Dictionary<string, EmbeddingInfo>(StringComparer.Ordinal);
            foreach (EmbeddingInfo embedding in config.Embeddings)
            {
                _byName.TryAdd(CanonicalName(embedding.TensorName), embedding);
            }
        }

        return _byName.GetValueOrDefault(CanonicalName(name));
    }

    /// <summary>The run as it stands, for those who explain it.</summary>
    public RunTrace Trace()
    {
        int shift = SpecialRemoved ? 1 : 0;
        IEnumerable<EmbeddingTrace> embeddings = config.Embeddings.Select((e, i) => new EmbeddingTrace(i, e, i + shift < _inConfig ? i + shift : -1));
        return new RunTrace(Run, source, config, [.. embeddings], Checkpoint, Failure);
    }
}
