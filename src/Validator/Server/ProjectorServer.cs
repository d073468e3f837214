using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// One TensorBoard process as a model: it was started on a log directory, its loader has finished, and the plugin list was asked four
/// times, so that the background determination has come to its end (spec/projector.md §1). Then come the questions of the page, in
/// their order: the state that they leave behind counts. Not for several threads; several servers may share their facts.
/// </summary>
internal sealed partial class ProjectorServer : IProjectorServer
{
    private const string ListingRoute = "/data/plugins_listing";
    private const int Listings = 4;

    private readonly ServerFacts _facts;
    private readonly FileLayer _layer;
    private readonly TensorBoardBehaviour _behaviour;
    private readonly ProjectorPlugin _plugin;
    private readonly RunProvider _provider;
    private readonly HashSet<(string Run, string Name, AssetKind Kind)> _noted = [];

    /// <summary>Starts TensorBoard and asks for the plugin list.</summary>
    /// <param name="logDirectory">What it is started on.</param>
    /// <param name="profile">Its version, its loader, and whether TensorFlow is there.</param>
    /// <param name="facts">What files say; shared with other servers of the same directory.</param>
    public ProjectorServer(LogDirectory logDirectory, TensorBoardProfile profile, ServerFacts facts)
    {
        Profile = profile;
        _facts = facts;
        _behaviour = TensorBoardBehaviour.Of(profile.Version);
        _layer = FileLayer.Of(facts.Host, profile.TensorFlow, _behaviour);
        StartError = WhyNotStarted(logDirectory, profile);
        _provider = RunProvider.Of(logDirectory, profile, facts, _behaviour);
        string logdir = logDirectory.IsSpec ? "" : logDirectory.Text;
        _plugin = NewPlugin(logdir);
        if (StartError is null && _provider.KilledBy is string signal)
        {
            Ended = new ProcessEnd(signal, ListingRoute);
        }
        else if (StartError is null)
        {
            Determine(logdir);
            if (!TabActive && Ended is null && (logdir.Length > 0 || !_behaviour.RunPathsFromNames) && ProjectorSummaryActivates)
            {
                // The plugin list never asks the plugin then: what it would have found is not known before the first question of the page.
                _provider = RunProvider.Of(logDirectory, profile, facts, _behaviour);
                _plugin = NewPlugin(logdir);
                TabActive = true;
            }
            else if (!TabActive && Ended is null && ProjectorSummaryActivates)
            {
                TabActive = true;
            }
        }
    }

    /// <summary>The surroundings.</summary>
    public TensorBoardProfile Profile { get; }

    /// <summary>Why it answers as it does.</summary>
    public ServerTrace Trace { get; private set; } = new();

    /// <summary>Why TensorBoard did not start; null when it did.</summary>
    public string? StartError { get; }

    /// <inheritdoc/>
    public bool TabActive { get; private set; }

    /// <summary>The first answer of the plugin list, which the background determination never reaches.</summary>
    public bool FirstListing => StartError is null && ProjectorSummaryActivates;

    /// <summary>The determination in the background raised: the tab stays away until a restart.</summary>
    public bool DeterminationFailed => Trace.TabFailure is not null;

    /// <inheritdoc/>
    public ProcessEnd? Ended { get; private set; }

    /// <summary>The runs that the loader knows, as <c>/data/runs</c> gives them.</summary>
    /// <returns>The failure when asking raises; else null.</returns>
    public PredictedAnswer? LoaderRuns(out IReadOnlyList<string> runs)
    {
        runs = [.. _provider.Known.Select(static r => r.Name)];
        try
        {
            _provider.Ask();
            return null;
        }
        catch (ServerFault fault)
        {
            return new PredictedAnswer(500, Error: fault.Message);
        }
    }

    private bool ProjectorSummaryActivates => _behaviour.PluginSummaryActivates && _provider.HasProjectorSummary;

    /// <inheritdoc/>
    public ServerAnswer Runs() => Answer("/runs", () => Json(InfoJson.Names(_plugin.Configs.Select(static c => c.Run))));

    /// <inheritdoc/>
    public ServerAnswer Info(ProjectorQuery query) => query.Run is null
        ? Refuse(RunRequired)
        : Answer("/info", () => _plugin.Find(query.Run) is RunState state ? Json(InfoJson.Config(state.Config)) : UnknownRun(query.Run));

    /// <inheritdoc/>
    public ServerAnswer Tensor(ProjectorQuery query) => WithRows(query, rows => Answer("/tensor", () =>
    {
        if (_plugin.Find(query.Run!) is not RunState state)
        {
            return UnknownRun(query.Run!);
        }

        ServedTensor? tensor = _plugin.Cached is var (key, cached) && key == (query.Run!, query.Name!) ? cached : null;
        if (tensor is null)
        {
            ServerAnswer? refusal = ReadTensor(state, query.Name!, out tensor);
            if (refusal is not null)
            {
                return refusal;
            }

            _plugin.Cached = ((query.Run!, query.Name!), tensor!);
        }

        return new ServerAnswer(200, tensor!.Body(rows), "application/octet-stream");
    }));

    /// <inheritdoc/>
    public ServerAnswer Metadata(ProjectorQuery query) => WithRows(query, rows => Answer("/metadata", () =>
        ServeAsset(query, AssetKind.Metadata, static e => e.MetadataPath, "metadata", "not found, or is not a file", path =>
        {
            MetadataFacts metadata = _facts.Metadata(_layer, path, rows);
            return metadata.Fault is null
                ? new ServerAnswer(200, new LayerTextBody(_layer, path, metadata.Bytes), "text/plain")
                : throw metadata.Fault;
        })));

    /// <inheritdoc/>
    public ServerAnswer Sprite(ProjectorQuery query) => WithNames(query, () => Answer("/sprite_image", () =>
        ServeAsset(query, AssetKind.Sprite, static e => e.Sprite?.ImagePath ?? "", "sprite image", "does not exist or is directory", path =>
            new ServerAnswer(200, WholeFile(path), _facts.SpriteType(_layer, path, _behaviour.SpriteTypedByPillow)))));

    /// <inheritdoc/>
    public ServerAnswer Bookmarks(ProjectorQuery query) => WithNames(query, () => Answer("/bookmarks", () =>
        ServeAsset(query, AssetKind.Bookmarks, static e => e.BookmarksPath, "bookmarks", "not found, or is not a file", path =>
            new ServerAnswer(200, WholeFile(path), "application/json"))));

    private const string RunRequired = "query parameter \"run\" is required";
    private const string NameRequired = "query parameter \"name\" is required";

    private ProjectorPlugin NewPlugin(string logdir)
    {
        Trace = new ServerTrace { LoaderRuns = _provider.Known, LoaderFailure = _provider.LoaderFailure };
        return new ProjectorPlugin(_facts, _layer, _behaviour, _provider, logdir, Trace);
    }

    private string? WhyNotStarted(LogDirectory logDirectory, TensorBoardProfile profile) =>
        logDirectory.IsSpec && !_behaviour.HasLogdirSpec ? "tensorboard: error: unrecognized arguments: --logdir_spec"
        : profile.TensorFlow && LogDirectory.Scheme(logDirectory.Text) is string scheme and not ("file" or "gs")
            ? $"UnimplementedError: File system scheme '{scheme}' not implemented (file: '{logDirectory.Text}')"
        : null;

    // The plugin list: the first question starts the determination, each further one starts it again when it found nothing.
    private void Determine(string logdir)
    {
        if (logdir.Length == 0 && _behaviour.RunPathsFromNames)
        {
            return;
        }

        try
        {
            for (int i = 0; i < Listings && !TabActive; i++)
            {
                bool evaluated = _plugin.Update();
                TabActive = _plugin.Configs.Count > 0 && i < Listings - 1;
                if (!evaluated)
                {
                    return; // Nothing will be different the next time.
                }
            }
        }
        catch (ServerFault fault)
        {
            Trace.TabFailure = fault;
        }
        catch (ProcessKilled)
        {
            Ended = new ProcessEnd("SIGABRT", ListingRoute);
        }
    }

    private ServerAnswer Answer(string route, Func<ServerAnswer> serve)
    {
        if (Ended is not null || StartError is not null)
        {
            return Gone();
        }

        try
        {
            _plugin.Update();
            return serve();
        }
        catch (ServerFault fault)
        {
            return new ServerAnswer(500, AnswerBody.Of(fault.Message), "text/html");
        }
        catch (ProcessKilled)
        {
            Ended = new ProcessEnd("SIGABRT", route);
            return Gone();
        }
    }

    private static ServerAnswer WithRows(ProjectorQuery query, Func<long?, ServerAnswer> serve) =>
        query.Run is null ? Refuse(RunRequired)
        : query.Name is null ? Refuse(NameRequired)
        : !RowCount.TryParse(query.NumRows, out long? rows) ? Refuse("query parameter num_rows must be integer > 0")
        : serve(rows);

    private static ServerAnswer WithNames(ProjectorQuery query, Func<ServerAnswer> serve) =>
        string.IsNullOrEmpty(query.Run) ? Refuse(RunRequired) : query.Name is null ? Refuse(NameRequired) : serve();

    private static ServerAnswer Json(byte[] json) => new(200, AnswerBody.Of(json), "application/json");

    private static ServerAnswer Refuse(string text) => new(400, AnswerBody.Of(text), "text/plain");

    private static ServerAnswer UnknownRun(string run) => Refuse($"Unknown run: \"{run}\"");

    private static ServerAnswer Gone() => new(0, AnswerBody.Of(ReadOnlyMemory<byte>.Empty));
}
