using TensorBoardFormats.Files;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Server;

public sealed class AssetPathsTests
{
    [Theory]
    [InlineData("a", "$/run/a")]
    [InlineData("./sub/../a", "$/run/a")]
    [InlineData("missing/../a", "$/run/a")]
    [InlineData("../run/a", "$/run/a")]
    [InlineData("../a", null)]
    [InlineData("../run2/a", null)]
    [InlineData("inside", "$/run/real")]
    [InlineData("outside", null)]
    [InlineData("outdir/a", null)]
    [InlineData("$/run/a", "$/run/a")]
    [InlineData("/etc/passwd", null)]
    [InlineData("~/a", null)]
    [InlineData("~nobody-of-that-name/a", "$/run/~nobody-of-that-name/a")]
    [InlineData("x\0", null)]
    [InlineData("http://h/a", "$/run/http:/h/a")]
    [InlineData("loop", "$/run/loop")]
    public void Resolve_Today_StaysInTheConfigsDirectory(string given, string? expected)
    {
        using TempFolder folder = Layout();
        string? resolved = AssetPaths.Resolve(
            Host(folder), given.Replace("$", folder.Path, StringComparison.Ordinal), folder["run", "projector_config.pbtxt"], TensorBoardBehaviour.Of(TensorBoardProfile.NewestVersion));

        Assert.Equal(expected?.Replace("$", folder.Path, StringComparison.Ordinal), resolved);
    }

    [Theory]
    [InlineData("../a", "$/run/../a")]
    [InlineData("outside", "$/run/outside")]
    [InlineData("/etc/passwd", "/etc/passwd")]
    [InlineData("~/a", "$/home/a")]
    public void Resolve_Before221_IsJoinedAsText(string given, string expected)
    {
        using TempFolder folder = Layout();
        string? resolved = AssetPaths.Resolve(Host(folder), given, folder["run", "projector_config.pbtxt"], TensorBoardBehaviour.Of(new Version(2, 20, 0)));

        Assert.Equal(expected.Replace("$", folder.Path, StringComparison.Ordinal), resolved);
    }

    private static TensorBoardHost Host(TempFolder folder) => new(FileStore.Disk, folder.Path, folder["home"]);

    private static TempFolder Layout()
    {
        TempFolder folder = new();
        Directory.CreateDirectory(folder["run", "sub"]);
        File.WriteAllText(folder["run", "real"], "");
        File.CreateSymbolicLink(folder["run", "inside"], "real");
        File.CreateSymbolicLink(folder["run", "outside"], "../other");
        File.CreateSymbolicLink(folder["run", "outdir"], "..");
        File.CreateSymbolicLink(folder["run", "loop"], "loop");
        return folder;
    }
}
