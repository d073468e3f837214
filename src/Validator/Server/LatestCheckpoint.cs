using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>Looks for the latest checkpoint of a run as the plugin does through TensorFlow (spec/projector.md §6.1, §6.2).</summary>
internal static class LatestCheckpoint
{
    private const string PluginsPart = "/plugins/";

    /// <summary>The directory whose state file counts for a source: two levels up when its path contains <c>/plugins/</c>, wherever that is.</summary>
    public static string StartDirectory(TensorBoardHost host, string sourceDirectory) =>
        sourceDirectory.Contains(PluginsPart, StringComparison.Ordinal) ? host.Absolute(PosixPath.Join(sourceDirectory, "../..")) : sourceDirectory;

    /// <summary>Looks in a directory, then in its parent.</summary>
    public static CheckpointLookup Find(ServerFacts facts, TensorFlowLayer layer, string directory, TensorBoardBehaviour behaviour)
    {
        StateFileLook own = Look(facts, layer, directory, behaviour);
        if (own.Outcome == StateFileOutcome.Found || own.Fault is not null)
        {
            return Conclude([own]);
        }

        return Conclude([own, Look(facts, layer, PosixPath.Join(directory, ".."), behaviour)]);
    }

    /// <summary>Looks in one directory: <c>tf.train.latest_checkpoint</c>.</summary>
    public static StateFileLook Look(ServerFacts facts, TensorFlowLayer layer, string directory, TensorBoardBehaviour behaviour)
    {
        StateFileText state = facts.State(layer, PosixPath.Join(directory, CheckpointFileNames.State), behaviour);
        switch (state.Outcome)
        {
            case StateFileOutcome.Found:
                break;
            case StateFileOutcome.Empty:
                return new StateFileLook(directory, state.Outcome, Fault: new ServerFault("ValueError", $"Invalid checkpoint state loaded"
                    + $" from {directory}"));
            case StateFileOutcome.NotUtf8:
                return new StateFileLook(directory, state.Outcome, Fault: state.Fault);
            default:
                return new StateFileLook(directory, state.Outcome, Error: state.Error);
        }

        string path = PosixPath.Join(directory, state.ModelCheckpointPath);
        try
        {
            bool found = layer.Matches(CheckpointFileNames.Index(path)) || layer.Matches(path);
            return new StateFileLook(directory, found ? StateFileOutcome.Found : StateFileOutcome.LeadsNowhere, state.ModelCheckpointPath, path);
        }
        catch (ServerFault fault)
        {
            return new StateFileLook(directory, StateFileOutcome.LeadsNowhere, state.ModelCheckpointPath, path, Fault: fault);
        }
    }

    // The plugin takes NotFoundError for "nothing found"; what raised it was the end of the search all the same.
    private static CheckpointLookup Conclude(StateFileLook[] looks)
    {
        StateFileLook last = looks[^1];
        ServerFault? fault = last.Fault?.Kind == "NotFoundError" ? null : last.Fault;
        return new CheckpointLookup(looks, last.Outcome == StateFileOutcome.Found ? last.CheckpointPath : null, fault);
    }
}
