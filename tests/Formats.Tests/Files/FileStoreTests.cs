using System.Diagnostics;
using TensorBoardFormats.Files;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Files;

public sealed class FileStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Probe_EachKindOfEntry_IsNamed()
    {
        File.WriteAllText(_folder["file"], "x");
        Directory.CreateDirectory(_folder["directory"]);
        File.CreateSymbolicLink(_folder["link"], "file");
        Directory.CreateSymbolicLink(_folder["linked-directory"], "directory");
        File.CreateSymbolicLink(_folder["dangling"], "nowhere");
        File.CreateSymbolicLink(_folder["loop"], "loop");

        Assert.Equal(EntryKind.File, FileStore.Disk.Probe(_folder["file"]));
        Assert.Equal(EntryKind.Directory, FileStore.Disk.Probe(_folder["directory"]));
        Assert.Equal(EntryKind.File, FileStore.Disk.Probe(_folder["link"]));
        Assert.Equal(EntryKind.Directory, FileStore.Disk.Probe(_folder["linked-directory"]));
        Assert.Equal(EntryKind.Missing, FileStore.Disk.Probe(_folder["dangling"]));
        Assert.Contains(FileStore.Disk.Probe(_folder["loop"]), new[] { EntryKind.Unreadable, EntryKind.Missing });
        Assert.Equal(EntryKind.Missing, FileStore.Disk.Probe(_folder["no\0name"]));
        Assert.Equal(EntryKind.Missing, FileStore.Disk.Probe(""));
        Assert.Equal(EntryKind.Missing, FileStore.Disk.Probe(_folder["file", "below"]));
    }

    [Fact]
    public void OpenRead_Fifo_IsRefusedAndNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "FIFOs are told from files on Linux only.");
        using Process mkfifo = Process.Start("mkfifo", [_folder["fifo"]]);
        mkfifo.WaitForExit();
        File.CreateSymbolicLink(_folder["link"], "fifo");

        Assert.Equal(EntryKind.Special, FileStore.Disk.Probe(_folder["fifo"]));
        Assert.Equal(EntryKind.Special, FileStore.Disk.Probe(_folder["link"]));
        Assert.Null(FileStore.Disk.Length(_folder["fifo"]));
        IOException refused = Assert.Throws<IOException>(() => FileStore.Disk.OpenRead(_folder["fifo"]));
        Assert.Contains(_folder["fifo"], refused.Message, StringComparison.Ordinal);
        Assert.Equal(EntryKind.Special, Assert.Single(FileStore.Disk.List(_folder.Path), static entry => entry.Name == "fifo").Kind);
    }

    [Fact]
    public void List_ManyNames_AreInOrdinalOrderWithTheirKinds()
    {
        foreach (string name in new[] { "b", "a", "B", ".hidden", "é", "tfevents [1]*" })
        {
            File.WriteAllText(_folder[name], "");
        }

        Directory.CreateDirectory(_folder["A"]);
        File.CreateSymbolicLink(_folder["z"], "A");

        DirectoryEntry[] expected =
        [
            new(".hidden", EntryKind.File, false), new("A", EntryKind.Directory, false), new("B", EntryKind.File, false),
            new("a", EntryKind.File, false), new("b", EntryKind.File, false), new("tfevents [1]*", EntryKind.File, false),
            new("z", EntryKind.Directory, true), new("é", EntryKind.File, false),
        ];
        Assert.Equal(expected, FileStore.Disk.List(_folder.Path));
    }

    [Fact]
    public void CreateNew_NameThatExists_IsRefusedAndTheFileKept()
    {
        File.WriteAllText(_folder["file"], "kept");

        IOException refused = Assert.Throws<IOException>(() => FileStore.Disk.CreateNew(_folder["file"]));

        Assert.Contains(_folder["file"], refused.Message, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(_folder["file"]));
    }

    [Fact]
    public void ReadAll_FileBeyondTheLimit_IsRefusedBeforeItIsRead()
    {
        File.WriteAllBytes(_folder["file"], new byte[11]);

        MalformedFileException refused = Assert.Throws<MalformedFileException>(() => FileStore.Disk.ReadAll(_folder["file"], limit: 10));

        Assert.Equal(_folder["file"], refused.Path);
        Assert.Equal("11 bytes", refused.Found);
        Assert.Equal(11, FileStore.Disk.ReadAll(_folder["file"], limit: 11).Length);
    }

    [Fact]
    public void Write_AtOffsets_ReadsBackAndRenameReplaces()
    {
        using (WritableFile file = FileStore.Disk.CreateNew(_folder["new"], preallocate: 64))
        {
            file.Write("world"u8, 6);
            file.Write("hello "u8, 0);
            file.SetLength(11);
            file.Flush();
        }

        File.WriteAllText(_folder["old"], "old");
        FileStore.Disk.Rename(_folder["new"], _folder["old"]);
        FileStore.Disk.FlushDirectory(_folder.Path);

        Assert.Equal("hello world"u8, FileStore.Disk.ReadAll(_folder["old"]));
        Assert.False(File.Exists(_folder["new"]));
        using ReadableFile read = FileStore.Disk.OpenRead(_folder["old"]);
        byte[] tail = new byte[8];
        Assert.Equal(5, read.ReadFully(tail, 6));
        Assert.Equal("world"u8, tail.AsSpan(0, 5));
        Assert.Equal(0, read.Read(tail, 11));
    }

    [Fact]
    public void Delete_NothingThere_IsFine()
    {
        FileStore.Disk.Delete(_folder["nothing"]);
        FileStore.Disk.Delete(_folder["no-directory", "nothing"]);
        FileStore.Disk.DeleteDirectory(_folder["no-directory"]);

        Assert.Empty(FileStore.Disk.List(_folder.Path));
    }
}
