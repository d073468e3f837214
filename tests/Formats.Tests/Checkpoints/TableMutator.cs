using System.Buffers.Binary;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Changes a table of one data block at random places and makes its checksums right again, so that what lies behind them is
/// reached.</summary>
internal static class TableMutator
{
    private const int FooterSize = 48;
    private const int TrailerSize = 5;

    public static byte[] Mutate(byte[] table, Random random)
    {
        byte[] mutated = [.. table];
        (int Start, int Length)[] blocks = [Handle(table, 0), Handle(table, 1)];
        (int start, int length) = random.Next(4) == 0 ? blocks[1] : blocks[0];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = start + random.Next(length + (random.Next(20) == 0 ? 1 : 0)); // Now and then the block's type.
            mutated[at] = random.Next(3) switch
            {
                0 => (byte)(mutated[at] ^ (1 << random.Next(8))),
                1 => (byte)(random.Next(2) * 0xFF),
                _ => (byte)random.Next(256),
            };
        }

        if (random.Next(10) == 0)
        {
            mutated[mutated.Length - FooterSize + random.Next(8)] = (byte)random.Next(256);
        }

        foreach ((int at, int size) in blocks)
        {
            uint crc = MaskedCrc32C.Compute(mutated.AsSpan(at, size + 1));
            BinaryPrimitives.WriteUInt32LittleEndian(mutated.AsSpan(at + size + 1), crc);
        }

        return mutated;
    }

    // Block 0 starts the file and ends before the metaindex block; block 1 is the index block. Their handles stand in the footer.
    private static (int Start, int Length) Handle(byte[] table, int block)
    {
        int at = table.Length - FooterSize;
        int metaStart = Varint(table, ref at);
        Varint(table, ref at);
        int indexStart = Varint(table, ref at);
        int indexLength = Varint(table, ref at);
        return block == 0 ? (0, metaStart - TrailerSize) : (indexStart, indexLength);
    }

    private static int Varint(byte[] bytes, ref int at)
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            value |= (b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }
}
