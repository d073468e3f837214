using TensorBoardFormats.Checksums;
using Xunit;

namespace TensorBoardFormats.Tests.Checksums;

public class Crc32Tests
{
    [Fact]
    public void Compute_CheckValue_Agrees() => Assert.Equal(0xCBF43926, Crc32.Compute("123456789"u8));

    [Fact]
    public void Append_AnyLengthAndSplit_EqualsSystemIoHashing()
    {
        byte[] bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint expected = System.IO.Hashing.Crc32.HashToUInt32(bytes.AsSpan(0, length));
            int split = length / 3;
            Assert.Equal(expected, Crc32.Append(Crc32.Compute(bytes.AsSpan(0, split)), bytes.AsSpan(split, length - split)));
        }
    }
}
