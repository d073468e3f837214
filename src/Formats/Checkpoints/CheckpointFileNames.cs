using System.Globalization;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Names of the files of a checkpoint with a given prefix (spec/tensor-bundle.md §1).</summary>
internal static class CheckpointFileNames
{
    /// <summary>The state file's name unless the user chose another.</summary>
    public const string State = "checkpoint";

    /// <summary>The table with names, shapes and places of the tensors; its existence is the checkpoint's.</summary>
    public static string Index(string prefix) => prefix + ".index";

    /// <summary>The bytes of the tensors of one shard.</summary>
    public static string Data(string prefix, int shard, int shardCount) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}.data-{shard:D5}-of-{shardCount:D5}");

    /// <summary>The prefix of one part of a checkpoint that is put together later (the op <c>ShardedFilename</c>).</summary>
    public static string Part(string prefix, int part, int partCount) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}_temp/part-{part:D5}-of-{partCount:D5}");

    /// <summary>The graph of a TF1 checkpoint: what looks like a shard's number at the end of the prefix is cut before <c>.meta</c> is appended.</summary>
    public static string MetaGraph(string prefix)
    {
        int of = prefix.LastIndexOf("-of-", StringComparison.Ordinal);
        if (of >= 0 && of + 4 < prefix.Length && !prefix.AsSpan(of + 4).ContainsAnyExceptInRange('0', '9'))
        {
            int start = of;
            while (start > 0 && (char.IsAsciiDigit(prefix[start - 1]) || prefix[start - 1] == '?'))
            {
                start--;
            }

            if (start < of && start > 0 && prefix[start - 1] == '-')
            {
                return prefix[..(start - 1)] + ".meta";
            }
        }

        return prefix + ".meta";
    }

    /// <summary>True when <paramref name="name"/> is a data file of a checkpoint whose prefix ends in <paramref name="baseName"/>, as TensorFlow's glob
    /// <c>.data-?????-of-?????</c> finds it.</summary>
    public static bool IsData(string name, string baseName)
    {
        const string Pattern = ".data-?????-of-?????";
        if (name.Length != baseName.Length + Pattern.Length || !name.StartsWith(baseName, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> rest = name.AsSpan(baseName.Length);
        for (int i = 0; i < Pattern.Length; i++)
        {
            if (Pattern[i] != '?' && rest[i] != Pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The directory of a prefix, as it can be opened.</summary>
    public static string Directory(string prefix) => PathOf.Directory(prefix);
}
