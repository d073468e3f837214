using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

public class CheckpointRepackerTests
{
    public static TheoryData<string> Cases => [.. GoldenBundle.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Repack_CheckpointOfTensorFlow_ComesOutByteForByte(string name)
    {
        List<string> prefixes = [.. GoldenBundle.Expect(name)["bundles"]!.AsArray().Select(b => Repository.Golden("checkpoints", name, (string)b!["prefix"]!))];
        foreach (string index in Directory.GetFiles(Repository.Golden("checkpoints", name), "*.index", SearchOption.AllDirectories))
        {
            prefixes.Add(index[..^".index".Length]); // Parts before a merge, too.
        }

        foreach (string prefix in prefixes.Distinct())
        {
            using TempFolder temp = new();
            CheckpointInfo info = CheckpointRepacker.Repack(prefix, temp["x"]);
            GoldenCheckpointTests.AssertSameFiles(prefix, temp["x"], info.ShardCount);
        }

        Assert.True(prefixes.Count > 0 || name is "big_by_formula" or "tf1_empty" or "v1");
    }

    [Fact]
    public void Repack_SingleShard_PutsAllIntoOneFile()
    {
        using TempFolder temp = new();
        string source = Repository.Golden("checkpoints", "merge3", "merged");
        CheckpointInfo info = CheckpointRepacker.Repack(source, temp["x"], new() { SingleShard = true });
        Assert.Equal(1, info.ShardCount);
        Assert.Equal(["x.data-00000-of-00001", "x.index"], Names(temp));
        AssertSameValues(source, temp["x"], static name => name);
    }

    [Fact]
    public void Repack_SelectAndRename_TakesThoseUnderTheirNewNames()
    {
        using TempFolder temp = new();
        string source = Repository.Golden("checkpoints", "slices", "p");
        CheckpointRepacker.Repack(source, temp["x"], new() { Select = ["dt_*", "rows"], Rename = new Dictionary<string, string> { ["rows"] = "Zeilen/ü" } });
        using CheckpointReader reader = CheckpointReader.Open(temp["x"]);
        Assert.Equal(
            ["Zeilen/ü", "dt_bool", "dt_complex64", "dt_float16", "dt_float64", "dt_int64", "dt_uint8"],
            reader.Entries.Select(e => e.Name));
        Assert.True(reader.Verify().IsSound);
        using CheckpointReader before = CheckpointReader.Open(source);
        Assert.Equal(before.ReadBytes("rows"), reader.ReadBytes("Zeilen/ü"));
        Assert.Equal(3, reader.Entries[0].Slices.Count);
    }

    [Fact]
    public void Repack_SelectLeavesShardsEmpty_DropsThem()
    {
        using TempFolder temp = new();
        CheckpointInfo info = CheckpointRepacker.Repack(Repository.Golden("checkpoints", "merge_101", "m"), temp["x"], new() { Select = ["v7", "v100"] });
        Assert.Equal(2, info.ShardCount);
        using CheckpointReader reader = CheckpointReader.Open(temp["x"]);
        Assert.Equal(100, reader.Read<byte>("v100")[0]);
        Assert.Equal(7, reader.Read<byte>("v7")[0]);
    }

    [Fact]
    public void Repack_RenameInAnObjectGraph_KeepsTheGraphInLine()
    {
        using TempFolder temp = new();
        const string Old = "o/beta1_power/.ATTRIBUTES/VARIABLE_VALUE";
        CheckpointRepacker.Repack(
            Repository.Golden("checkpoints", "tf2_slots", "ckpt"), temp["x"], new() { Rename = new Dictionary<string, string> { [Old] = "elsewhere" }, Select = ["*"] });
        using CheckpointReader reader = CheckpointReader.Open(temp["x"]);
        Assert.True(reader.Verify().IsSound);
        TrackableObjectGraph graph = TrackableObjectGraph.Parser.ParseFrom(reader.ReadStrings("_CHECKPOINTABLE_OBJECT_GRAPH")[0]);
        Assert.Equal("elsewhere", graph.Nodes[4].Attributes[0].CheckpointKey);
    }

    [Fact]
    public void Repack_FormatBefore_ComesOutAsBundle()
    {
        using TempFolder temp = new();
        string source = Repository.Golden("checkpoints", "v1", "v1");
        CheckpointRepacker.Repack(source, temp["x"]);
        Assert.Equal(["x.data-00000-of-00001", "x.index"], Names(temp));
        AssertSameValues(source, temp["x"], static name => name);
    }

    [Theory]
    [InlineData("nothing*", "a", "b", "matches nothing*")]
    [InlineData("*", "gone", "b", "no tensor 'gone'")]
    [InlineData("*", "alpha", "beta", "named 'beta'")]
    public void Repack_OptionThatCannotBe_ThrowsAndLeavesNothing(string select, string old, string name, string message)
    {
        using TempFolder temp = new();
        CheckpointRepackOptions options = new() { Select = [select], Rename = new Dictionary<string, string> { [old] = name } };
        if (select == "nothing*")
        {
            options = options with { Rename = new Dictionary<string, string>() };
        }

        ArgumentException e = Assert.Throws<ArgumentException>(() => CheckpointRepacker.Repack(Repository.Golden("checkpoints", "order", "reversed"), temp["sub", "x"], options));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }

    [Theory]
    [InlineData("strings", "s", 40)]
    [InlineData("slices", "p", 100)]
    [InlineData("variant", "v", 20)]
    public void Repack_DamagedData_ThrowsAndLeavesNothing(string name, string prefix, int offset)
    {
        using TempFolder temp = new();
        using TempFolder damaged = new();
        foreach (string end in new[] { ".index", ".data-00000-of-00001" })
        {
            File.Copy(Repository.Golden("checkpoints", name, prefix + end), damaged[prefix + end]);
        }

        byte[] data = File.ReadAllBytes(damaged[prefix + ".data-00000-of-00001"]);
        data[offset] ^= 0x10;
        File.WriteAllBytes(damaged[prefix + ".data-00000-of-00001"], data);
        Assert.Throws<MalformedFileException>(() => CheckpointRepacker.Repack(damaged[prefix], temp["deep", "er", "x"]));
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }

    [Fact]
    public void Repack_SlicesMissing_KeepsTheTensorAsItIs()
    {
        using TempFolder temp = new();
        using (CheckpointWriter writer = CheckpointWriter.Create(temp["a"]))
        {
            writer.AddSlice("v", [4], TensorSlice.Parse("0,1"), [1f]);
            writer.AddSlice("v", [4], TensorSlice.Parse("2,1"), [3f]);
            writer.Complete();
        }

        CheckpointRepacker.Repack(temp["a"], temp["b"]);
        Assert.Equal(File.ReadAllBytes(temp["a.index"]), File.ReadAllBytes(temp["b.index"]));
        Assert.Equal(File.ReadAllBytes(temp["a.data-00000-of-00001"]), File.ReadAllBytes(temp["b.data-00000-of-00001"]));
    }

    [Fact]
    public void Repack_OntoItself_Throws() =>
        Assert.Throws<ArgumentException>(() => CheckpointRepacker.Repack("some/where", Path.Combine("some", ".", "where")));

    [Fact]
    public void Repack_Cancelled_LeavesNothing()
    {
        using TempFolder temp = new();
        Assert.Throws<OperationCanceledException>(() =>
            CheckpointRepacker.Repack(Repository.Golden("checkpoints", "order", "reversed"), temp["x"], cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }

    private static IEnumerable<string?> Names(TempFolder folder) => Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static void AssertSameValues(string source, string copy, Func<string, string> newName)
    {
        using CheckpointReader before = CheckpointReader.Open(source);
        using CheckpointReader after = CheckpointReader.Open(copy);
        Assert.Equal(before.Entries.Count, after.Entries.Count);
        Assert.True(after.Verify().IsSound);
        foreach (CheckpointEntry entry in before.Entries)
        {
            Assert.Equal(before.ReadBytes(entry.Name), after.ReadBytes(newName(entry.Name)));
        }
    }
}
