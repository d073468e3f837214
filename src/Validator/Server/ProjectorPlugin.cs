using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// The plugin's state and its update, step by step as TensorBoard makes it, so that what an exception leaves half done is left half
/// done here (spec/projector.md §3, §5, §7). Not for several threads.
/// </summary>
internal sealed class ProjectorPlugin
{
    private const string PluginsFolder = "plugins";
    private const string AssetFolder = "org_tensorflow_tensorboard_projector";

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

    private List<(string Name, string Path)> RunPaths()
    {
        if (_logdir.Length == 0 && _behaviour.RunPathsFromNames)
        {
            return [];
        }

        return [.. _provider.Ask().Select(r => (r.Name, _behaviour.RunPathsFromNames ? PosixPath.Join(_logdir, r.Name) : r.Directory))];
    }

    private List<ConfigSource> Sources(List<(string Name, string Path)> runs)
    {
        List<ConfigSource> sources = [.. runs.Select(static r => new ConfigSource(r.Name, r.Path, IsAssetFolder: false))];
        foreach ((string name, string path) in runs)
        {
            string folder = PosixPath.Join(path, PluginsFolder + "/" + AssetFolder);
            if (ListsConfig(folder))
            {
                sources.Add(new ConfigSource(name, _facts.Host.Absolute(folder), IsAssetFolder: true));
            }
        }

        bool addRoot = _behaviour.RootAlwaysLookedAt ? runs.TrueForAll(static r => r.Name != ".") : runs.Count == 0;
        if (addRoot)
        {
            sources.Add(new ConfigSource(".", _logdir, IsAssetFolder: false));
        }

        return sources;
    }

    private bool ListsConfig(string folder)
    {
        if (!_layer.IsDirectory(folder))
        {
            return false;
        }

        try
        {
            return _facts.Host.Files.List(_layer.OnDisk(folder)).Any(static e => e.Name == ConfigSource.ConfigFileName);
        }
        catch (UnauthorizedAccessException)
        {
            throw new ServerFault("PermissionDeniedError", $"{folder}; Permission denied");
        }
        catch (IOException e)
        {
            throw new ServerFault("OSError", $"{folder}: {e.Message}");
        }
    }

    private bool LatestCheckpointsChanged(List<ConfigSource> sources)
    {
        foreach (ConfigSource source in sources)
        {
            string stated = Find(source.Run)?.Config.ModelCheckpointPath ?? ParseConfig(source)?.Message?.ModelCheckpointPath ?? "";
            CheckpointLookup? lookup = LookUp(source);
            if (lookup?.Fault is ServerFault fault)
            {
                throw fault;
            }

            if (lookup?.Found is string found && found != stated)
            {
                return true;
            }
        }

        return false;
    }

    // Null when there is no file; raises when there is a bad one.
    private ConfigFacts? ParseConfig(ConfigSource source)
    {
        ConfigFacts? config = _layer.Exists(source.ConfigPath) ? _facts.Config(_layer, source.ConfigPath, _behaviour) : null;
        return config?.Fault is ServerFault fault ? throw fault : config;
    }

    private CheckpointLookup? LookUp(ConfigSource source) => _layer is TensorFlowLayer layer
        ? LatestCheckpoint.Find(_facts, layer, LatestCheckpoint.StartDirectory(_facts.Host, source.Directory), _behaviour)
        : null;

    private List<RunState> ReadConfigs(List<ConfigSource> sources)
    {
        if (_tracing)
        {
            _trace.Sources.Clear(); // An evaluation that raised before it got to the tensors is made again.
        }

        List<RunState> configs = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (ConfigSource source in sources)
        {
            SourceTrace read = ReadSource(source, out ProjectorConfig? config);
            if (_tracing)
            {
                _trace.Sources.Add(read);
            }

            if (read.Fault is not null)
            {
                throw read.Fault;
            }

            if (config is null)
            {
                continue;
            }

            RunState state = new(source, config);
            if (places.TryGetValue(source.Run, out int earlier))
            {
                configs[earlier] = state; // It keeps its place: a dictionary does.
            }
            else
            {
                places.Add(source.Run, configs.Count);
                configs.Add(state);
            }
        }

        return configs;
    }

    private SourceTrace ReadSource(ConfigSource source, out ProjectorConfig? config)
    {
        config = null;
        ConfigFacts? facts = null;
        CheckpointLookup? lookup = null;
        string checkpoint = "";
        try
        {
            facts = _layer.Exists(source.ConfigPath) ? _facts.Config(_layer, source.ConfigPath, _behaviour) : null;
            if (facts?.Fault is ServerFault bad)
            {
                return new SourceTrace(source, facts, null, "", SourceOutcome.Raised, bad);
            }

            ProjectorConfig message = facts?.Message!.Clone() ?? new ProjectorConfig();
            bool hasTensorFiles = NameFirstTensorFile(message);
            checkpoint = message.ModelCheckpointPath;
            if (checkpoint.Length == 0)
            {
                lookup = LookUp(source);
                if (lookup?.Fault is ServerFault fault)
                {
                    return new SourceTrace(source, facts, lookup, "", SourceOutcome.Raised, fault);
                }

                checkpoint = lookup?.Found ?? "";
                if (checkpoint.Length == 0 && !hasTensorFiles)
                {
                    return new SourceTrace(source, facts, lookup, "", SourceOutcome.NothingToShow);
                }

                message.ModelCheckpointPath = checkpoint;
            }

            if (checkpoint.Length > 0 && _layer is TensorFlowLayer layer && !layer.Matches(checkpoint + "*"))
            {
                return new SourceTrace(source, facts, lookup, checkpoint, SourceOutcome.CheckpointNotFound);
            }

            config = message;
            return new SourceTrace(source, facts, lookup, checkpoint, SourceOutcome.Accepted);
        }
        catch (ServerFault fault)
        {
            return new SourceTrace(source, facts, lookup, checkpoint, SourceOutcome.Raised, fault);
        }
    }

    // Only the first embedding with a tensor file gets its base name when it has none; the search stops there.
    private static bool NameFirstTensorFile(ProjectorConfig config)
    {
        EmbeddingInfo? first = config.Embeddings.FirstOrDefault(static e => e.TensorPath.Length > 0);
        if (first is not null && first.TensorName.Length == 0)
        {
            first.TensorName = PosixPath.BaseName(first.TensorPath);
        }

        return first is not null;
    }

    private CheckpointSession? OpenCheckpoint(TensorFlowLayer layer, RunState state)
    {
        string prefix = state.Config.ModelCheckpointPath;
        CheckpointFacts facts;
        if (layer.IsDirectory(prefix))
        {
            StateFileLook look = LatestCheckpoint.Look(_facts, layer, prefix, _behaviour);
            facts = look.Outcome == StateFileOutcome.Found
                ? _facts.Checkpoint(layer, look.CheckpointPath)
                : CheckpointFacts.Failed(prefix, $"Couldn't find 'checkpoint' file or checkpoints in given directory {prefix}");
        }
        else
        {
            facts = _facts.Checkpoint(layer, prefix);
        }

        state.Checkpoint = facts;
        return facts.Killed is string reason ? throw new ProcessKilled(reason)
            : facts.Failure is null ? new CheckpointSession(layer, facts, _behaviour) : null;
    }

    private void Augment()
    {
        List<RunState> evaluated = [];
        try
        {
            foreach (RunState state in _configs)
            {
                evaluated.Add(state);
                Augment(state);
            }
        }
        finally
        {
            if (_tracing)
            {
                _tracing = false;
                _trace.Runs.AddRange(_configs.Select(static s => s.Trace()));
            }
        }

        _configs.RemoveAll(static c => c.Config.Embeddings.Count == 0);
        _byRun = _configs.ToDictionary(static c => c.Run, StringComparer.Ordinal);
    }

    private void Augment(RunState state)
    {
        for (int i = 0; i < state.Config.Embeddings.Count; i++)
        {
            try
            {
                AugmentFromFile(state, state.Config.Embeddings[i]);
            }
            catch (ServerFault fault)
            {
                state.Failure = (i, fault);
                throw;
            }
        }

        try
        {
            if (Reader(state) is CheckpointSession session)
            {
                AddVariables(state, session.Facts);
            }
        }
        catch (ServerFault fault)
        {
            state.Failure = (-1, fault);
            throw;
        }
    }

    private void AugmentFromFile(RunState state, EmbeddingInfo embedding)
    {
        if (embedding.TensorName.EndsWith(RunState.OutputSuffix, StringComparison.Ordinal))
        {
            embedding.TensorName = embedding.TensorName[..^RunState.OutputSuffix.Length];
        }

        if (embedding.TensorPath.Length == 0 || (!_behaviour.StatedTensorsRead && embedding.TensorShape.Count > 0))
        {
            return;
        }

        if (AssetPaths.Resolve(_facts.Host, embedding.TensorPath, state.Source.ConfigPath, _behaviour) is not string path)
        {
            return; // TensorBoard says so in its log and goes on.
        }

        (string Run, string Name) key = (state.Run, embedding.TensorName);
        ServedTensor tensor = Cached is var (cachedKey, cached) && cachedKey == key ? cached : ReadTensorFile(path, embedding);
        Cached = (key, tensor);
        if (embedding.TensorShape.Count == 0)
        {
            if (tensor.Rows == 0)
            {
                throw new ServerFault("IndexError", "index 0 is out of bounds for axis 0 with size 0");
            }

            AddSize(embedding, tensor.Rows);
            AddSize(embedding, tensor.Columns);
        }
    }


    private static void AddSize(EmbeddingInfo embedding, long size) =>
        embedding.TensorShape.Add(size is >= 0 and <= uint.MaxValue ? (uint)size : throw new ServerFault("ValueError", $"Value out of range: {size}"));

    private void AddVariables(RunState state, CheckpointFacts checkpoint)
    {
        ProjectorConfig config = state.Config;
        EmbeddingInfo? special = config.Embeddings.Count > 0 && config.Embeddings[0].TensorName.Length == 0 ? config.Embeddings[0] : null;
        if (special is not null)
        {
            config.Embeddings.RemoveAt(0);
            state.SpecialRemoved = true;
        }

        if (checkpoint.ListingFault is ServerFault fault)
        {
            throw fault;
        }

        Dictionary<string, EmbeddingInfo> known = new(StringComparer.Ordinal);
        foreach (EmbeddingInfo embedding in config.Embeddings)
        {
            known.TryAdd(RunState.CanonicalName(embedding.TensorName), embedding);
        }

        foreach (CheckpointVariable variable in checkpoint.Variables)
        {
            if (variable.Shape.Count != 2
                || (_behaviour.OptimizerSlotsSkipped && variable.Name.Contains(".OPTIMIZER_SLOT", StringComparison.Ordinal)))
            {
                continue;
            }

            if (!known.TryGetValue(RunState.CanonicalName(variable.Name), out EmbeddingInfo? embedding))
            {
                embedding = new EmbeddingInfo { TensorName = variable.Name };
                if (special is not null)
                {
                    (embedding.MetadataPath, embedding.BookmarksPath) = (special.MetadataPath, special.BookmarksPath);
                }

                config.Embeddings.Add(embedding);
                known.Add(RunState.CanonicalName(variable.Name), embedding);
            }

            if (embedding.TensorShape.Count == 0)
            {
                AddSize(embedding, variable.Shape[0]);
                AddSize(embedding, variable.Shape[1]);
            }
        }
    }
}
