using System.Globalization;

namespace TensorBoardFormats.Events;

/// <summary>Moment of an event: seconds since 1970-01-01T00:00:00Z with their fraction, always finite.</summary>
/// <remarks>TensorBoard's fast loader gives up a file at a NaN and drops events at infinite times (spec/tfevents.md §7), so neither can be made.</remarks>
public readonly record struct WallTime
{
    /// <summary>Takes seconds since 1970.</summary>
    /// <param name="seconds">Seconds, with their fraction.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public WallTime(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A wall time is finite.");
        }

        Seconds = seconds;
    }

    /// <summary>Seconds since 1970.</summary>
    public double Seconds { get; }

    /// <summary>A moment to the tick (100 ns).</summary>
    public static WallTime From(DateTimeOffset moment) =>
        new((moment.UtcTicks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond);

    /// <summary>What a clock shows.</summary>
    public static WallTime Now(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return From(clock.GetUtcNow());
    }

    /// <summary>A moment to the tick (100 ns).</summary>
    public static implicit operator WallTime(DateTimeOffset moment) => From(moment);

    /// <summary>The seconds.</summary>
    public override string ToString() => Seconds.ToString("R", CultureInfo.InvariantCulture);
}
