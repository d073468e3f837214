using System.Buffers.Binary;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Records;

/// <summary>Layout of a TFRecord stream, which is all that an event file is (spec/tfevents.md §1).</summary>
/// <remarks><code>
/// offset  size
/// 0       8     length n of the payload, unsigned, little-endian
/// 8       4     masked CRC-32C of these 8 bytes, little-endian
/// 12      n     payload
/// 12+n    4     masked CRC-32C of the payload, little-endian
/// </code>
/// Records stand back to back; there is no header, no trailer and no index.</remarks>
internal static class RecordFraming
{
    /// <summary>Bytes of the length.</summary>
    public const int LengthSize = sizeof(ulong);

    /// <summary>Bytes before the payload: the length and its checksum.</summary>
    public const int HeaderSize = LengthSize + sizeof(uint);

    /// <summary>Bytes behind the payload: its checksum.</summary>
    public const int FooterSize = sizeof(uint);

    /// <summary>Bytes that a record takes beside its payload.</summary>
    public const int Overhead = HeaderSize + FooterSize;

    /// <summary>Completes a frame whose payload stands at its place: length and both checksums are filled in.</summary>
    /// <param name="frame">The whole record: payload and <see cref="Overhead"/>.</param>
    public static void Seal(Span<byte> frame)
    {
        Span<byte> payload = frame[HeaderSize..^FooterSize];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[LengthSize..], MaskedCrc32C.Compute(frame[..LengthSize]));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[^FooterSize..], MaskedCrc32C.Compute(payload));
    }
}
