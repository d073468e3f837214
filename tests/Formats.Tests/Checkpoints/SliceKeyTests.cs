using System.Buffers;
using CsCheck;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>The values of spec/tensor-bundle.md §8.3.</summary>
public class SliceKeyTests
{
    [Theory]
    [InlineData("0,5:0,4", "00760001010280858084")]
    [InlineData("5,5:0,4", "00760001010285858084")]
    [InlineData("5,5:-", "0076000101028585807f")]
    public void Encode_WorkedExample_GivesTheKey(string slice, string hex)
    {
        byte[] key = SliceKey.Encode("v"u8, TensorSlice.Parse(slice));

        Assert.Equal(hex, Convert.ToHexStringLower(key));
        Assert.True(SliceKey.TryDecode(key, out byte[] name, out SliceExtent[] extents));
        Assert.Equal("v"u8.ToArray(), name);
        Assert.Equal(slice, new TensorSlice(extents).ToString());
    }

    [Fact]
    public void Encode_NameWithEscapedBytes_EscapesThem()
    {
        byte[] key = SliceKey.Encode([0x00, 0xFF, 0x61], new TensorSlice());

        Assert.Equal("0000ffff0061000100", Convert.ToHexStringLower(key));
        Assert.True(SliceKey.TryDecode(key, out byte[] name, out _));
        Assert.Equal([0x00, 0xFF, 0x61], name);
    }

    [Theory]
    [InlineData(0, "80")]
    [InlineData(1, "81")]
    [InlineData(5, "85")]
    [InlineData(63, "bf")]
    [InlineData(64, "c040")]
    [InlineData(8191, "dfff")]
    [InlineData(8192, "e02000")]
    [InlineData(1 << 20, "f0100000")]
    [InlineData(-1, "7f")]
    [InlineData(-64, "40")]
    [InlineData(-65, "3fbf")]
    [InlineData(long.MaxValue, "ffc07fffffffffffffff")]
    public void WriteSigned_Value_GivesTheBytes(long value, string hex)
    {
        ArrayBufferWriter<byte> output = new();
        SliceKey.WriteSigned(output, value);

        Assert.Equal(hex, Convert.ToHexStringLower(output.WrittenSpan));
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(2, "0102")]
    [InlineData(300, "02012c")]
    [InlineData(ulong.MaxValue, "08ffffffffffffffff")]
    public void WriteUnsigned_Value_GivesTheBytes(ulong value, string hex)
    {
        ArrayBufferWriter<byte> output = new();
        SliceKey.WriteUnsigned(output, value);

        Assert.Equal(hex, Convert.ToHexStringLower(output.WrittenSpan));
    }

    [Fact]
    public void TryDecode_WhatWasEncoded_GivesItBack() =>
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Select(Gen.Long[0, long.MaxValue / 2], Gen.Long[1, long.MaxValue / 2]).Array[0, 5])
            .Sample((name, extents) =>
        {
            TensorSlice slice = new(Array.ConvertAll(extents, static e => new SliceExtent(e.Item1, e.Item2)));
            return SliceKey.TryDecode(SliceKey.Encode(name, slice), out byte[] decoded, out SliceExtent[] found)
                && decoded.AsSpan().SequenceEqual(name) && new TensorSlice(found).Equals(slice);
        });

    [Fact]
    public void TryDecode_EveryTruncation_IsRefused()
    {
        byte[] key = SliceKey.Encode("name"u8, TensorSlice.Parse("8192,70:-:1,9000000000"));

        for (int length = 0; length < key.Length; length++)
        {
            Assert.False(SliceKey.TryDecode(key.AsSpan(0, length), out _, out _), $"{length} bytes of {key.Length}");
        }

        Assert.False(SliceKey.TryDecode([.. key, 0], out _, out _));
    }
}
