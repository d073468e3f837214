using System.Buffers;

namespace TensorBoardFormats.Records;

/// <summary>Writes a TFRecord stream to any stream, each record whole in one write (spec/tfevents.md §1).</summary>
/// <remarks>Not safe for use from several threads at once. The stream stays the caller's, to flush and to close.</remarks>
public sealed class RecordWriter
{
    private readonly Stream _destination;

    /// <summary>Writes to <paramref name="destination"/> from where it stands.</summary>
    /// <param name="destination">A stream that can be written.</param>
    public RecordWriter(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _destination = destination;
    }

    /// <summary>Writes one record.</summary>
    /// <param name="payload">Its content, of any length; an empty one is legal.</param>
    public void Write(ReadOnlySpan<byte> payload)
    {
        byte[] frame = ArrayPool<byte>.Shared.Rent(checked(payload.Length + RecordFraming.Overhead));
        try
        {
            Span<byte> whole = frame.AsSpan(0, payload.Length + RecordFraming.Overhead);
            payload.CopyTo(whole[RecordFraming.HeaderSize..]);
            RecordFraming.Seal(whole);
            _destination.Write(whole);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}
