using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Sequences of saves that TensorFlow's keepers made, step by step: the files that are there and the text of the state file after each.</summary>
[Collection(nameof(WorkingDirectory))]
public class KeeperTests
{
    public static TheoryData<string> SaverCases => [.. Savers.Keys];

    public static TheoryData<string> ManagerCases => [.. Managers.Keys];

    private static Dictionary<string, (string Path, CheckpointSaverOptions Options)> Savers => new()
    {
        ["tf1_default_keep5"] = ("model.ckpt", new()),
        ["tf1_every_n_hours"] = ("model.ckpt", new() { MaxToKeep = 1, KeepCheckpointEveryHours = 1 }),
        ["tf1_keep0"] = ("model.ckpt", new() { MaxToKeep = 0 }),
        ["tf1_keep1"] = ("model.ckpt", new() { MaxToKeep = 1 }),
        ["tf1_keep2_absolute"] = ("@DIR@/model.ckpt", new() { MaxToKeep = 2 }),
        ["tf1_keep2_relative"] = ("model.ckpt", new() { MaxToKeep = 2 }),
        ["tf1_latest_filename"] = ("model.ckpt", new() { LatestFileName = "latest" }),
        ["tf1_no_step"] = ("plain", new()),
        ["tf1_pad_step"] = ("model.ckpt", new() { PadStepNumber = true }),
        ["tf1_quotes"] = ("it's \"q\" back\\slash é 😀.ckpt", new()),
        ["tf1_relative_paths"] = ("@DIR@/model.ckpt", new() { MaxToKeep = 2, SaveRelativePaths = true }),
        ["tf1_repeat_step"] = ("model.ckpt", new() { MaxToKeep = 2 }),
        ["tf1_subfolder_relative"] = ("logs/model", new()),
    };

    private static Dictionary<string, (string Directory, double Made, CheckpointManagerOptions Options)> Managers => new()
    {
        ["tf2_manager_hours"] = (".", 1700000000.5, new() { MaxToKeep = 1, KeepCheckpointEveryHours = 1 }),
        ["tf2_manager_keep2"] = (".", 1700000000.5, new() { MaxToKeep = 2 }),
        ["tf2_manager_keep_all"] = (".", 1700000000.5, new() { MaxToKeep = null }),
        ["tf2_manager_name"] = (".", 1700000000.5, new() { MaxToKeep = 3, CheckpointName = "model weights" }),
        ["tf2_manager_numbers"] = (".", 1700000000.5, new() { MaxToKeep = 3 }),
        ["tf2_manager_restart"] = (".", 1700000000.5, new() { MaxToKeep = 2 }),
        ["tf2_manager_subfolder"] = ("train/run", 1700000000.5, new() { MaxToKeep = 2 }),
        ["tf2_manager_times"] = (".", 1.0, new() { MaxToKeep = 9 }),
    };

    [Theory]
    [MemberData(nameof(SaverCases))]
    public void CheckpointSaver_StepsOfTensorFlow_LeavesItsFilesAndStates(string name)
    {
        using WorkingDirectory here = new();
        (string path, CheckpointSaverOptions options) = Savers[name];
        StoppedClock clock = new(1600000000);
        CheckpointSaver saver = new(options with { Clock = clock });
        foreach (JsonNode? step in Steps(name))
        {
            JsonNode after = step!["after"]!;
            clock.Seconds = (double)after["time"]!;
            string returned = saver.Save(here.Place(path), (long?)after["step"], writer => Fill(writer, name, here, (string)after["returned"]!));
            Assert.Equal(here.Place((string)after["returned"]!), returned);
            AssertDirectory(step, here, Path.GetDirectoryName(path.Replace("@DIR@/", "", StringComparison.Ordinal))!);
        }

        AssertFiles(name, here);
    }

    [Fact]
    public void CheckpointSaver_RecoverLastCheckpoints_GoesOnWhereItWas()
    {
        using WorkingDirectory here = new();
        JsonArray steps = Steps("tf1_recover");
        CheckpointSaverOptions options = new() { MaxToKeep = 3 };
        CheckpointSaver first = new(options);
        for (int step = 1; step <= 3; step++)
        {
            first.Save("m", step, static writer => writer.Add("v", [], [1f]));
            File.SetLastWriteTimeUtc($"m-{step}.index", DateTime.UnixEpoch.AddSeconds(1500000000 + step));
        }

        AssertDirectory(steps[0]!, here);
        CheckpointSaver second = new(options);
        second.RecoverLastCheckpoints(CheckpointState.Read(".").All);
        Assert.Equal(["./m-1", "./m-2", "./m-3"], second.LastCheckpoints);
        second.Save("m", 4, static writer => writer.Add("v", [], [1f]));
        AssertDirectory(steps[1]!, here);
        new CheckpointSaver(options).Save("m", 5, static writer => writer.Add("v", [], [1f]));
        AssertDirectory(steps[2]!, here);
    }

    [Fact]
    public void CheckpointSaver_Sharded_LeavesTensorFlowsFiles()
    {
        using WorkingDirectory here = new();
        GoldenBundle golden = new(Repository.Golden("checkpoints", "tf1_sharded_two_devices"), GoldenBundle.Expect("tf1_sharded_two_devices")["bundles"]![0]!);
        Action<CheckpointWriter>[] shards = [.. Enumerable.Range(0, 2).Select(i => (Action<CheckpointWriter>)(w => GoldenCheckpointTests.Add(w, golden, i)))];
        Assert.Equal("sh-3", new CheckpointSaver().SaveSharded("sh", 3, shards));
        AssertDirectory(Steps("tf1_sharded_two_devices")[0]!, here);
        AssertFiles("tf1_sharded_two_devices", here);
    }

    [Theory]
    [MemberData(nameof(ManagerCases))]
    public void CheckpointManager_StepsOfTensorFlow_LeavesItsFilesAndStates(string name)
    {
        using WorkingDirectory here = new();
        (string directory, double now, CheckpointManagerOptions options) = Managers[name];
        CheckpointManager manager = new(directory, options, () => now);
        foreach (JsonNode? step in Steps(name))
        {
            JsonNode after = step!["after"]!;
            now = (double)after["time"]!;
            if (after["manager made again"] is not null)
            {
                manager = new CheckpointManager(directory, options, () => now);
                Assert.Equal((string)after["latest"]!, manager.LatestCheckpoint);
            }
            else
            {
                string returned = (string)after["returned"]!;
                long number = long.Parse(returned.AsSpan(returned.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
                void Write(CheckpointWriter writer) => Fill(writer, name, here, returned);
                Assert.Equal(returned, number == manager.NextNumber ? manager.Save(Write) : manager.Save(number, Write));
            }

            Assert.Equal([.. after["checkpoints"]!.AsArray().Select(c => (string)c!)], manager.Checkpoints);
            AssertDirectory(step, here, directory);
        }

        AssertFiles(name, here);
    }

    private static JsonArray Steps(string name) => GoldenBundle.Expect(name)["steps"]!.AsArray();

    // The tensors of TensorFlow's checkpoint where it is still there, else anything.
    private static void Fill(CheckpointWriter writer, string name, WorkingDirectory here, string returned)
    {
        string prefix = returned.Replace("@DIR@/", "", StringComparison.Ordinal);
        prefix = prefix.StartsWith("./", StringComparison.Ordinal) ? prefix[2..] : prefix;
        JsonNode? bundle = GoldenBundle.Expect(name)["bundles"]!.AsArray().SingleOrDefault(b => (string)b!["prefix"]! == prefix);
        Assert.StartsWith(here.Path, Path.GetFullPath(writer.Prefix), StringComparison.Ordinal);
        if (bundle is null)
        {
            writer.Add("v", [], [1f]);
        }
        else
        {
            GoldenCheckpointTests.Add(writer, new GoldenBundle(Repository.Golden("checkpoints", name), bundle), 0);
        }
    }

    private static void AssertDirectory(JsonNode step, WorkingDirectory here, string folder = ".")
    {
        string place = Path.Combine(here.Path, folder);
        Assert.Equal(
            step["files"]!.AsArray().Select(f => (string)f!).Order(StringComparer.Ordinal),
            here.Files().Select(f => Path.GetRelativePath(place, Path.Combine(here.Path, f))));
        foreach ((string file, JsonNode? text) in step["state"]!.AsObject())
        {
            Assert.Equal(here.Place((string)text!), File.ReadAllText(Path.Combine(place, file)));
        }
    }

    private static void AssertFiles(string name, WorkingDirectory here)
    {
        JsonObject expected = GoldenBundle.Expect(name)["files"]!.AsObject();
        Assert.NotEmpty(expected);
        foreach ((string file, JsonNode? _) in expected)
        {
            byte[] want = File.ReadAllBytes(Path.Combine(Repository.Golden("checkpoints", name), file));
            byte[] got = File.ReadAllBytes(Path.Combine(here.Path, file));
            if (want.AsSpan().IndexOf("@DIR@"u8) < 0)
            {
                Assert.Equal(want, got);
            }
        }
    }
}
