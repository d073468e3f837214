namespace TensorBoardFormats.Validation.Events.Sampling;

/// <summary>The points of one series, a column each for what a point has. Scalars, which most points are, need no object a point.</summary>
internal sealed class PointColumns
{
    private const int FirstCapacity = 16;

    private long[] _steps = [];
    private double[] _wallTimes = [];
    private float[] _scalars = [];
    private StoredValue?[]? _values;

    /// <summary>How many points.</summary>
    public int Count { get; private set; }

    /// <summary>Their steps.</summary>
    public ReadOnlySpan<long> Steps => _steps.AsSpan(0, Count);

    /// <summary>Their wall times in seconds since 1970.</summary>
    public ReadOnlySpan<double> WallTimes => _wallTimes.AsSpan(0, Count);

    /// <summary>The value of a point that is one float32; of others 0.</summary>
    public float Scalar(int index) => _scalars[index];

    /// <summary>The value of a point that is anything else; null when it is one float32.</summary>
    public StoredValue? Value(int index) => _values?[index];

    /// <summary>Adds a point at the end.</summary>
    public void Add(long step, double wallTime, float scalar, StoredValue? value)
    {
        if (Count == _steps.Length)
        {
            Grow();
        }

        Count++;
        Set(Count - 1, step, wallTime, scalar, value);
    }

    /// <summary>Puts a point in the place of the last one.</summary>
    public void ReplaceLast(long step, double wallTime, float scalar, StoredValue? value) => Set(Count - 1, step, wallTime, scalar, value);

    /// <summary>Takes a point out; those behind it move up.</summary>
    public void RemoveAt(int index)
    {
        int behind = Count - index - 1;
        Array.Copy(_steps, index + 1, _steps, index, behind);
        Array.Copy(_wallTimes, index + 1, _wallTimes, index, behind);
        Array.Copy(_scalars, index + 1, _scalars, index, behind);
        if (_values is not null)
        {
            Array.Copy(_values, index + 1, _values, index, behind);
        }

        Truncate(Count - 1);
    }

    /// <summary>Keeps the first <paramref name="count"/> points.</summary>
    public void Truncate(int count)
    {
        _values?.AsSpan(count, Count - count).Clear();
        Count = count;
    }

    /// <summary>The points at some indexes.</summary>
    public PointColumns Select(ReadOnlySpan<int> indexes)
    {
        PointColumns chosen = new();
        foreach (int i in indexes)
        {
            chosen.Add(_steps[i], _wallTimes[i], _scalars[i], Value(i));
        }

        return chosen;
    }

    private void Set(int index, long step, double wallTime, float scalar, StoredValue? value)
    {
        _steps[index] = step;
        _wallTimes[index] = wallTime;
        _scalars[index] = scalar;
        if (value is not null)
        {
            _values ??= new StoredValue?[_steps.Length];
        }

        if (_values is not null)
        {
            _values[index] = value;
        }
    }

    private void Grow()
    {
        int size = Math.Max(FirstCapacity, _steps.Length * 2);
        Array.Resize(ref _steps, size);
        Array.Resize(ref _wallTimes, size);
        Array.Resize(ref _scalars, size);
        if (_values is not null)
        {
            Array.Resize(ref _values, size);
        }
    }
}
