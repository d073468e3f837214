using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>A byte of a checkpoint changes: that is noticed, or it changes nothing.</summary>
public class ChangedByteTests
{
    private const string Prefix = "/c/x";
    private const string Index = Prefix + ".index";

    [Theory]
    [InlineData("undamaged_a")] // numbers, strings, slices, an empty tensor
    [InlineData("variant_undamaged")]
    [InlineData("shards_undamaged")]
    [InlineData("graph_undamaged")]
    public void Open_EveryByteChanged_IsNoticedOrHarmless(string golden)
    {
        Dictionary<string, byte[]> files = Load(golden);
        Dictionary<string, RecordedTensor> right = Read(files) ?? throw new InvalidOperationException("The golden itself cannot be read.");
        int noticed = 0;
        foreach (string path in files.Keys)
        {
            byte[] original = files[path];
            for (int i = 0; i < original.Length; i++)
            {
                foreach (byte mask in (byte[])[0x01, 0x80])
                {
                    byte[] changed = [.. original];
                    changed[i] ^= mask;
                    Dictionary<string, RecordedTensor>? read = Read(new(files) { [path] = changed });
                    noticed += read is null ? 1 : 0;
                    Assert.True(read is null || Same(read, right), $"{path}, byte {i}, mask {mask:x2}: {string.Join(", ", read ?? [])}");
                }
            }
        }

        Assert.InRange(noticed, files.Values.Sum(static f => f.Length), int.MaxValue);
    }

    /// <summary>The checksums of blocks made right again: what then still differs must be an error of the proper kind or another sound
    /// checkpoint.</summary>
    [Fact]
    public void Open_MutatedTables_GivesValuesOrAnError()
    {
        Random random = new(20261124);
        Dictionary<string, byte[]>[] bases = [Load("undamaged_a"), Load("variant_undamaged"), Load("shards_undamaged"),
            Load("graph_undamaged")];
        int accepted = 0;
        for (int i = 0; i < 2000; i++)
        {
            Dictionary<string, byte[]> files = bases[random.Next(bases.Length)];
            byte[] mutated = TableMutator.Mutate(files[Index], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            accepted += Read(new(files) { [Index] = mutated }) is null ? 0 : 1;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }

        Assert.InRange(accepted, 1, 1999);
    }

    private static bool Same(Dictionary<string, RecordedTensor> read, Dictionary<string, RecordedTensor> right) =>
        read.Count == right.Count && right.All(t => read.GetValueOrDefault(t.Key) == t.Value);

    // Cases of the suite that are what TensorFlow wrote, of a few hundred bytes each.
    private static Dictionary<string, byte[]> Load(string name)
    {
        string folder = Path.Combine(Repository.GoldenSuite("checkpoint_verdicts"), name);
        string prefix = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(folder, "*.index").Single());
        return Directory.EnumerateFiles(folder, prefix + ".*")
            .ToDictionary(path => Prefix + Path.GetFileName(path)[prefix.Length..], File.ReadAllBytes);
    }

    /// <summary>All tensors, or null when something was found wrong; any other exception than those of content fails the test.</summary>
    private static Dictionary<string, RecordedTensor>? Read(Dictionary<string, byte[]> files)
    {
        InMemoryFileStore store = new();
        foreach ((string path, byte[] bytes) in files)
        {
            store[path] = bytes;
        }

        try
        {
            using CheckpointReader reader = CheckpointReader.Open(Prefix, new CheckpointReaderOptions { Files = store, Workers = 1 });
            return reader.Faults.Count > 0 ? null
                : reader.Entries.ToDictionary(static e => Convert.ToHexString(e.NameBytes.Span), e => RecordedTensor.Of(reader, e));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
