using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>A new directory that is the process's own while it lasts; tests of relative paths run one at a time.</summary>
internal sealed class WorkingDirectory : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;

    public WorkingDirectory()
    {
        Environment.CurrentDirectory = Directory.CreateTempSubdirectory("tbformats-").FullName;
        Path = Environment.CurrentDirectory; // As the system names it, links resolved.
    }

    public string Path { get; }

    /// <summary>A text of the record with this directory in it.</summary>
    public string Place(string text) => text.Replace("@DIR@", Path, StringComparison.Ordinal);

    /// <summary>All files, with their folders.</summary>
    public IEnumerable<string> Files() => Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
        .Select(f => System.IO.Path.GetRelativePath(Path, f)).Order(StringComparer.Ordinal);

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(Path, recursive: true);
    }
}

[CollectionDefinition(nameof(WorkingDirectory), DisableParallelization = true)]
public class WorkingDirectoryCollection;

/// <summary>A clock that stands still.</summary>
internal sealed class StoppedClock(double seconds) : TimeProvider
{
    public double Seconds { get; set; } = seconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(Seconds * TimeSpan.TicksPerSecond));
}
