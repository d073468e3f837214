using TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Validation.Server;

/// <summary>A run's config in the plugin's memory; the evaluation changes it in place.</summary>
internal sealed class RunState(ConfigSource source, ProjectorConfig config)
{
    private readonly int _inConfig = config.Embeddings.Count;

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

    /// <summary>The run as it stands, for those who explain it.</summary>
    public RunTrace Trace()
    {
        int shift = SpecialRemoved ? 1 : 0;
        return new RunTrace(
            Run, source, config, [.. config.Embeddings.Select((e, i) => new EmbeddingTrace(i, e, i + shift < _inConfig ? i + shift : -1))], Checkpoint, Failure);
    }
}
