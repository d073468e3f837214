using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>Which configs there are, and which survive (spec/projector.md §3, §5).</summary>
internal sealed partial class ProjectorPlugin
{
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
            string folder = PosixPath.Join(path, ConfigSource.AssetFolder);
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
}
