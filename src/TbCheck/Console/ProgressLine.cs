using System.Globalization;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>One line on a terminal's standard error that tells how far a long reading is; nothing where nobody looks on.</summary>
internal sealed class ProgressLine(Host host, long total, bool wanted) : IProgress<long>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool _isShown = wanted && host.ErrorIsTerminal && total > 0;
    private readonly long _start = host.Clock.GetTimestamp();
    private readonly Lock _gate = new();
    private TimeSpan _shownAt = -Interval;
    private bool _isOnScreen;

    /// <summary>Takes the number of bytes done so far; may be called from any thread.</summary>
    public void Report(long value)
    {
        if (!_isShown)
        {
            return;
        }

        lock (_gate)
        {
            TimeSpan elapsed = host.Clock.GetElapsedTime(_start);
            if (elapsed - _shownAt < Interval)
            {
                return;
            }

            _shownAt = elapsed;
            _isOnScreen = true;
            Draw(Math.Min(value, total), elapsed);
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_isOnScreen)
        {
            host.Error.Write("\r\u001b[K");
        }
    }

    private void Draw(long done, TimeSpan elapsed)
    {
        const int Width = 30;
        int filled = (int)((double)done / total * Width);
        string rate = elapsed.TotalSeconds > 0.2 ? Terminal.Size((long)(done / elapsed.TotalSeconds)) + "/s" : "";
        host.Error.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"\r[{new string('=', filled)}{new string(' ', Width - filled)}] {(double)done / total,4:P0} {Terminal.Size(done)} of {Terminal.Size(total)} {rate}\u001b[K"));
    }
}
