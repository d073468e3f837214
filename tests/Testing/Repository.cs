using System.IO.Compression;

namespace TensorBoardFormats.Testing;

/// <summary>Places in the working copy that tests read from.</summary>
public static class Repository
{
    private static readonly Lock Gate = new();

    /// <summary>The folder that holds Formats.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below tests/golden.</summary>
    public static string Golden(params string[] parts) => Path.Combine([Root, "tests", "golden", .. parts]);

    /// <summary>Unpacks tests/golden/<paramref name="suite"/>.zip once per test run and names the folder; link targets and modes are the suite's own business.</summary>
    public static string GoldenSuite(string suite)
    {
        lock (Gate)
        {
            string zip = Golden(suite + ".zip");
            string folder = Path.Combine(Root, "artifacts", "golden", suite);
            string stamp = Path.Combine(folder, ".unpacked");
            string version = $"{new FileInfo(zip).Length} {File.GetLastWriteTimeUtc(zip).Ticks}";
            if (File.Exists(stamp) && File.ReadAllText(stamp) == version)
            {
                return folder;
            }

            using (FileStream guard = LockFile(folder + ".lock"))
            {
                if (File.Exists(stamp) && File.ReadAllText(stamp) == version)
                {
                    return folder;
                }

                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                ZipFile.ExtractToDirectory(zip, folder);
                File.WriteAllText(stamp, version);
            }

            return folder;
        }
    }

    // Two test programs may run at once.
    private static FileStream LockFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 600)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Formats.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Formats.sln is not above the test program.");
    }
}
