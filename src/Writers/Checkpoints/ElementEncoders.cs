using System.Buffers.Binary;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Writes a tensor of strings: all lengths, then all bytes (spec/tensor-bundle.md §5.2).</summary>
/// <remarks>
/// <code>
/// varint64 length ... | fixed32 masked CRC of the lengths as uint32, uint64 from 4 GiB on | bytes ...
/// entry CRC: of those lengths, the 4 stored bytes, all bytes
/// </code>
/// </remarks>
internal struct StringsEncoder(BundleWriter bundle)
{
    private const int MaxVarintSize = 10;

    /// <summary>The CRC so far; at the end the entry's.</summary>
    public uint Crc { get; private set; }

    /// <summary>Writes the length of the next string.</summary>
    public void AddLength(long length)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)length);
        Crc = Crc32C.Append(Crc, number[..(length <= uint.MaxValue ? sizeof(uint) : sizeof(ulong))]);
        AppendVarint(bundle, length);
    }

    /// <summary>Writes the checksum of the lengths.</summary>
    public void EndLengths()
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, MaskedCrc32C.Mask(Crc));
        AddBytes(number);
    }

    /// <summary>Writes bytes of strings.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes) => Crc = bundle.Append(Crc, bytes);

    /// <summary>Writes a length that is in no checksum by its varint.</summary>
    internal static void AppendVarint(BundleWriter bundle, long value)
    {
        WireWriter writer = new(stackalloc byte[MaxVarintSize]);
        writer.Varint((ulong)value);
        bundle.Append(0, writer.Written);
    }
}

/// <summary>Writes a tensor of variants, one after the other (spec/tensor-bundle.md §5.3).</summary>
/// <remarks>
/// <code>
/// (varint64 length | serialized VariantTensorDataProto | fixed32 masked CRC so far) ...
/// CRC so far: of all lengths as uint64, protos and stored checksums up to here; at the end the entry's
/// </code>
/// </remarks>
internal struct VariantsEncoder(BundleWriter bundle)
{
    /// <summary>The CRC so far; at the end the entry's.</summary>
    public uint Crc { get; private set; }

    /// <summary>Begins the next variant.</summary>
    public void Begin(long length)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)length);
        Crc = Crc32C.Append(Crc, number);
        StringsEncoder.AppendVarint(bundle, length);
    }

    /// <summary>Writes bytes of its message.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes) => Crc = bundle.Append(Crc, bytes);

    /// <summary>Writes the checksum behind it.</summary>
    public void End()
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, MaskedCrc32C.Mask(Crc));
        AddBytes(number);
    }
}
