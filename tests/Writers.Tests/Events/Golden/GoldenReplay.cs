using TensorBoardFormats.Events;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>Makes the calls of a case with this library, each option set as the tool of the case behaves.</summary>
internal sealed partial class GoldenReplay : IDisposable
{
    private readonly GoldenCase _case;
    private readonly string _folder;
    private readonly GoldenClock _clock = new();
    private readonly List<SummaryWriter> _writers = [];
    private GoldenCall _call = null!;
    private int _created;

    private GoldenReplay(GoldenCase golden, string folder)
    {
        _case = golden;
        _folder = folder;
    }

    private SummaryWriter Writer => _writers[^1];

    /// <summary>Fills <paramref name="folder"/> as the tool filled the case's.</summary>
    public static void Run(GoldenCase golden, string folder)
    {
        using GoldenReplay replay = new(golden, folder);
        foreach (GoldenCall call in golden.Calls)
        {
            replay._call = call;
            replay._clock.Set(call.WallTime);
            replay.Make();
        }
    }

    public void Dispose()
    {
        foreach (SummaryWriter writer in _writers)
        {
            writer.Dispose();
        }
    }

    private void Make()
    {
        if (_call.Raised)
        {
            MakeRefused();
            return;
        }

        bool known = MakeCommon() || MakeTensorFlow() || MakeTensorFlow1() || MakeTensorBoard() || MakeTorch();
        if (!known)
        {
            throw new NotSupportedException($"{_case.Name}: {_call.Api}");
        }
    }

    private bool MakeCommon()
    {
        switch (_call.Api)
        {
            case "writer.close":
                if (_writers.Count > 0)
                {
                    Writer.Dispose();
                }

                return true;
            case "writer.flush":
                Writer.Flush();
                return true;
            case "copy of the directory taken here":
                CopyLive();
                return true;
            case "cut":
                Cut();
                return true;
            default:
                return false;
        }
    }

    private void CopyLive()
    {
        string live = Path.GetDirectoryName(Writer.Path)!;
        string copied = Directory.CreateDirectory(Path.Combine(_folder, "copied")).FullName;
        File.Copy(Writer.Path, Path.Combine(copied, Path.GetFileName(Writer.Path)));
        Writer.Dispose();
        Directory.Delete(live, recursive: true);
    }

    private void Cut()
    {
        string target = Directory.CreateDirectory(Path.Combine(_folder, _call.Text("file"))).FullName;
        byte[] whole = File.ReadAllBytes(Writer.Path);
        File.WriteAllBytes(Path.Combine(target, Path.GetFileName(Writer.Path)), whole[..(int)_call.Step("bytes")]);
    }

    private string LogDirectory() => _call.TextOrNull("logdir")?.Replace("$LOGDIR", _folder, StringComparison.Ordinal) ?? _folder;

    /// <summary>What the tool's clock gave: Python's <c>time.time()</c> is a double of nanoseconds through 1e9.</summary>
    private WallTime Python() => new(GoldenClock.Python(_call.WallTime));

    private WallTime Now() => new(_call.WallTime);
}

/// <summary>A clock that only the calls move.</summary>
internal sealed class GoldenClock : TimeProvider
{
    private DateTimeOffset _now;

    public static double Python(double seconds) => (double)(long)Math.Round(seconds * 1e9) / 1e9;

    public void Set(double seconds) => _now = DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
