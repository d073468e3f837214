using TensorBoardFormats.Checksums;
using Xunit;

namespace TensorBoardFormats.Tests.Checksums;

public class MaskedCrc32CTests
{
    [Theory]
    [InlineData("313233343536373839", 0xe3069283, 0xc78ab0e5)] // "123456789"
    [InlineData("", 0x00000000, 0xa282ead8)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aa, 0x0fd7fffa)]
    public void Compute_PublishedVectors_Agree(string hex, uint crc, uint masked)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.Equal(crc, Crc32C.Compute(bytes));
        Assert.Equal(masked, MaskedCrc32C.Compute(bytes));
        Assert.Equal(crc, MaskedCrc32C.Unmask(masked));
    }
}
