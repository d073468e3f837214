using TensorBoardFormats.Records;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

/// <summary>A stream that a test can hold up, or fill to the brim; it checks that whole records come in every write.</summary>
internal sealed class ScriptedStream : MemoryStream
{
    private readonly ManualResetEventSlim _open = new(true);

    /// <summary>Bytes that still fit; a write beyond leaves its first bytes behind and fails, as a full disk does.</summary>
    public long Room { get; set; } = long.MaxValue;

    public int Writes { get; private set; }

    /// <summary>What every write throws; null for none.</summary>
    public Exception? Fault { get; set; }

    /// <summary>False for a stream that cannot be set back behind a write that failed.</summary>
    public bool Seeks { get; init; } = true;

    public override bool CanSeek => Seeks;

    /// <summary>Every write from here on waits until <see cref="Release"/>.</summary>
    public void Hold() => _open.Reset();

    public void Release() => _open.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _open.Wait();
        Writes++;
        if (Fault is not null)
        {
            throw Fault;
        }

        AssertWhole(buffer);
        if (buffer.Length > Room)
        {
            base.Write(buffer[..(int)Room]);
            throw new IOException("No space left on device");
        }

        base.Write(buffer);
    }

    private static void AssertWhole(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            int size = (int)BitConverter.ToInt64(records) + RecordFraming.Overhead;
            Assert.True(size <= records.Length, "A write ends inside a record.");
            records = records[size..];
        }
    }
}
