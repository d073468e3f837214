using TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Validation.Server;

/// <summary>What becomes of the embeddings of the configs that survive: names, shapes, variables of the checkpoint (spec/projector.md §7).</summary>
internal sealed partial class ProjectorPlugin
{
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
