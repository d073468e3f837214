using System.Diagnostics;

namespace TensorBoardFormats.Testing;

/// <summary>A file system in memory of a few megabytes, to fill up; Linux, and only where mounting is allowed.</summary>
public sealed class SmallFileSystem : IDisposable
{
    private readonly string _path;

    private SmallFileSystem(string path) => _path = path;

    /// <summary>Mounts one at a new directory.</summary>
    /// <returns>Null where that is not allowed.</returns>
    public static SmallFileSystem? TryMount(string path, int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        Directory.CreateDirectory(path);
        return Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) ? new SmallFileSystem(path) : null;
    }

    /// <summary>From now on nothing can be written.</summary>
    public void MakeReadOnly()
    {
        if (!Run("mount", "-o", "remount,ro", _path))
        {
            throw new InvalidOperationException($"{_path} cannot be made read-only.");
        }
    }

    /// <summary>Takes it away.</summary>
    public void Dispose() => Run("umount", _path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
