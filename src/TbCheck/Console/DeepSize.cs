using TensorBoardFormats.Files;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>How many bytes a deep check will read, for the progress line.</summary>
internal static class DeepSize
{
    private const int MostDirectories = 100_000;

    /// <summary>Bytes of the data files of checkpoints below a directory; links are not followed.</summary>
    public static long Of(FileStore files, string directory)
    {
        long total = 0;
        Stack<string> pending = new([directory]);
        for (int i = 0; i < MostDirectories && pending.TryPop(out string? here); i++)
        {
            try
            {
                foreach (DirectoryEntry entry in files.List(here))
                {
                    string path = here.TrimEnd('/') + "/" + entry.Name;
                    if (entry is { Kind: EntryKind.Directory, IsLink: false })
                    {
                        pending.Push(path);
                    }
                    else if (entry.Kind == EntryKind.File && entry.Name.Contains(".data-", StringComparison.Ordinal))
                    {
                        total += files.Length(path) ?? 0;
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }

        return total;
    }
}
