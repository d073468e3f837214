using System.Collections.Concurrent;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// What files say, read once and shared by the profiles that are judged: TensorBoard reads them again and again, and the answer stays
/// the same as long as nobody changes them. May be used from several threads.
/// </summary>
internal sealed class ServerFacts(TensorBoardHost host)
{
    private readonly TensorBoardHost _host = host with { Files = new RememberingFileStore(host.Files) };
    private readonly ConcurrentDictionary<(string Layer, string Path, bool Strict, bool OldEscapes), Fact<ConfigFacts>> _configs = new();
    private readonly ConcurrentDictionary<(string Path, bool OldEscapes), Fact<StateFileText>> _states = new();
    private readonly ConcurrentDictionary<(string Layer, string Path), Fact<TensorFileFacts>> _tensorFiles = new();
    private readonly ConcurrentDictionary<(string Layer, string Path, long? Rows), Fact<MetadataFacts>> _metadata = new();
    private readonly ConcurrentDictionary<(string Path, bool Pillow), Fact<string>> _spriteTypes = new();
    private readonly ConcurrentDictionary<string, Fact<CheckpointFacts>> _checkpoints = new();
    private readonly ConcurrentDictionary<string, Fact<FastStart>> _fastStarts = new();
    private readonly ConcurrentDictionary<string, Fact<SlowStart>> _slowStarts = new();
    private readonly ConcurrentDictionary<string, Fact<bool>> _badRecords = new();
    private readonly ConcurrentDictionary<string, Fact<bool>> _projectorSummaries = new();

    /// <summary>The process's host.</summary>
    public TensorBoardHost Host => _host;

    /// <summary>A projector config.</summary>
    public ConfigFacts Config(FileLayer layer, string path, TensorBoardBehaviour behaviour)
    {
        (bool strict, bool oldEscapes) = (behaviour.DuplicateFieldsAreErrors, !behaviour.WideEscapesAreErrors);
        return Once(_configs, (layer.Key, layer.OnDisk(path), strict, oldEscapes), _ => ReadConfig(layer, path, strict, oldEscapes));
    }

    /// <summary>A state file.</summary>
    public StateFileText State(TensorFlowLayer layer, string path, TensorBoardBehaviour behaviour)
    {
        bool oldEscapes = !behaviour.WideEscapesAreErrors;
        return Once(_states, (layer.OnDisk(path), oldEscapes), _ => ReadState(layer, path, oldEscapes));
    }

    /// <summary>A tensor file, read as text.</summary>
    public TensorFileFacts TensorFile(FileLayer layer, string path) =>
        Once(_tensorFiles, (layer.Key, layer.OnDisk(path)), _ => Server.TensorFile.Look(layer, path));

    /// <summary>A metadata file up to a number of rows.</summary>
    public MetadataFacts Metadata(FileLayer layer, string path, long? rows) =>
        Once(_metadata, (layer.Key, layer.OnDisk(path), rows), _ => MetadataFacts.Look(layer, path, rows));

    /// <summary>The media type of an image.</summary>
    public string SpriteType(FileLayer layer, string path, bool pillow) =>
        Once(_spriteTypes, (layer.OnDisk(path), pillow), _ => Server.SpriteType.Of(layer, path, pillow));

    /// <summary>How a run begins for the data server.</summary>
    public FastStart FastStart(Run run) => Once(_fastStarts, run.Directory, _ => EventProbe.FastStart(_host, run));

    /// <summary>How a run begins for the Python loader.</summary>
    public SlowStart SlowStart(Run run) => Once(_slowStarts, run.Directory, _ => EventProbe.SlowStart(_host, run));

    /// <summary>True when the Python loader meets a record in the run that is no event.</summary>
    public bool HoldsBadRecord(Run run) => Once(_badRecords, run.Directory, _ => EventProbe.HoldsBadRecord(_host, run));

    /// <summary>True when the run holds a tensor summary of the plugin <c>projector</c>.</summary>
    public bool HoldsProjectorSummary(Run run) => Once(_projectorSummaries, run.Directory, _ => EventProbe.HoldsProjectorSummary(_host, run));

    /// <summary>A checkpoint as TensorFlow opens it.</summary>
    public CheckpointFacts Checkpoint(TensorFlowLayer layer, string prefix) =>
        Once(_checkpoints, layer.OnDisk(prefix), _ => CheckpointFacts.Open(layer, _host.Files, prefix));

    private static ConfigFacts ReadConfig(FileLayer layer, string path, bool strict, bool oldEscapes)
    {
        string text;
        try
        {
            text = layer.ReadText(path);
        }
        catch (ServerFault fault)
        {
            return new ConfigFacts(null, fault, null, []);
        }

        ProjectorConfig message = new();
        List<TextFieldLocation> locations = [];
        TextFormatOptions options = new() { AllowDuplicates = !strict, OldEscapes = oldEscapes };
        return TextFormatParser.TryParse(text, message, options, out TextFormatError? error, locations)
            ? new ConfigFacts(message, null, null, locations)
            : new ConfigFacts(null, new ServerFault("ParseError", error.ToString()), error, locations);
    }

    private static StateFileText ReadState(TensorFlowLayer layer, string path, bool oldEscapes)
    {
        string text;
        try
        {
            if (!layer.Exists(path))
            {
                return new StateFileText(StateFileOutcome.Missing);
            }

            text = layer.ReadText(path);
        }
        catch (ServerFault fault)
        {
            return new StateFileText(fault.Kind == FileLayer.NotUtf8 ? StateFileOutcome.NotUtf8 : StateFileOutcome.Ignored, Fault: fault);
        }

        CheckpointState message = new();
        TextFormatOptions options = TextFormatOptions.Merging with { OldEscapes = oldEscapes };
        return !TextFormatParser.TryParse(text, message, options, out TextFormatError? error) ? new StateFileText(StateFileOutcome.Ignored, Error: error)
            : message.ModelCheckpointPath.Length == 0 ? new StateFileText(StateFileOutcome.Empty)
            : new StateFileText(StateFileOutcome.Found, message.ModelCheckpointPath);
    }

    // Two threads that want the same do not both read it.
    private static TValue Once<TKey, TValue>(ConcurrentDictionary<TKey, Fact<TValue>> known, TKey key, Func<TKey, TValue> read)
        where TKey : notnull =>
        known.GetOrAdd(key, static (k, r) => new Fact<TValue>(() => r(k)), read).Value;

    private sealed class Fact<T>(Func<T> read)
    {
        private readonly Lock _gate = new();
        private bool _isRead;
        private T? _value;

        public T Value
        {
            get
            {
                lock (_gate)
                {
                    if (!_isRead)
                    {
                        _value = read();
                        _isRead = true;
                    }

                    return _value!;
                }
            }
        }
    }
}

/// <summary>A state file as text, before anybody follows what it says.</summary>
/// <param name="Outcome">Never <see cref="StateFileOutcome.LeadsNowhere"/>.</param>
/// <param name="ModelCheckpointPath">The path in it.</param>
/// <param name="Error">Why it is ignored, when its text is.</param>
/// <param name="Fault">What reading raised.</param>
internal sealed record StateFileText(StateFileOutcome Outcome, string ModelCheckpointPath = "", TextFormatError? Error = null, ServerFault? Fault = null);
