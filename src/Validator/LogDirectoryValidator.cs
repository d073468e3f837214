using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation;

/// <summary>Says before TensorBoard is started what its Embeddings tab will show of a log directory, and why not.</summary>
/// <remarks>An instance may be used from several threads. Nothing is ever written.</remarks>
public sealed class LogDirectoryValidator
{
    private readonly TensorBoardHost? _host;

    /// <summary>A validator of directories on this machine.</summary>
    public LogDirectoryValidator()
    {
    }

    /// <summary>A validator of directories as some host sees them.</summary>
    /// <param name="host">Its disk, its working directory, its home.</param>
    internal LogDirectoryValidator(TensorBoardHost host) => _host = host;

    /// <summary>Predicts every judged profile and says what is wrong.</summary>
    /// <param name="logDirectory">As TensorBoard would get it in <c>--logdir=</c>: literally, relative to the working directory, or a <c>--logdir_spec</c> when the options say so.</param>
    /// <param name="options">What is judged; null for <see cref="ValidationOptions.Default"/>.</param>
    /// <param name="progress">Told about the bytes verified, for <see cref="ValidationOptions.Deep"/>.</param>
    /// <param name="cancellation">Ends a long check.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public ValidationReport Validate(
        string logDirectory, ValidationOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(logDirectory);
        return new Examination(_host ?? TensorBoardHost.Current, new LogDirectory(logDirectory, options?.IsLogDirectorySpec ?? false), options ?? ValidationOptions.Default, progress, cancellation).Run();
    }

    /// <summary>Predicts what the server answers and the page shows under one profile.</summary>
    /// <param name="logDirectory">As for <see cref="Validate"/>.</param>
    /// <param name="profile">The surroundings.</param>
    /// <param name="cancellation">Ends a long prediction.</param>
    public ProjectorPrediction Predict(string logDirectory, TensorBoardProfile profile, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(logDirectory);
        ArgumentNullException.ThrowIfNull(profile);
        cancellation.ThrowIfCancellationRequested();
        return Predictor.PredictAll(new LogDirectory(logDirectory), profile, new ServerFacts(_host ?? TensorBoardHost.Current));
    }
}
