using TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// The plugin's state and its update, step by step as TensorBoard makes it, so that what an exception leaves half done is left half
/// done here (spec/projector.md §3, §5, §7). Not for several threads.
/// </summary>
internal sealed partial class ProjectorPlugin
{
    private readonly ServerFacts _facts;
    private readonly FileLayer _layer;
    private readonly TensorBoardBehaviour _behaviour;
    private readonly RunProvider _provider;
    private readonly string _logdir;
    private readonly ServerTrace _trace;
    private readonly Dictionary<string, CheckpointSession?> _readers = [];
    private List<(string Name, string Path)>? _runPaths;
    private List<RunState> _configs = [];
    private Dictionary<string, RunState> _byRun = [];
    private bool _tracing = true;

    // Once an update found nothing to do every later one will find the same: nothing on the disk changes.
    private bool _settled;
    private ServerFault? _standingFault;

    /// <summary>A plugin that was not asked anything yet.</summary>
    /// <param name="facts">What the files say.</param>
    /// <param name="layer">How they are reached.</param>
    /// <param name="behaviour">The version's.</param>
    /// <param name="provider">The loader.</param>
    /// <param name="logdir"><c>--logdir</c> as given; empty for <c>--logdir_spec</c>.</param>
    /// <param name="trace">Where it writes down what it did.</param>
    public ProjectorPlugin(
        ServerFacts facts, FileLayer layer, TensorBoardBehaviour behaviour, RunProvider provider, string logdir, ServerTrace trace)
    {
        (_facts, _layer, _behaviour, _provider, _logdir, _trace) = (facts, layer, behaviour, provider, logdir, trace);
    }

    /// <summary>The runs that have a config, in the order of <c>/runs</c>.</summary>
    public IReadOnlyList<RunState> Configs => _configs;

    /// <summary>The tensor that was read last and its key: all that the plugin remembers of values.</summary>
    public ((string Run, string Name) Key, ServedTensor Tensor)? Cached { get; set; }

    /// <summary>Brings the configs up to date; every question begins with this.</summary>
    /// <returns>True when they were read and evaluated anew; false when nothing had changed.</returns>
    /// <exception cref="ServerFault">Whatever the files lead to; the state is then as far as it got.</exception>
    /// <exception cref="ProcessKilled">A checkpoint ends the process.</exception>
    public bool Update()
    {
        if (_settled)
        {
            return _standingFault is null ? false : throw _standingFault;
        }

        List<(string Name, string Path)> runs = RunPaths();
        bool changed = _runPaths is null || !_runPaths.SequenceEqual(runs);
        _runPaths = runs;
        List<ConfigSource> sources = Sources(runs);
        if (!changed && HasSettled(sources))
        {
            return false;
        }

        _readers.Clear();
        _configs = ReadConfigs(sources);
        _byRun = _configs.ToDictionary(static c => c.Run, StringComparer.Ordinal);
        Augment();
        return true;
    }

    /// <summary>The config of a run, or null.</summary>
    public RunState? Find(string run) => _byRun.GetValueOrDefault(run);

    /// <summary>The checkpoint reader of a run; null when there is none or it could not be opened.</summary>
    public CheckpointSession? Reader(RunState state)
    {
        if (!_readers.TryGetValue(state.Run, out CheckpointSession? session))
        {
            session = _layer is TensorFlowLayer layer && state.Config.ModelCheckpointPath.Length > 0 ? OpenCheckpoint(layer, state) : null;
            _readers.Add(state.Run, session);
        }

        return session;
    }

    /// <summary>Reads a tensor file for an embedding.</summary>
    public ServedTensor ReadTensorFile(string path, EmbeddingInfo embedding) =>
        TensorFile.Load(_layer, path, _facts.TensorFile(_layer, path), embedding.TensorShape, _behaviour.BinaryTensorFiles);

    private bool HasSettled(List<ConfigSource> sources)
    {
        try
        {
            _settled = !LatestCheckpointsChanged(sources);
        }
        catch (ServerFault fault)
        {
            (_settled, _standingFault) = (true, fault);
            throw;
        }

        return _settled;
    }
}
