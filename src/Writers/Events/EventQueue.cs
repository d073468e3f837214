namespace TensorBoardFormats.Events;

/// <summary>
/// The way of finished records to the file: callers fill one buffer while the one before it is written in the background. Two buffers are
/// all there is, so callers wait when the file cannot keep up, and nothing is dropped.
/// </summary>
/// <remarks>Every member is called with <see cref="Gate"/> held, once. A write that failed is kept: its error is thrown by the next call,
/// and the calls after that try the same bytes again, at the same place of the file, before they take anything new.</remarks>
internal sealed class EventQueue(RecordSink sink, int capacity) : IThreadPoolWorkItem
{
    private const int FirstCapacity = 4096;

    private byte[] _active = new byte[Math.Min(FirstCapacity, capacity)];
    private int _length;
    private byte[]? _pending; // handed over, not yet in the file
    private int _pendingLength;
    private byte[]? _spare;
    private bool _writing;
    private bool _stalled; // the last write of what is pending failed
    private Exception? _fault; // and nobody was told yet
    private long _handedOver;
    private long _written;

    /// <summary>Guards this queue, and whatever its owner guards with it.</summary>
    public object Gate { get; } = new();

    /// <summary>Room for a record behind what is gathered. Waits, letting go of <see cref="Gate"/>, until there is some.</summary>
    /// <exception cref="IOException">An earlier write failed, and still does.</exception>
    public void MakeRoom(int size)
    {
        if (_stalled)
        {
            AwaitWritten(_handedOver);
        }

        while (_length > 0 && size > capacity - _length)
        {
            HandOver();
        }

        if (size > _active.Length - _length)
        {
            Array.Resize(ref _active, Math.Max(_length + size, Math.Min(2 * _active.Length, capacity)));
        }
    }

    /// <summary>The place for a record of a size that <see cref="MakeRoom"/> made room for; it counts as gathered at once.</summary>
    public Span<byte> Take(int size)
    {
        Span<byte> frame = _active.AsSpan(_length, size);
        _length += size;
        return frame;
    }

    /// <summary>Returns when everything gathered is in the file.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Drain()
    {
        HandOver();
        AwaitWritten(_handedOver);
    }

    /// <summary>The last <see cref="Drain"/>: an error that nobody was told yet is no reason to give up, since the file may take the bytes by now.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void DrainFinally()
    {
        _fault = null;
        Drain();
    }

    /// <summary>Starts writing what is gathered, unless a write is under way or failed: then the next call sees to it.</summary>
    public void Nudge()
    {
        if (_length > 0 && _pending is null)
        {
            Swap();
        }
    }

    /// <summary>The background write.</summary>
    public void Execute()
    {
        lock (Gate)
        {
            if (_pending is not null && !_writing && !_stalled)
            {
                WritePending();
            }
        }
    }

    private void HandOver()
    {
        AwaitWritten(_handedOver);
        if (_length > 0 && _pending is null)
        {
            Swap();
        }
    }

    private void Swap()
    {
        _pending = _active;
        _pendingLength = _length;
        _active = _spare ?? new byte[_pending.Length];
        _spare = null;
        _length = 0;
        _handedOver++;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void AwaitWritten(long target)
    {
        while (_written < target)
        {
            if (_fault is Exception fault)
            {
                _fault = null;
                throw new IOException($"{sink.Name}: {fault.Message}", fault);
            }

            if (_writing)
            {
                Monitor.Wait(Gate);
            }
            else
            {
                WritePending(); // No thread of the pool came by yet; whoever waits may as well do it.
            }
        }
    }

    private void WritePending()
    {
        _writing = true;
        Exception? fault = null;
        Monitor.Exit(Gate);
        try
        {
            sink.Write(_pending.AsSpan(0, _pendingLength));
        }
#pragma warning disable CA1031 // A stream of the caller's may throw anything, and this may be a thread of the pool: the next call throws it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
        }
        finally
        {
            Monitor.Enter(Gate);
            _writing = false;
        }

        _fault = fault;
        _stalled = fault is not null;
        if (fault is null)
        {
            _spare = _pending!.Length <= capacity ? _pending : null;
            _pending = null;
            _written++;
        }

        Monitor.PulseAll(Gate);
    }
}
