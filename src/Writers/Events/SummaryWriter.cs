using System.Numerics;

namespace TensorBoardFormats.Events;

/// <summary>
/// What a training loop holds: one call a thing to show in TensorBoard, under the names that users of other TensorBoard writers know.
/// </summary>
/// <remarks>Every call takes an optional step and wall time; without a step <see cref="DefaultStep"/> counts. Steps should go up from call
/// to call of a tag. Safe to use from many threads; <see cref="EventFileWriter"/> tells about queue, flush and errors.</remarks>
public sealed partial class SummaryWriter : IDisposable, IAsyncDisposable
{
    private readonly SummaryWriterOptions _options;
    private readonly EventFileWriter _root;
    private readonly Dictionary<string, EventFileWriter> _subRuns = new(StringComparer.Ordinal);
    private readonly Lock _subRunsGate = new();

    /// <summary>Opens a new event file in a run's directory.</summary>
    /// <param name="logDirectory">The run's directory; made if it is missing.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="IOException">The file could not be made or written.</exception>
    public SummaryWriter(string logDirectory, SummaryWriterOptions? options = null)
    {
        _options = options ?? SummaryWriterOptions.Default;
        LogDirectory = logDirectory;
        _root = EventFileWriter.Create(logDirectory, _options.Events);
    }

    /// <summary>Writes one event file to a stream, for places that are no directories.</summary>
    /// <param name="destination">A stream that can be written; it stays the caller's to close.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <remarks>What needs files of its own is refused: <see cref="AddScalars"/>, hyperparameters with a run, embeddings.</remarks>
    public SummaryWriter(Stream destination, SummaryWriterOptions? options = null)
    {
        _options = options ?? SummaryWriterOptions.Default;
        LogDirectory = "";
        _root = EventFileWriter.Create(destination, _options.Events);
    }

    /// <summary>The run's directory, or the empty string for a stream.</summary>
    public string LogDirectory { get; }

    /// <summary>The event file, or the empty string for a stream.</summary>
    public string Path => _root.Path;

    /// <summary>The writer of the event file, for values that have no call here.</summary>
    public EventFileWriter Events => _root;

    /// <summary>Step of calls that give none; null makes them fail.</summary>
    public long? DefaultStep { get; set; }

    /// <summary>Wall time of calls that give none; null for now.</summary>
    public WallTime? DefaultWallTime { get; set; }

    /// <summary>Sets <see cref="DefaultStep"/> and <see cref="DefaultWallTime"/> until the result is disposed.</summary>
    /// <param name="step">The step; null keeps it.</param>
    /// <param name="wallTime">The wall time; null keeps it.</param>
    public IDisposable UseDefaults(long? step = null, WallTime? wallTime = null)
    {
        DefaultsScope scope = new(this, DefaultStep, DefaultWallTime);
        DefaultStep = step ?? DefaultStep;
        DefaultWallTime = wallTime ?? DefaultWallTime;
        return scope;
    }

    /// <summary>Adds a point to a line of the Scalars tab.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="value">The value, kept as float32.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside; the one of the first point counts.</param>
    /// <param name="displayName">Name shown instead of the tag; the one of the first point counts.</param>
    public void AddScalar(
        string tag, double value, long? step = null, WallTime? wallTime = null, string? description = null, string? displayName = null)
    {
        SummaryValue summary = _options.LegacySummaries
            ? Summary.ScalarV1(tag, value, displayName, description)
            : Summary.Scalar(tag, value, Metadata(PluginNames.Scalars, description, displayName));
        Write(summary, step, wallTime);
    }

    /// <summary>Adds a point to each of several curves of one chart; each curve is a run of its own, since TensorBoard overlays runs.</summary>
    /// <param name="mainTag">Name of the chart.</param>
    /// <param name="values">Value by curve.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddScalars(string mainTag, IReadOnlyDictionary<string, double> values, long? step = null, WallTime? wallTime = null)
    {
        ArgumentNullException.ThrowIfNull(mainTag);
        ArgumentNullException.ThrowIfNull(values);
        WallTime moment = Moment(wallTime);
        foreach ((string key, double value) in values)
        {
            EventFileWriter run = SubRun(RunPath.ForCurve(RequireDirectory(), mainTag, key, _options.SubRuns));
            run.Write(Step(step), _options.LegacySummaries ? Summary.ScalarV1(mainTag, value) : Summary.Scalar(mainTag, value), moment);
        }
    }

    /// <summary>Adds a step to the Histograms and Distributions tabs.</summary>
    /// <typeparam name="T">Any number type.</typeparam>
    /// <param name="tag">Name of the series.</param>
    /// <param name="values">The values to count; NaN and infinities are left out.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="buckets">Number of buckets.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddHistogram<T>(
        string tag,
        ReadOnlySpan<T> values,
        long? step = null,
        int buckets = HistogramBuckets.DefaultCount,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null)
        where T : unmanaged, INumber<T>
    {
        SummaryValue summary = _options.LegacySummaries
            ? Summary.HistogramV1(tag, HistogramV1.FromValues(values))
            : Summary.Histogram(tag, values, buckets, metadata: Metadata(PluginNames.Histograms, description, displayName));
        Write(summary, step, wallTime);
    }

    /// <summary>Adds a histogram of buckets that were counted elsewhere.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="buckets">The buckets, from left to right.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <param name="description">Markdown shown beside.</param>
    /// <param name="displayName">Name shown instead of the tag.</param>
    public void AddHistogramRaw(
        string tag,
        ReadOnlySpan<HistogramBucket> buckets,
        long? step = null,
        WallTime? wallTime = null,
        string? description = null,
        string? displayName = null) =>
        Write(Summary.Histogram(tag, buckets, Metadata(PluginNames.Histograms, description, displayName)), step, wallTime);

    /// <summary>Adds a histogram in TensorFlow 1's form: limits and moments given, as in <c>add_histogram_raw</c> of other writers.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="histogram">The counts.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddHistogramRaw(string tag, HistogramV1 histogram, long? step = null, WallTime? wallTime = null) =>
        Write(Summary.HistogramV1(tag, histogram), step, wallTime);

    /// <summary>Returns when everything added so far is in the files.</summary>
    /// <exception cref="IOException">Something could not be written; it is kept, and the next call tries again.</exception>
    public void Flush()
    {
        _root.Flush();
        foreach (EventFileWriter run in SubRuns())
        {
            run.Flush();
        }
    }

    /// <summary>Completes when everything added so far is in the files.</summary>
    public async ValueTask FlushAsync(CancellationToken ct = default) => await Task.Run(Flush, ct).ConfigureAwait(false);

    /// <summary>Flushes and closes the files.</summary>
    /// <exception cref="IOException">Something could not be written.</exception>
    public void Dispose()
    {
        List<Exception> faults = [];
        foreach (EventFileWriter writer in (EventFileWriter[])[_root, .. SubRuns()])
        {
            try
            {
                writer.Dispose();
            }
            catch (IOException e)
            {
                faults.Add(e);
            }
        }

        if (faults.Count > 0)
        {
            throw new IOException(faults[0].Message, faults[0]);
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync() => await Task.Run(Dispose).ConfigureAwait(false);

    private static SummaryMetadata? Metadata(string plugin, string? description, string? displayName) =>
        description is null && displayName is null ? null : new SummaryMetadata(plugin, default, displayName, description);

    private void Write(in SummaryValue value, long? step, WallTime? wallTime) => _root.Write(Step(step), value, wallTime ?? DefaultWallTime);

    private long Step(long? step) => step ?? DefaultStep ??
        throw new ArgumentException($"No step: give one, or set {nameof(DefaultStep)}.", nameof(step));

    private WallTime Moment(WallTime? wallTime) => wallTime ?? DefaultWallTime ?? WallTime.Now(_options.Events.Clock);

    private string RequireDirectory() => LogDirectory.Length > 0
        ? LogDirectory
        : throw new InvalidOperationException("This needs files of its own, and the writer writes to a stream.");

    private EventFileWriter SubRun(string directory)
    {
        lock (_subRunsGate)
        {
            if (!_subRuns.TryGetValue(directory, out EventFileWriter? writer))
            {
                writer = EventFileWriter.Create(directory, _options.Events);
                _subRuns.Add(directory, writer);
            }

            return writer;
        }
    }

    private EventFileWriter[] SubRuns()
    {
        lock (_subRunsGate)
        {
            return [.. _subRuns.Values];
        }
    }

    private sealed class DefaultsScope(SummaryWriter writer, long? step, WallTime? wallTime) : IDisposable
    {
        public void Dispose()
        {
            writer.DefaultStep = step;
            writer.DefaultWallTime = wallTime;
        }
    }
}
