using TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The answers that come from files: tensors and assets (spec/projector.md §10).</summary>
internal sealed partial class ProjectorServer
{
    private ServerAnswer? ReadTensor(RunState state, string name, out ServedTensor? tensor)
    {
        tensor = null;
        EmbeddingInfo? embedding = state.Find(name);
        if (embedding is not null && embedding.TensorPath.Length > 0)
        {
            string? path = AssetPaths.Resolve(_facts.Host, embedding.TensorPath, state.Source.ConfigPath, _behaviour);
            if (path is null)
            {
                Note(state, name, AssetKind.Tensor, embedding.TensorPath, null, AssetOutcome.Outside);
                return Refuse(AssetPaths.OutsideText(embedding.TensorPath));
            }

            if (!_layer.Exists(path))
            {
                Note(state, name, AssetKind.Tensor, embedding.TensorPath, path, AssetOutcome.Missing);
                return Refuse($"Tensor file \"{path}\" does not exist");
            }

            tensor = _plugin.ReadTensorFile(path, embedding);
            return null;
        }

        CheckpointSession? reader = _plugin.Reader(state);
        if (reader is null || !reader.Has(name))
        {
            return Refuse($"Tensor \"{name}\" not found in checkpoint dir \"{state.Config.ModelCheckpointPath}\"");
        }

        try
        {
            tensor = reader.Get(name);
            return null;
        }
        catch (ServerFault fault) when (fault.Kind == "InvalidArgumentError" && !_behaviour.ReaderErrorsAre500)
        {
            Trace.TensorFailures.Add((state.Run, name, fault));
            return Refuse(fault.Message);
        }
        catch (ServerFault fault)
        {
            Trace.TensorFailures.Add((state.Run, name, fault));
            throw;
        }
    }

    private ServerAnswer ServeAsset(
        ProjectorQuery query, AssetKind kind, Func<EmbeddingInfo, string> pathOf, string what, string absent, Func<string, ServerAnswer> serve)
    {
        if (_plugin.Find(query.Run!) is not RunState state)
        {
            return UnknownRun(query.Run!);
        }

        string given = state.Find(query.Name!) is EmbeddingInfo embedding ? pathOf(embedding) : "";
        if (given.Length == 0)
        {
            return Refuse($"No {what} file found for tensor \"{query.Name}\" in the config file \"{state.Source.ConfigPath}\"");
        }

        if (AssetPaths.Resolve(_facts.Host, given, state.Source.ConfigPath, _behaviour) is not string path)
        {
            Note(state, query.Name!, kind, given, null, AssetOutcome.Outside);
            return Refuse(AssetPaths.OutsideText(given));
        }

        bool isDirectory = _layer.IsDirectory(path);
        if (isDirectory || !_layer.Exists(path))
        {
            Note(state, query.Name!, kind, given, path, isDirectory ? AssetOutcome.IsDirectory : AssetOutcome.Missing);
            return Refuse($"\"{path}\" {absent}");
        }

        try
        {
            ServerAnswer answer = serve(path);
            Note(state, query.Name!, kind, given, path, AssetOutcome.Found);
            return answer;
        }
        catch (ServerFault fault)
        {
            Note(state, query.Name!, kind, given, path, AssetOutcome.Raises, fault);
            throw;
        }
    }

    private void Note(RunState state, string name, AssetKind kind, string given, string? path, AssetOutcome outcome, ServerFault? fault = null)
    {
        if (_noted.Add((state.Run, name, kind)))
        {
            Trace.Assets.Add(new AssetTrace(state.Run, name, kind, given, path, outcome, Fault: fault));
        }
    }

    private FileBody WholeFile(string path)
    {
        using Files.ReadableFile file = _layer.OpenFile(path);
        return new FileBody(_layer, path, file.Length);
    }
}
