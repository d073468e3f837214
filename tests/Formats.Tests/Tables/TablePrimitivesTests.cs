using Snappier;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tables;
using Xunit;

namespace TensorBoardFormats.Tests.Tables;

public class TablePrimitivesTests
{
    [Theory]
    [InlineData("00", 0)]
    [InlineData("7f", 127)]
    [InlineData("8001", 128)]
    [InlineData("8000", 0)] // padded
    [InlineData("ffffffff0f", uint.MaxValue)]
    [InlineData("ffffffff7f", uint.MaxValue)] // bits above 32 are dropped
    public void TryRead_Varint32_GivesTheNumber(string hex, uint value)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.True(Varint32.TryRead(bytes, 0, out uint read, out int next));
        Assert.Equal((value, bytes.Length), (read, next));
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(Varint32.TryRead(bytes.AsSpan(0, length), 0, out _, out _));
        }
    }

    [Fact]
    public void TryRead_Varint32OfSixBytes_IsRefused() =>
        Assert.False(Varint32.TryRead([0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 0, out _, out _));

    [Fact]
    public void TryDecode_BlockHandle_GivesItBackAndNoTruncation()
    {
        BlockHandle handle = new(300, ulong.MaxValue);
        byte[] bytes = new byte[BlockHandle.MaxEncodedSize];
        int length = handle.Encode(bytes);

        for (int cut = 0; cut < length; cut++)
        {
            WireReader cutReader = new(bytes.AsSpan(0, cut));
            Assert.False(BlockHandle.TryDecode(ref cutReader, out _));
        }

        WireReader reader = new(bytes.AsSpan(0, length));
        Assert.True(BlockHandle.TryDecode(ref reader, out BlockHandle decoded));
        Assert.Equal(handle, decoded);
        Assert.Equal(12, length);
    }

    [Theory]
    [InlineData(0, 0, 5, true)]
    [InlineData(0, 1, 5, false)]
    [InlineData(10, 85, 100, true)]
    [InlineData(10, 86, 100, false)]
    [InlineData(ulong.MaxValue, 2, 100, false)]
    [InlineData(2, ulong.MaxValue, 100, false)]
    public void FitsInto_HandleAndFile_DoesNotOverflow(ulong offset, ulong size, long length, bool fits) =>
        Assert.Equal(fits, new BlockHandle(offset, size).FitsInto(length));

    [Fact]
    public void TryGetLength_WhatSnappyMakes_IsSoundAndNoTruncationOrTail()
    {
        byte[] data = new byte[5000];
        new Random(5).NextBytes(data.AsSpan(0, 1500));
        byte[] stream = Snappy.CompressToArray(data);

        Assert.True(SnappyBlock.TryGetLength(stream, out int length));
        Assert.Equal(data.Length, length);
        byte[] plain = new byte[length];
        Assert.True(SnappyBlock.TryDecompress(stream, plain));
        Assert.Equal(data, plain);
        for (int cut = 0; cut < stream.Length; cut++)
        {
            Assert.False(SnappyBlock.TryGetLength(stream.AsSpan(0, cut), out _));
        }

        Assert.False(SnappyBlock.TryGetLength([.. stream, 0], out _));
    }

    [Theory]
    [InlineData("03 08 616263", true)] // literal of three bytes
    [InlineData("04 08 616263", false)] // declares one more
    [InlineData("02 08 616263", false)] // declares one less
    [InlineData("07 08 616263 01 03", true)] // four bytes from three back
    [InlineData("07 08 616263 01 04", false)] // from before the beginning
    [InlineData("07 08 616263 01 00", false)] // from here
    [InlineData("05 08 616263 06 0300", true)] // two bytes, distance in two
    [InlineData("05 08 616263 07 03000000", true)] // two bytes, distance in four
    [InlineData("03 f0 02 616263", true)] // literal, its length in a byte of its own
    [InlineData("03 f0 ff 616263", false)]
    [InlineData("00", true)]
    [InlineData("", false)]
    public void TryGetLength_Stream_IsTakenOnlyWhenSound(string hex, bool isSound)
    {
        byte[] stream = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        Assert.Equal(isSound, SnappyBlock.TryGetLength(stream, out int length));
        Assert.Equal(isSound, isSound && SnappyBlock.TryDecompress(stream, new byte[length]));
    }
}
