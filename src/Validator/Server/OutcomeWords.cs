using System.Text.Json;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The summary of a prediction in the words of recorded verdicts.</summary>
internal static class OutcomeWords
{
    private const string AssetFolder = "/" + ConfigSource.AssetFolder;
    private const int MostDirectories = 50_000;

    /// <summary>The words, in their usual order.</summary>
    public static string Of(ProjectorPrediction prediction, ProjectorServer server, LogDirectory logDirectory, TensorBoardHost host)
    {
        if (prediction.RunsFailure is not null)
        {
            return "DEAD-500";
        }

        SortedSet<string> hidden = new(StringComparer.Ordinal);
        SortedSet<string> failures = new(Comparer<string>.Create(
            static (a, b) => Rank(a) != Rank(b) ? Rank(a) - Rank(b) : string.CompareOrdinal(a, b)));
        foreach ((string run, ReadOnlyMemory<byte> json) in prediction.Info)
        {
            using JsonDocument document = JsonDocument.Parse(json);
            List<JsonElement> all = [.. InfoReader.Embeddings(document.RootElement)];
            List<JsonElement> listed = [.. all.Where(InfoReader.IsListed)];
            if (listed.Count < all.Count)
            {
                hidden.Add(listed.Count == 0 ? "HIDDEN-ALL" : "HIDDEN");
            }

            AddFailures(failures, prediction, run, listed);
        }

        bool IsDamaged(string run) => prediction.AsBrowserSends.Of(run).Any(a => a.Value.Status != 200 && WorksEscaped(prediction, run, a.Key));
        if (prediction.AsBrowserSends.Runs.Any(IsDamaged))
        {
            failures.Add("URL-400");
        }

        string?[] words =
            [server.DeterminationFailed ? "DEAD-TAB" : null, .. MissingRuns(prediction, logDirectory, host), .. hidden, .. failures];
        string text = string.Join(' ', words.Where(static w => w is not null));
        return text.Length == 0 ? "OK" : text;
    }

    private static int Rank(string word) => Array.FindIndex(
        ["TENSOR", "METADATA", "SPRITE", "BOOKMARKS", "DUPLICATE", "UNDEFINED", "URL"], prefix => word.StartsWith(prefix, StringComparison.Ordinal));

    private static void AddFailures(SortedSet<string> failures, ProjectorPrediction prediction, string run, List<JsonElement> listed)
    {
        HashSet<string> names = [];
        foreach (string given in listed.Select(InfoReader.Name))
        {
            string name = given.Length == 0 ? "undefined" : given;
            if (given.Length == 0)
            {
                failures.Add("UNDEFINED-NAME");
            }

            if (!names.Add(name))
            {
                failures.Add("DUPLICATE");
            }

            AddFailure(failures, "TENSOR", prediction.Tensors, run, name);
            AddFailure(failures, "METADATA", prediction.Metadata, run, name);
            AddFailure(failures, "SPRITE", prediction.Sprites, run, name);
            AddFailure(failures, "BOOKMARKS", prediction.Bookmarks, run, name);
        }
    }

    private static void AddFailure(SortedSet<string> failures, string word, PredictedAnswers answers, string run, string name)
    {
        if (answers.Of(run).TryGetValue(name, out PredictedAnswer? answer) && answer.Status != 200)
        {
            failures.Add($"{word}-{answer.Status}");
        }
    }

    private static bool WorksEscaped(ProjectorPrediction prediction, string run, string name) =>
        name == "/info" || (prediction.Tensors.Of(run).TryGetValue(name, out PredictedAnswer? answer) && answer.Status == 200);

    // Directories with a config that are not among the runs; a config in the plugin's asset folder belongs to the directory above.
    private static IEnumerable<string> MissingRuns(ProjectorPrediction prediction, LogDirectory logDirectory, TensorBoardHost host)
    {
        if (prediction.Runs.Count == 0)
        {
            return ["NO-RUN"];
        }

        return logDirectory.IsSpec ? []
            : ConfigDirectories(host, logDirectory.Text).Except(prediction.Runs).Select(static name => $"NO-RUN({name})");
    }

    private static IEnumerable<string> ConfigDirectories(TensorBoardHost host, string root)
    {
        Stack<(string Path, string Name)> pending = new([(host.OnDisk(root), ".")]);
        for (int visited = 0; visited < MostDirectories && pending.TryPop(out (string Path, string Name) here); visited++)
        {
            IReadOnlyList<DirectoryEntry> entries;
            try
            {
                entries = host.Files.List(here.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            foreach (DirectoryEntry entry in entries)
            {
                if (entry.Name == ConfigSource.ConfigFileName)
                {
                    yield return here.Name.EndsWith(AssetFolder, StringComparison.Ordinal) ? here.Name[..^AssetFolder.Length]
                        : here.Name == AssetFolder[1..] ? "." : here.Name;
                }

                if (entry.Kind == EntryKind.Directory && !entry.IsLink)
                {
                    pending.Push((PosixPath.Join(here.Path, entry.Name), here.Name == "." ? entry.Name : PosixPath.Join(here.Name, entry.Name)));
                }
            }
        }
    }
}
