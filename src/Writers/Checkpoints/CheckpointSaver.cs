using System.Globalization;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Saves checkpoints of a training loop and keeps the last few, as TensorFlow 1's <c>tf.train.Saver</c> (spec/tensor-bundle.md §1.2, §10):
/// <c>PATH-STEP</c>, and the file <c>checkpoint</c> beside them that names the newest.
/// </summary>
/// <remarks>
/// The order of a save is: data, index, state file, then at most one old checkpoint is removed; so the state file never names a checkpoint
/// that is not there, whenever the process dies. TensorFlow adds tensors in the order of their names; here they lie in the
/// order in which they are added. One thread at a time, one saver per path.
/// </remarks>
public sealed class CheckpointSaver
{
    private readonly CheckpointSaverOptions _options;
    private readonly List<(string Path, double Time)> _last = [];
    private readonly Queue<(string Path, double Time)> _due = [];
    private double _nextKeepTime;

    /// <summary>Starts with no checkpoints known; <see cref="RecoverLastCheckpoints"/> takes over those of an earlier run.</summary>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public CheckpointSaver(CheckpointSaverOptions? options = null)
    {
        _options = options ?? CheckpointSaverOptions.Default;
        _options.Check();
        _nextKeepTime = CheckpointDirectory.Seconds(_options.Clock) + (_options.KeepCheckpointEveryHours * 3600);
    }

    /// <summary>Prefixes of the checkpoints that are managed, oldest first.</summary>
    public IReadOnlyList<string> LastCheckpoints => [.. _last.Select(static c => c.Path)];

    private FileStore Files => _options.Writer.Files;

    /// <summary>Saves a checkpoint.</summary>
    /// <param name="path">Directory and name, without the step; a relative directory is one of the working directory, and stays relative in the state file.</param>
    /// <param name="step">The training step, or null to save under <paramref name="path"/> itself, over the checkpoint before.</param>
    /// <param name="write">Adds the tensors.</param>
    /// <returns>The prefix: <c>PATH-STEP</c>.</returns>
    /// <exception cref="ArgumentException">The path is empty, or the state file would stand in its place.</exception>
    /// <exception cref="IOException">The disk fails; the checkpoints before are as they were.</exception>
    public string Save(string path, long? step, Action<CheckpointWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string prefix = Begin(path, step);
        using (CheckpointWriter writer = CheckpointWriter.Create(prefix, _options.Writer))
        {
            write(writer);
            writer.Complete();
        }

        Keep(prefix);
        return prefix;
    }

    /// <summary>Saves a checkpoint whose tensors lie in several data files, one for each of <paramref name="shards"/>; TensorFlow makes one a device.</summary>
    /// <inheritdoc cref="Save(string, long?, Action{CheckpointWriter})"/>
    public string SaveSharded(string path, long? step, IReadOnlyList<Action<CheckpointWriter>> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentOutOfRangeException.ThrowIfZero(shards.Count, nameof(shards));
        string prefix = Begin(path, step);
        CheckpointDirectory.RemoveParts(Files, Path.GetDirectoryName(path) ?? path, Path.GetFileName(path));
        for (int i = 0; i < shards.Count; i++)
        {
            using CheckpointWriter writer = CheckpointWriter.CreateShard(prefix, i, shards.Count, _options.Writer);
            shards[i](writer);
            writer.Complete();
        }

        CheckpointMerger.MergeShards(prefix, shards.Count, new CheckpointMergeOptions { FlushToDisk = _options.Writer.FlushToDisk, Files = Files });
        Keep(prefix);
        return prefix;
    }

    /// <summary>Takes over checkpoints of an earlier run, to be removed when their time comes; without it they stay for ever.</summary>
    /// <param name="prefixes">Oldest first, as <see cref="CheckpointState.Read(string, string)"/> gives them in <see cref="CheckpointStateResult.All"/>.
    /// Those whose index is gone are passed over.</param>
    public void RecoverLastCheckpoints(IEnumerable<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        _last.Clear();
        foreach (string prefix in prefixes)
        {
            if (Files.Probe(CheckpointFileNames.Index(prefix)) == EntryKind.File && Files.LastWriteTime(CheckpointFileNames.Index(prefix)) is { } time)
            {
                _last.Add((prefix, (time - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond));
            }
        }
    }

    private string Begin(string path, long? step)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (step is null && Path.GetFileName(path) == _options.LatestFileName)
        {
            throw new ArgumentException($"The state file '{_options.LatestFileName}' would stand in the place of '{path}'; choose another name.", nameof(path));
        }

        CheckpointDirectory.Prepare(Files, Path.GetDirectoryName(path) ?? path, Path.GetFileName(path), _options.LatestFileName);
        return step is not { } number ? path
            : _options.PadStepNumber ? string.Create(CultureInfo.InvariantCulture, $"{path}-{number:D8}")
            : string.Create(CultureInfo.InvariantCulture, $"{path}-{number}");
    }

    private void Keep(string prefix)
    {
        if (_options.WriteMetaGraph)
        {
            MetaGraph.Write(Files, prefix, _options.Writer.FlushToDisk);
        }

        if (_options.MaxToKeep > 0)
        {
            _last.RemoveAll(c => c.Path == prefix);
            _last.Add((prefix, CheckpointDirectory.Seconds(_options.Clock)));
            if (_last.Count > _options.MaxToKeep)
            {
                _due.Enqueue(_last[0]);
                _last.RemoveAt(0);
            }
        }

        CheckpointDirectory.WriteState(
            Files,
            Path.GetDirectoryName(prefix) ?? "",
            _options.LatestFileName,
            new CheckpointState(prefix, LastCheckpoints, []),
            _options.SaveRelativePaths,
            _options.Writer.FlushToDisk);
        RemoveOneThatIsDue();
    }

    private void RemoveOneThatIsDue()
    {
        if (!_due.TryDequeue(out (string Path, double Time) oldest))
        {
            return;
        }

        if (oldest.Time > _nextKeepTime)
        {
            _nextKeepTime += _options.KeepCheckpointEveryHours * 3600;
            return;
        }

        CheckpointDirectory.Delete(Files, oldest.Path);
    }
}
