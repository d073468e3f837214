using System.Collections.Concurrent;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Server;
using Paths = TensorBoardFormats.Validation.Server.AssetPaths;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>What is predicted for one profile: the ground that rules stand on.</summary>
/// <param name="Context">The world.</param>
/// <param name="LogDirectory">What TensorBoard was started on.</param>
/// <param name="Profile">Which one.</param>
/// <param name="Server">The server, for its answers; its trace says why they are so.</param>
/// <param name="Page">What a person sees.</param>
/// <param name="Facts">What the server read of files.</param>
/// <param name="Reads">What the rules read beyond that; both are shared by all profiles.</param>
internal sealed record ProfileJudgement(
    RuleContext Context, LogDirectory LogDirectory, ProfileSet Profile, ProjectorServer Server, PageView Page, ServerFacts Facts, FileReads Reads)
{
    private readonly ConcurrentDictionary<string, ConfigText?> _configs = new(StringComparer.Ordinal);

    /// <summary>TensorFlow is installed.</summary>
    public bool HasTensorFlow => Server.Profile.TensorFlow;

    /// <summary>The version.</summary>
    public Version Version => Server.Profile.Version;

    /// <summary>What the version does.</summary>
    public TensorBoardBehaviour Behaviour { get; } = TensorBoardBehaviour.Of(Server.Profile.Version);

    /// <summary>Why the server answers as it does.</summary>
    public ServerTrace Trace => Server.Trace;

    private FileLayer Layer => FileLayer.Of(Facts.Host, HasTensorFlow, Behaviour);

    private TensorFlowLayer TensorFlow => (TensorFlowLayer)FileLayer.Of(Facts.Host, tensorFlow: true, Behaviour);

    /// <summary>A server that still answers: a question of the rules may end the process, too.</summary>
    public ProjectorServer Living => _living is { Ended: null } living ? living : _living = Server.Ended is null ? Server : Restarted();

    private ProjectorServer? _living;

    /// <summary>What serving a tensor raises; null when nothing does. Asked of a process of its own, since the question may end it.</summary>
    public string? TensorFault(ProjectorQuery query)
    {
        ProjectorServer server = Restarted();
        _ = server.Tensor(query);
        return server.Trace.TensorFailures is [.., var last] ? last.Fault.Message : null;
    }

    private ProjectorServer Restarted() => new(LogDirectory, Server.Profile, Facts);

    /// <summary>A finding that holds under this profile.</summary>
    public Finding Found(Rule rule, string message) => new(rule, rule.Severity, message) { Holds = Profile };

    /// <summary>Where an asset path leads; null when it is refused.</summary>
    public string? ResolveAsset(EmbeddingSubject subject, string given) => Paths.Resolve(Facts.Host, given, subject.Run.Source.ConfigPath, Behaviour);

    /// <summary>What reading a tensor file gave.</summary>
    public TensorFileFacts TensorFile(string resolved) => Facts.TensorFile(Layer, resolved);

    /// <summary>How TensorFlow looks for the checkpoint of a source, whether it is installed in this profile or not.</summary>
    public CheckpointLookup Lookup(ConfigSource source) =>
        LatestCheckpoint.Find(Facts, TensorFlow, LatestCheckpoint.StartDirectory(Facts.Host, source.Directory), Behaviour);

    /// <summary>The checkpoint that TensorFlow would find for a source without a stated path; null when there is none.</summary>
    public string? ResolvableCheckpoint(ConfigSource source)
    {
        try
        {
            return Lookup(source).Found;
        }
        catch (ServerFault)
        {
            return null;
        }
    }

    /// <summary>True when a config parses and names something to show, or TensorFlow would find a checkpoint for it.</summary>
    public bool ParsesAndHasSource(ConfigSource source)
    {
        try
        {
            return Facts.Config(Layer, source.ConfigPath, Behaviour).Message is { } config
                && (config.Embeddings.Any(static e => e.TensorPath.Length > 0) || (HasTensorFlow && (config.ModelCheckpointPath.Length > 0 || ResolvableCheckpoint(source) is not null)));
        }
        catch (ServerFault)
        {
            return false;
        }
    }

    /// <summary>True when TensorFlow's glob finds something that begins with a path.</summary>
    public bool MatchesPrefix(string path)
    {
        try
        {
            return TensorFlow.Matches(path + "*");
        }
        catch (ServerFault)
        {
            return false;
        }
    }

    /// <summary>A path as TensorFlow hands it to the disk.</summary>
    public string TensorFlowPath(string path)
    {
        try
        {
            return TensorFlow.OnDisk(path);
        }
        catch (ServerFault)
        {
            return Reads.OnDisk(path);
        }
    }

    /// <summary>The text of a source's config; null when it has none or it cannot be read.</summary>
    public ConfigText? ConfigOf(ConfigSource source, ConfigFacts? facts) => facts is null ? null : _configs.GetOrAdd(Reads.OnDisk(source.ConfigPath), path =>
    {
        byte[]? bytes = Reads.Text(path);
        return bytes is null ? null : new ConfigText(path, Context.Relative(path), bytes, facts.Locations);
    });
}
