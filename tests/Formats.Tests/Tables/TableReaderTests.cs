using System.Buffers;
using System.Text;
using TensorBoardFormats.Files;
using TensorBoardFormats.Tables;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Tables;

public class TableReaderTests
{
    private const string Path = "/t";

    [Fact]
    public void MoveNext_WhatWasBuilt_GivesItBack()
    {
        (string Key, string Value)[] entries = [.. Enumerable.Range(0, 20_000)
            .Select(static i => ($"layer/{i:D6}/weights", $"value {i} {new string('x', i % 50)}"))];
        TableReader reader = TableReader.Open(FileOf(Build(entries)));

        foreach ((string key, string value) in entries)
        {
            Assert.True(reader.MoveNext());
            Assert.Equal(key, Encoding.UTF8.GetString(reader.Key));
            Assert.Equal(value, Encoding.UTF8.GetString(reader.Value));
        }

        Assert.False(reader.MoveNext());
        Assert.InRange(reader.BlockCount, 3, 10);
        Assert.Equal(entries.Length, reader.EntryCount);
    }

    [Fact]
    public void Open_EveryTruncation_IsRefused()
    {
        byte[] table = Build(("a", "1"), ("b", "2"));

        for (int length = 0; length < table.Length; length++)
        {
            Assert.Throws<MalformedFileException>(() => ReadAll(table[..length]));
        }
    }

    [Fact]
    public void Open_TooShort_NamesBothLengths()
    {
        MalformedFileException e = Assert.Throws<MalformedFileException>(() => ReadAll(new byte[47]));

        Assert.Equal("/t@0x0: expected a table of at least 48 bytes, found 47 bytes", e.Message);
    }

    [Fact]
    public void Open_WrongMagic_SaysWhatStandsThere()
    {
        byte[] table = Build(("a", "1"));
        table[^8] ^= 1;

        MalformedFileException e = Assert.Throws<MalformedFileException>(() => ReadAll(table));

        Assert.Equal(table.Length - 8, e.Offset);
        Assert.Equal("the magic number db4775248b80fb57 of a table", e.Expected);
        Assert.Equal("db4775248b80fb56", e.Found);
    }

    [Fact]
    public void MoveNext_FlippedBit_NamesTheBlockAndBothChecksums()
    {
        byte[] table = Build(("a", "1"));
        table[3] ^= 0x40;

        MalformedFileException e = Assert.Throws<MalformedFileException>(() => ReadAll(table));

        Assert.Equal(0, e.Offset);
        Assert.Matches("^a block of [0-9]+ bytes with CRC-32C [0-9a-f]{8}$", e.Expected);
        Assert.Matches("^bytes with [0-9a-f]{8}$", e.Found);
    }

    [Theory]
    [InlineData("01 00 00 ff | 00000000 01000000", "a key that shares at most")] // nothing to share with
    [InlineData("00 05 00 61 | 00000000 01000000", "an entry inside its block")] // key longer than the block
    [InlineData("00 01 7f 61 | 00000000 01000000", "an entry inside its block")] // value longer than the block
    [InlineData("808080808000 01 00 61 | 00000000 01000000", "an entry inside its block")] // a varint of six bytes
    [InlineData("00 01 00 61 | 00000000 ff000000", "restarts in a block")] // more restarts than fit
    [InlineData("00 01 00 61 | 02000000 01000000", "a restart that points to an entry")]
    [InlineData("00 01 00 61 | 00000000", "a restart for the first entry")] // no restart
    [InlineData("00 01 00 61 01 01 00 62 | 00000000 04000000 02000000", "a restart that points to an entry with a whole key")]
    [InlineData("00 01 00 62 00 01 00 61 | 00000000 01000000", "keys in ascending order, each once")]
    [InlineData("00 01 00 61 00 01 00 61 | 00000000 01000000", "keys in ascending order, each once")]
    [InlineData("00 01 00 7a | 00000000 01000000", "an index key not below the last key of its block")] // the index says z
    [InlineData("0000", "a block of at least 4 bytes")]
    public void MoveNext_BlockThatContradictsItself_IsRefused(string hex, string expected)
    {
        byte[] content = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal));

        MalformedFileException e = Assert.Throws<MalformedFileException>(() => ReadAll(RawTable.Of(content, "y")));

        Assert.Contains(expected, e.Expected, StringComparison.Ordinal);
        Assert.Equal(Path, e.Path);
    }

    [Fact]
    public void MoveNext_NotOrdered_TellsWhereOrderIsBroken()
    {
        byte[] content = Convert.FromHexString("0001006200010061" + "0000000001000000");
        TableReader reader = TableReader.Open(FileOf(RawTable.Of(content, "y")), ordered: false);

        Assert.True(reader.MoveNext());
        Assert.Null(reader.OrderFault);
        Assert.True(reader.MoveNext());
        Assert.Equal(4, reader.OrderFault?.Offset);
    }

    [Theory]
    [InlineData("ff ff ff ff 0f 00 00")] // declares 4 GiB
    [InlineData("80 80 80 20 00 00")] // declares 64 MiB
    public void MoveNext_SnappyThatDeclaresMuch_AllocatesNothingForIt(string hex)
    {
        byte[] table = RawTable.Of(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), "y", TableFormat.Snappy);
        long before = GC.GetAllocatedBytesForCurrentThread();

        MalformedFileException e = Assert.Throws<MalformedFileException>(() => ReadAll(table));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal("a Snappy stream of the length that it declares", e.Expected);
    }

    [Fact]
    public void MoveNext_IndexHandleOf1TiB_AllocatesNothingForIt()
    {
        byte[] table = Build(("a", "1"));
        new Footer(default, new BlockHandle(0, 1UL << 40)).Encode(table.AsSpan(table.Length - TableFormat.FooterSize));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<MalformedFileException>(() => ReadAll(table));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Lenient_DamagedBlockInTheMiddle_IsSkippedWithItsKeys()
    {
        (string Key, string Value)[] entries = [.. Enumerable.Range(0, 300).Select(static i => ($"k{i:D3}", new string('v', 3000)))];
        byte[] table = Build(entries);
        TableReader strict = TableReader.Open(FileOf(table));
        while (strict.MoveNext() && strict.Block < 1)
        {
        }

        string firstOfSecond = Encoding.UTF8.GetString(strict.Key);
        table[strict.Offset + 10] ^= 1;

        Assert.True(LenientTableIterator.TryOpen(FileOf(table), out LenientTableIterator lenient, out _));
        List<string> keys = [];
        for (bool ok = lenient.Seek([]); ok; ok = lenient.MoveNext())
        {
            keys.Add(Encoding.UTF8.GetString(lenient.Key));
        }

        Assert.Contains(firstOfSecond, entries.Select(static e => e.Key));
        Assert.DoesNotContain(firstOfSecond, keys);
        Assert.Equal(["k000", "k299"], [keys[0], keys[^1]]);
        Assert.NotNull(lenient.Passed);
        Assert.False(lenient.Find(Encoding.UTF8.GetBytes(firstOfSecond)));
        Assert.True(lenient.Find("k299"u8));
        Assert.True(lenient.Find("k001"u8));
    }

    [Fact]
    public void Lenient_EveryKey_IsFound()
    {
        (string Key, string Value)[] entries = [.. Enumerable.Range(0, 2000).Select(static i => ($"k{i:D4}", new string('v', 300)))];
        Assert.True(LenientTableIterator.TryOpen(FileOf(Build(entries)), out LenientTableIterator lenient, out _));

        Assert.All(entries, entry =>
        {
            Assert.True(lenient.Find(Encoding.UTF8.GetBytes(entry.Key)));
            Assert.Equal(entry.Value, Encoding.UTF8.GetString(lenient.Value));
        });
        Assert.False(lenient.Find("k0000x"u8));
    }

    private static byte[] Build(params (string Key, string Value)[] entries)
    {
        ArrayBufferWriter<byte> output = new();
        TableBuilder builder = new(output);
        foreach ((string key, string value) in entries)
        {
            builder.Add(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        }

        builder.Finish();
        return output.WrittenSpan.ToArray();
    }

    private static ReadableFile FileOf(byte[] table)
    {
        InMemoryFileStore store = new() { [Path] = table };
        return store.OpenRead(Path);
    }

    private static void ReadAll(byte[] table)
    {
        TableReader reader = TableReader.Open(FileOf(table));
        while (reader.MoveNext())
        {
        }
    }
}
