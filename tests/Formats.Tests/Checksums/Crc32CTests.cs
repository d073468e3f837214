using System.IO.Hashing;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TensorBoardFormats.Checksums;
using Xunit;

namespace TensorBoardFormats.Tests.Checksums;

/// <summary>Against System.IO.Hashing, which was written by others.</summary>
public class Crc32CTests
{
    private static readonly byte[] Bytes = MakeBytes(70_000);

    private delegate uint Variant(uint crc, ReadOnlySpan<byte> bytes);

    [Fact]
    public void Compute_EveryLengthTo3000_AgreesWithTheOracle()
    {
        for (int length = 0; length <= 3000; length++)
        {
            ReadOnlySpan<byte> bytes = Bytes.AsSpan(length % 67, length);
            Assert.True(Oracle(bytes) == Crc32C.Compute(bytes), $"{length} bytes");
        }
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(65_536)]
    [InlineData(65_999)]
    public void Compute_EveryAlignment_AgreesWithTheOracle(int length)
    {
        for (int start = 0; start < 64; start++)
        {
            ReadOnlySpan<byte> bytes = Bytes.AsSpan(start, length);
            Assert.True(Oracle(bytes) == Crc32C.Compute(bytes), $"from {start}");
        }
    }

    [Fact]
    public void Append_AnyTwoPieces_GiveTheWhole()
    {
        uint whole = Oracle(Bytes);
        for (int cut = 0; cut <= 2000; cut += 13)
        {
            Assert.Equal(whole, Crc32C.Append(Crc32C.Compute(Bytes.AsSpan(0, cut)), Bytes.AsSpan(cut)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(4096)]
    [InlineData(69_999)]
    [InlineData(70_000)]
    public void Combine_CrcsOfTwoPieces_GivesThatOfTheWhole(int cut)
    {
        uint first = Crc32C.Compute(Bytes.AsSpan(0, cut));
        uint second = Crc32C.Compute(Bytes.AsSpan(cut));

        Assert.Equal(Oracle(Bytes), Crc32C.Combine(first, second, Bytes.Length - cut));
    }

    [Fact]
    public void Combine_NegativeLength_Throws() => Assert.Throws<ArgumentOutOfRangeException>("secondLength", () => Crc32C.Combine(1, 2, -1));

    /// <summary>The widest path hides the others, so each that the processor has is called by itself.</summary>
    [Fact]
    public void AppendFolded_EachWidth_AgreesWithTheOracle()
    {
        List<(int LeastLength, Variant Append)> variants = [(0, Crc32C.AppendShort)];
        if (Pclmulqdq.IsSupported)
        {
            variants.Add((64, Crc32C.AppendFolded<Crc32C.Lane128, Vector128<ulong>>));
        }

        if (Pclmulqdq.V256.IsSupported)
        {
            variants.Add((128, Crc32C.AppendFolded<Crc32C.Lane256, Vector256<ulong>>));
        }

        if (Pclmulqdq.V512.IsSupported)
        {
            variants.Add((256, Crc32C.AppendFolded<Crc32C.Lane512, Vector512<ulong>>));
        }

        foreach ((int least, Variant append) in variants)
        {
            for (int length = least; length < least + 1100; length++)
            {
                ReadOnlySpan<byte> bytes = Bytes.AsSpan(length % 5, length);
                Assert.True(Oracle(bytes) == ~append(~0u, bytes), $"{length} bytes, from {least} bytes on");
            }
        }
    }

    /// <summary>CI runs these tests a second time without hardware paths; this says whether the switch was heard.</summary>
    [Fact]
    public void FoldingWidth_HardwareIntrinsicsSwitchedOff_IsNone()
    {
        bool isOff = Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") == "0";

        Assert.True(!isOff || Crc32C.FoldingWidth == 0, $"DOTNET_EnableHWIntrinsic=0, and yet {Crc32C.FoldingWidth} bits are in use");
        Assert.Equal(isOff || !Pclmulqdq.IsSupported, Crc32C.FoldingWidth == 0);
    }

    private static uint Oracle(ReadOnlySpan<byte> bytes) => System.IO.Hashing.Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, bytes);

    private static byte[] MakeBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(20260101).NextBytes(bytes);
        return bytes;
    }
}
