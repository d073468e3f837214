using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>What the loader answers when the plugin asks for the runs. It may raise, and it may answer differently the next time.</summary>
internal abstract class RunProvider
{
    /// <summary>The runs that the loader knows, in its order.</summary>
    public abstract IReadOnlyList<Run> Known { get; }

    /// <summary>The exception that ended the search for runs, or null.</summary>
    public virtual string? LoaderFailure => null;

    /// <summary>The signal by which the loading of event files ends the process, or null.</summary>
    public virtual string? KilledBy => null;

    /// <summary>True when an event file holds a tensor summary of the plugin <c>projector</c>, which switches the tab on.</summary>
    public virtual bool HasProjectorSummary => false;

    /// <summary>The loader of a profile, when it has read everything once.</summary>
    public static RunProvider Of(LogDirectory logDirectory, TensorBoardProfile profile, ServerFacts facts, TensorBoardBehaviour behaviour)
    {
        IReadOnlyList<LoaderRoot> roots = logDirectory.Roots(facts.Host, takesSpec: !behaviour.HasLogdirSpec);
        bool fast = profile.Loader == TensorBoardLoader.Fast && behaviour.HasFastLoader && LogDirectory.Scheme(logDirectory.Text) is null;
        return fast ? new FastRunProvider(facts, roots) : new SlowRunProvider(facts, roots, profile.TensorFlow);
    }

    /// <summary>The runs in the loader's order.</summary>
    /// <exception cref="ServerFault">Asking raises.</exception>
    public virtual IReadOnlyList<Run> Ask() => Known;
}
