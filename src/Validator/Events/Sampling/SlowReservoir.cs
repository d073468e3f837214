namespace TensorBoardFormats.Validation.Events.Sampling;

/// <summary>
/// The Python loader's sample of one series: up to a number of points kept at random, the newest always among them
/// (spec/tfevents.md §11; upstream <c>backend/event_processing/reservoir.py</c>).
/// </summary>
/// <param name="capacity">The most points to keep; 0 keeps all.</param>
internal sealed class SlowReservoir(long capacity)
{
    private readonly PointColumns _points = new();
    private MersenneTwister? _random;
    private long _seen;

    /// <summary>What is kept.</summary>
    public PointColumns Points => _points;

    /// <summary>Takes the next point.</summary>
    public void Offer(long step, double wallTime, float scalar, StoredValue? value)
    {
        if (_points.Count < capacity || capacity == 0)
        {
            _points.Add(step, wallTime, scalar, value);
        }
        else
        {
            _random ??= new MersenneTwister(0);
            long drawn = _random.Below(_seen + 1);
            if (drawn < capacity)
            {
                _points.RemoveAt((int)drawn);
                _points.Add(step, wallTime, scalar, value);
            }
            else
            {
                _points.ReplaceLast(step, wallTime, scalar, value);
            }
        }

        _seen++;
    }

    /// <summary>Drops every point at or behind a step, and guesses how many of those that were seen are gone with them.</summary>
    public void Purge(long step)
    {
        int before = _points.Count;
        for (int i = before - 1; i >= 0; i--)
        {
            if (_points.Steps[i] >= step)
            {
                _points.RemoveAt(i);
            }
        }

        double remaining = before > 0 ? (double)_points.Count / before : 0;
        _seen = (long)Math.Round(_seen * remaining, MidpointRounding.ToEven);
    }
}
