using System.Globalization;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Saves numbered checkpoints in a directory and keeps the last few, as TensorFlow 2's <c>tf.train.CheckpointManager</c>
/// (spec/tensor-bundle.md §10): times stand in the state file, so that a manager made after a restart goes on where the last one was.
/// </summary>
/// <remarks>
/// The order of a save is: data, index, state file without those that go, then those are removed; so the state file never names a checkpoint that is
/// not there, whenever the process dies. (TensorFlow writes the state once more in between, still naming them.) One thread at a time, one manager a directory.
/// </remarks>
public sealed class CheckpointManager
{
    private readonly CheckpointManagerOptions _options;
    private readonly Func<double> _clock;
    private readonly List<(string Path, double Time)> _managed = [];
    private double _lastPreserved;

    /// <summary>Takes up the state of the directory, if it has one.</summary>
    /// <param name="directory">Where; made by the first save if it is not there.</param>
    /// <param name="options">TensorFlow's ways when left out.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="IOException">The state file is there and cannot be read, or is damaged; to go on regardless, remove it.</exception>
    public CheckpointManager(string directory, CheckpointManagerOptions? options = null)
        : this(directory, options ?? CheckpointManagerOptions.Default, null)
    {
    }

    internal CheckpointManager(string directory, CheckpointManagerOptions options, Func<double>? clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options.Check();
        Directory = directory;
        _options = options;
        _clock = clock ?? (() => CheckpointDirectory.Seconds(options.Clock));
        Recover();
    }

    /// <summary>Where the checkpoints are.</summary>
    public string Directory { get; }

    /// <summary>Prefixes of the checkpoints that are managed, oldest first.</summary>
    public IReadOnlyList<string> Checkpoints => [.. _managed.Select(static c => c.Path)];

    /// <summary>Prefix of the newest checkpoint, or null.</summary>
    public string? LatestCheckpoint { get; private set; }

    /// <summary>The number that the next checkpoint gets: one more than the newest's, or 1.</summary>
    public long NextNumber { get; private set; } = 1;

    private FileStore Files => _options.Writer.Files;

    /// <summary>Saves under the next number.</summary>
    /// <param name="write">Adds the tensors.</param>
    /// <returns>The prefix.</returns>
    /// <exception cref="IOException">The disk fails; the checkpoints before are as they were.</exception>
    public string Save(Action<CheckpointWriter> write) => Save(NextNumber, write);

    /// <summary>Saves objects under the next number, which is their save counter, too.</summary>
    /// <inheritdoc cref="Save(Action{CheckpointWriter})"/>
    public string Save(ObjectGraphBuilder graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        long number = NextNumber;
        return Save(number, writer => graph.WriteTo(writer, number));
    }

    /// <summary>Saves under a number of the caller's; one that exists is replaced.</summary>
    /// <inheritdoc cref="Save(Action{CheckpointWriter})"/>
    public string Save(long number, Action<CheckpointWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        CheckpointDirectory.Prepare(Files, Directory, _options.CheckpointName, CheckpointFileNames.State);
        string prefix = Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"{_options.CheckpointName}-{number}"));
        using (CheckpointWriter writer = CheckpointWriter.Create(prefix, _options.Writer))
        {
            write(writer);
            writer.Complete();
        }

        _managed.RemoveAll(c => c.Path == prefix);
        _managed.Add((prefix, _clock()));
        LatestCheckpoint = prefix;
        NextNumber = number + 1;
        List<string> goes = Sweep();
        CheckpointDirectory.WriteState(
            Files,
            Directory,
            CheckpointFileNames.State,
            new CheckpointState(prefix, Checkpoints, [.. _managed.Select(static c => c.Time)], _lastPreserved),
            relative: true,
            _options.Writer.FlushToDisk);
        goes.ForEach(path => CheckpointDirectory.Delete(Files, path));
        return prefix;
    }

    // Drops the oldest from the list while there are too many; those that stay for good are dropped, too, lest the state file grow for ever.
    private List<string> Sweep()
    {
        List<string> goes = [];
        while (_options.MaxToKeep is > 0 and int most && _managed.Count > most)
        {
            (string path, double time) = _managed[0];
            _managed.RemoveAt(0);
            if (_options.KeepCheckpointEveryHours is { } hours && time - (hours * 3600) >= _lastPreserved)
            {
                _lastPreserved = time;
            }
            else
            {
                goes.Add(path);
            }
        }

        return goes;
    }

    private void Recover()
    {
        double now = _clock();
        string path = Path.Combine(Directory, CheckpointFileNames.State);
        if (Files.Probe(path) == EntryKind.Missing)
        {
            _lastPreserved = now - 1;
            return;
        }

        if (!CheckpointState.TryParse(Files.ReadAll(path), out CheckpointState state, out Protobuf.TextFormatError? error) || state.ModelCheckpointPath.Length == 0)
        {
            throw new MalformedFileException(path, null, "a checkpoint state", error?.ToString() ?? "no model_checkpoint_path");
        }

        LatestCheckpoint = Path.Combine(Directory, state.ModelCheckpointPath);
        _lastPreserved = Math.Min(state.LastPreservedTimestamp, now); // A clock that was set back must not keep everything for ever.
        for (int i = 0; i < Math.Min(state.AllModelCheckpointPaths.Count, state.AllModelCheckpointTimestamps.Count); i++)
        {
            double time = Math.Min(state.AllModelCheckpointTimestamps[i], now);
            if (time > _lastPreserved)
            {
                _managed.Add((Path.Combine(Directory, state.AllModelCheckpointPaths[i]), time));
            }
        }

        string name = Path.GetFileName(state.ModelCheckpointPath);
        string start = _options.CheckpointName + "-";
        if (name.StartsWith(start, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            NextNumber = number + 1;
        }
    }
}
