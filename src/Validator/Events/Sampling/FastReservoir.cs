namespace TensorBoardFormats.Validation.Events.Sampling;

/// <summary>
/// The data server's sample of one series: as <see cref="SlowReservoir"/>, but every point first removes those at or behind its own step
/// (spec/tfevents.md §6, §11; upstream <c>data/server/reservoir.rs</c>).
/// </summary>
/// <param name="capacity">The most points to keep; 0 keeps none.</param>
internal sealed class FastReservoir(long capacity)
{
    /// <summary>Capacity that keeps all.</summary>
    public const long Unlimited = long.MaxValue;

    private readonly PointColumns _points = new();
    private ChaChaRandom? _random;
    private ulong _seen;

    /// <summary>What is kept, by step.</summary>
    public PointColumns Points => _points;

    /// <summary>Takes the next point.</summary>
    public void Offer(long step, double wallTime, float scalar, StoredValue? value)
    {
        if (capacity == 0)
        {
            return;
        }

        if (_points.Count > 0 && _points.Steps[^1] >= step)
        {
            Preempt(step);
        }

        _seen++;
        if (_seen > (ulong)capacity)
        {
            // A draw is made also where there is room again after a preemption, so that the sample stays a fair one.
            _random ??= new ChaChaRandom(0);
            ulong drawn = _random.Below(_seen);
            if (drawn >= (ulong)capacity && _points.Count > 0)
            {
                _points.ReplaceLast(step, wallTime, scalar, value);
                return;
            }

            if (_points.Count >= capacity)
            {
                _points.RemoveAt((int)drawn);
            }
        }

        _points.Add(step, wallTime, scalar, value);
    }

    private void Preempt(long step)
    {
        int before = _points.Count;
        int kept = before;
        while (kept > 0 && _points.Steps[kept - 1] >= step)
        {
            kept--;
        }

        _points.Truncate(kept);
        double removed = (double)(before - kept) / before;
        _seen = (ulong)Math.Ceiling(_seen * (1.0 - removed));
    }
}
