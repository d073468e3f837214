using System.Diagnostics;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Whenever a save ends before its end, the checkpoints before stay loadable, the error names the path, and the next save leaves no temporary.</summary>
public sealed class CheckpointCrashTests : IDisposable
{
    private const int Columns = 1_000_000; // A save of 12 MB takes long enough to be killed in it.

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void SaverLoop_KilledAgainAndAgain_GoesOnFromASoundCheckpoint()
    {
        string[] moments = [".data-", ".index", "checkpoint.", ".data-"]; // The temporary file whose appearance is waited for.
        SampleProgram.Run("SaverLoop", _temp.Path, "1", $"{Columns}");
        long reached = AssertLoadable();
        int inTheMiddle = 0;
        for (int kill = 0; kill < 40 && inTheMiddle < 5; kill++)
        {
            using Process child = SampleProgram.Start("SaverLoop", _temp.Path, "100000", $"{Columns}");
            SpinWait.SpinUntil(() => Temporaries().Any(f => f.Contains(moments[kill % moments.Length], StringComparison.Ordinal)), TimeSpan.FromSeconds(20));
            child.Kill(); // SIGKILL
            child.WaitForExit();
            inTheMiddle += Temporaries().Any() ? 1 : 0;
            long step = AssertLoadable();
            Assert.True(step >= reached);
            reached = step;
        }

        Assert.True(inTheMiddle > 0, "No kill met a save in the middle.");
        SampleProgram.Run("SaverLoop", _temp.Path, "4", $"{Columns}");
        Assert.Equal(reached + 4, AssertLoadable());
        Assert.Empty(Temporaries());
    }

    [Fact]
    public void CheckpointSaver_DiskFailsAtAnyStep_LeavesTheOneBefore()
    {
        int steps = CountSteps();
        Assert.InRange(steps, 10, 100);
        for (int fail = 1; fail <= steps; fail++)
        {
            using TempFolder temp = new();
            Save(temp, 1, FileStore.Disk);
            FaultingFileStore faulting = new(FileStore.Disk, fail);
            Exception? error = Record.Exception(() => Save(temp, 2, faulting));
            Assert.True(faulting.Failed);
            if (error is not null)
            {
                Assert.Contains(temp.Path, Assert.IsType<IOException>(error).Message, StringComparison.Ordinal);
            }

            CheckpointStateResult state = CheckpointState.Read(temp.Path);
            Assert.Equal(CheckpointStateOutcome.Found, state.Outcome);
            AssertSound(state);
            Save(temp, 3, FileStore.Disk);
            Assert.DoesNotContain(Directory.GetFiles(temp.Path), f => TemporaryNames.IsOne(Path.GetFileName(f)));
        }
    }

    [Fact]
    public void CheckpointWriter_CannotPutTheIndexInPlace_LeavesTheOneBefore()
    {
        using (CheckpointWriter writer = CheckpointWriter.Create(_temp["m"]))
        {
            writer.Add("v", [2], [1f, 2]);
            writer.Complete();
        }

        using (CheckpointWriter writer = CheckpointWriter.Create(_temp["m"], new() { Files = new StubbornFileStore(".index") }))
        {
            writer.Add("v", [], [9f]);
            Assert.Contains(_temp["m.index"], Assert.Throws<IOException>(writer.Complete).Message, StringComparison.Ordinal);
        }

        using CheckpointReader reader = CheckpointReader.Open(_temp["m"]);
        Assert.Equal([1f, 2f], reader.Read<float>("v"));
        Assert.Equal(2, Directory.GetFiles(_temp.Path).Length);
    }

    [Fact]
    public void CheckpointWriter_AfterADiskError_RefusesEveryCallNamingThePath()
    {
        FaultingFileStore faulting = new(FileStore.Disk, 3);
        using CheckpointWriter writer = CheckpointWriter.Create(_temp["m"], new() { Files = faulting });
        byte[] large = new byte[3 * ChunkedFile.ChunkSize];
        Assert.Contains(_temp.Path, Assert.Throws<IOException>(() => writer.Add("v", [large.Length], large)).Message, StringComparison.Ordinal);
        Assert.Contains(_temp.Path, Assert.Throws<IOException>(() => writer.Add("w", [], [1f])).Message, StringComparison.Ordinal);
        Assert.Contains(_temp.Path, Assert.Throws<IOException>(writer.Complete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckpointManager_DiskFailsAtAnyStep_NeverNamesWhatIsNotThere()
    {
        for (int fail = 1; fail <= 60; fail++)
        {
            using TempFolder temp = new();
            Manager(temp, FileStore.Disk).Save(Fill);
            Manager(temp, FileStore.Disk).Save(Fill);
            FaultingFileStore faulting = new(FileStore.Disk, fail);
            Exception? error = Record.Exception(() => Manager(temp, faulting).Save(Fill));
            Assert.Equal(faulting.Failed, error is not null);
            AssertSound(CheckpointState.Read(temp.Path));
            if (!faulting.Failed)
            {
                return;
            }
        }

        Assert.Fail("The save never came through.");
    }

    [Fact]
    public void CheckpointSaver_DirectoryThatCannotBeWritten_ThrowsNamingIt()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Permissions of directories are Unix's.");
            return;
        }

        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everywhere.");
        Save(_temp, 1, FileStore.Disk);
        File.SetUnixFileMode(_temp.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Contains(_temp.Path, Assert.ThrowsAny<UnauthorizedAccessException>(() => Save(_temp, 2, FileStore.Disk)).Message, StringComparison.Ordinal);
            AssertSound(CheckpointState.Read(_temp.Path));
        }
        finally
        {
            File.SetUnixFileMode(_temp.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void CheckpointSaver_FileSystemThatIsReadOnly_ThrowsNamingIt()
    {
        using SmallFileSystem? disk = SmallFileSystem.TryMount(_temp["disk"], megabytes: 2);
        Assert.SkipWhen(disk is null, "Mounting a small tmpfs is not allowed here.");
        CheckpointSaver saver = new();
        saver.Save(_temp["disk", "m"], 1, Fill);
        disk.MakeReadOnly();
        Exception e = Assert.ThrowsAny<Exception>(() => saver.Save(_temp["disk", "m"], 2, Fill));
        Assert.True(e is IOException or UnauthorizedAccessException);
        Assert.Contains(_temp["disk", "m-2"], e.Message, StringComparison.Ordinal);
        AssertSound(CheckpointState.Read(_temp["disk"]));
    }

    [Fact]
    public void CheckpointSaver_FullFileSystem_LeavesTheOneBefore()
    {
        using SmallFileSystem? disk = SmallFileSystem.TryMount(_temp["disk"], megabytes: 2);
        Assert.SkipWhen(disk is null, "Mounting a small tmpfs is not allowed here.");
        CheckpointSaver saver = new();
        byte[] most = new byte[1_200_000];
        saver.Save(_temp["disk", "m"], 1, w => w.Add("v", [most.Length], most));
        IOException e = Assert.Throws<IOException>(() => saver.Save(_temp["disk", "m"], 2, w => w.Add("v", [most.Length], most)));
        Assert.Contains(_temp["disk", "m-2"], e.Message, StringComparison.Ordinal);
        Assert.Equal(["checkpoint", "m-1.data-00000-of-00001", "m-1.index"], Directory.GetFiles(_temp["disk"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        AssertSound(CheckpointState.Read(_temp["disk"]));
        saver.Save(_temp["disk", "m"], 3, w => w.Add("v", [1], new byte[1]));
        Assert.Equal(_temp["disk", "m-3"], CheckpointState.Read(_temp["disk"]).Latest);
    }

    [Fact]
    public void CheckpointSaver_PartsOfADeadSave_GoWithTheNextShardedOne()
    {
        using (CheckpointWriter part = CheckpointWriter.CreateShard(_temp["m-1"], 0, 2))
        {
            part.Complete();
        }

        File.WriteAllText(_temp["m-1_temp", "part-00001-of-00002.data-00000-of-00001.tempstate-99999999-1"], "");
        CheckpointSaver saver = new();
        saver.Save(_temp["m"], 2, Fill);
        Assert.True(Directory.Exists(_temp["m-1_temp"])); // Others may be writing parts of it.
        saver.SaveSharded(_temp["m"], 3, [Fill]);
        Assert.Equal(
            ["checkpoint", "m-2.data-00000-of-00001", "m-2.index", "m-3.data-00000-of-00001", "m-3.index"],
            Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RemoveLeftovers_OfTheLivingAndOfOthers_Stay()
    {
        string mine = _temp[$"m.index.tempstate-{Environment.ProcessId}-77"], dead = _temp["m.index.tempstate-99999999-1"], other = _temp["other.index.tempstate-99999999-1"];
        string living = _temp["m.data-00000-of-00001.tempstate-1-1"];
        foreach (string path in new[] { mine, dead, other, living })
        {
            File.WriteAllText(path, "");
        }

        using (CheckpointWriter first = CheckpointWriter.Create(_temp["m"]))
        {
            first.Add("v", [], [1f]);
            using CheckpointWriter second = CheckpointWriter.Create(_temp["m"]); // Must not take the first one's file away.
            second.Complete();
            first.Complete();
        }

        Assert.Equal(
            [living, _temp["m.data-00000-of-00001"], _temp["m.index"], other],
            Directory.GetFiles(_temp.Path).OrderBy(f => f == living ? 0 : 1).ThenBy(f => f, StringComparer.Ordinal));
    }

    private static CheckpointManager Manager(TempFolder temp, FileStore files) =>
        new(temp.Path, new() { MaxToKeep = 1, Writer = new() { Files = files, FlushToDisk = true } });

    private static void Fill(CheckpointWriter writer) => writer.Add("v", [], [1f]);

    private static void Save(TempFolder temp, long step, FileStore files)
    {
        CheckpointSaver saver = new(new() { MaxToKeep = 1, Writer = new() { Files = files, FlushToDisk = true } });
        saver.RecoverLastCheckpoints(CheckpointState.Read(temp.Path).All);
        saver.Save(temp["m"], step, Fill);
    }

    private static int CountSteps()
    {
        using TempFolder temp = new();
        Save(temp, 1, FileStore.Disk);
        FaultingFileStore counting = new(FileStore.Disk, int.MaxValue);
        Save(temp, 2, counting);
        return counting.Steps;
    }

    // Everything that the state names is there and sound.
    private static void AssertSound(CheckpointStateResult state)
    {
        Assert.Equal(CheckpointStateOutcome.Found, state.Outcome);
        foreach (string prefix in state.All.Append(state.Latest!))
        {
            using CheckpointReader reader = CheckpointReader.Open(prefix);
            Assert.True(reader.Verify().IsSound, prefix);
        }
    }

    private long AssertLoadable()
    {
        CheckpointStateResult state = CheckpointState.Read(_temp.Path);
        AssertSound(state);
        using CheckpointReader reader = CheckpointReader.Open(state.Latest!);
        long step = reader.Read<long>("global_step")[0];
        Assert.False(reader.Read<float>("dense/kernel").AsSpan().ContainsAnyExcept(0.5f * step));
        return step;
    }

    private IEnumerable<string> Temporaries() => Directory.GetFiles(_temp.Path).Select(static f => Path.GetFileName(f)).Where(TemporaryNames.IsOne);
}
