using System.Text.Json;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Rules.AssetPaths;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Bookmarks;

/// <summary>Judges the bookmarks of one embedding.</summary>
internal static class BookmarkCheck
{
    private const string Field = "bookmarks_path";
    private const long LargestFile = 64 << 20;
    private static readonly string[] NeededTexts = ["selectedProjection", "customXLeftText", "customXRightText", "customYUpText", "customYDownText"];
    private static readonly string[] NeededNumbers = ["tSNEPerplexity", "tSNELearningRate", "tSNEIteration"];
    private static readonly string[] NeededArrays = ["projections", "pcaComponentDimensions", "selectedPoints"];

    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        if (subject.Info.BookmarksPath.Length == 0)
        {
            return;
        }

        ServerAnswer answer = subject.Judgement.Living.Bookmarks(subject.Query);
        if (subject.Asset(AssetKind.Bookmarks) is not AssetTrace asset)
        {
            return;
        }

        if (subject.Judgement.Version is { Major: 2, Minor: 3 })
        {
            sink.Add(subject.AtField(BookmarkRules.OldVersion, Field, "TensorBoard 2.3 cannot open bookmarks: clicking one fails."));
        }

        if (asset.Outcome is AssetOutcome.Missing or AssetOutcome.IsDirectory)
        {
            string what = asset.Outcome == AssetOutcome.IsDirectory ? "is a directory" : "does not exist";
            sink.Add(subject.AtField(BookmarkRules.Missing, Field,
                $"bookmarks_path \"{asset.Given}\" {what}{AssetPlace.LookedFor(subject, asset)}: the plot works, the bookmark panel stays"
                    + $" empty.{AssetPlace.Nearest(subject, asset)}"));
        }
        else if (asset.Outcome == AssetOutcome.Raises && asset.Resolved is string unreadable)
        {
            sink.Add(subject.InFile(AssetPathRules.Unreadable, subject.Judgement.Reads.OnDisk(unreadable), "TensorBoard may not read this"
                + " bookmarks file: the bookmark panel stays empty."));
        }
        else if (answer.IsOk && asset.Resolved is string resolved && answer.Body.Length <= LargestFile)
        {
            CheckContent(subject, subject.Judgement.Reads.OnDisk(resolved), answer, sink);
        }
    }

    private static void CheckContent(EmbeddingSubject subject, string path, ServerAnswer answer, FindingSink sink)
    {
        byte[] bytes = new byte[answer.Body.Length];
        using (Stream body = answer.Body.Open())
        {
            int read = body.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            bytes = read == bytes.Length ? bytes : bytes[..read];
        }

        int start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        if (start > 0)
        {
            sink.Add(subject.InFile(BookmarkRules.NotJson, path, "The file starts with a byte order mark, which JSON does not allow."
                + " Harmless: the browser drops it.") with
            { Severity = Severity.Info, Offset = 0 });
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes.AsMemory(start));
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                sink.Add(subject.InFile(BookmarkRules.NotArray, path, "The file holds no array: no bookmark is added.") with
                {
                    Repair = document.RootElement.ValueKind != JsonValueKind.Object ? null : new Repair(path, FixSafety.Unsafe, "put [ ] around it",
                        [new BytePatch(start, 0, "["u8.ToArray()), new BytePatch(bytes.Length, 0, "]"u8.ToArray())]),
                });
                return;
            }

            int index = 0;
            foreach (JsonElement state in document.RootElement.EnumerateArray())
            {
                foreach (Finding finding in OfState(subject, path, state, index++))
                {
                    sink.Add(finding);
                }
            }
        }
        catch (JsonException e)
        {
            sink.Add(subject.InFile(BookmarkRules.NotJson, path, bytes.Length == 0
                ? "The bookmarks file is empty, which is no JSON: the bookmark panel stays empty."
                : "The bookmarks file is no JSON: the bookmark panel stays empty.") with
            {
                Line = bytes.Length == 0 ? null : (int?)e.LineNumber + 1,
                Column = bytes.Length == 0 ? null : (int?)e.BytePositionInLine + 1,
            });
        }
    }

    private static IEnumerable<Finding> OfState(EmbeddingSubject subject, string path, JsonElement state, int index)
    {
        string name = $"Bookmark {index + 1}";
        Finding In(Rule rule, string message) => subject.InFile(rule, path, message) with { Severity = rule.Severity };
        if (state.ValueKind != JsonValueKind.Object)
        {
            yield return In(BookmarkRules.RequiredKey, $"{name} is no object: a script error, and it and those after it may be missing"
                + $" from the panel.");
            yield break;
        }

        if (MissingKey(state) is string key)
        {
            yield return In(BookmarkRules.RequiredKey, $"{name} has no usable \"{key}\": clicking it raises a script error.");
        }

        long points = subject.Points;
        if (points == 0)
        {
            yield break;
        }

        if (state.TryGetProperty("dataSetDimensions", out JsonElement shape) && !IsShape(shape, points, subject.Columns))
        {
            yield return In(BookmarkRules.WrongShape,
                $"{name} was saved of data of the shape {shape.GetRawText()}, and {subject.DisplayName} has [{points},{subject.Columns}]:"
                    + $" its positions belong to other data.");
        }

        if (state.TryGetProperty("projections", out JsonElement projections) && projections.ValueKind == JsonValueKind.Array && projections.GetArrayLength() > points)
        {
            yield return In(BookmarkRules.TooManyProjections,
                $"{name} has {projections.GetArrayLength()} projections for {points} points: clicking it raises a script error and leaves"
                    + $" the view half restored.");
        }

        foreach (string list in (string[])["selectedPoints", "filteredPoints"])
        {
            if (state.TryGetProperty(list, out JsonElement indices) && indices.ValueKind == JsonValueKind.Array
                && indices.EnumerateArray().Any(i => i.ValueKind == JsonValueKind.Number && !(i.GetDouble() < points)))
            {
                yield return In(BookmarkRules.IndexRange, $"{name} names in \"{list}\" a point that does not exist (there are {points}):"
                    + $" clicking it raises a script error.");
            }
        }
    }

    private static string? MissingKey(JsonElement state)
    {
        foreach (string key in NeededTexts)
        {
            if (!state.TryGetProperty(key, out JsonElement value) || value.ValueKind is JsonValueKind.Null)
            {
                return key;
            }
        }

        if (state.GetProperty("selectedProjection") is var projection
            && !(projection.ValueKind == JsonValueKind.String && projection.GetString() is "pca" or "tsne" or "umap" or "custom"))
        {
            return "selectedProjection";
        }

        foreach (string key in NeededNumbers)
        {
            if (!state.TryGetProperty(key, out JsonElement value) || value.ValueKind is JsonValueKind.Null)
            {
                return key;
            }
        }

        foreach (string key in NeededArrays)
        {
            if (!state.TryGetProperty(key, out JsonElement value) || value.ValueKind != JsonValueKind.Array)
            {
                return key;
            }
        }

        return null;
    }

    private static bool IsShape(JsonElement shape, long points, long columns) =>
        shape.ValueKind == JsonValueKind.Array && shape.GetArrayLength() == 2
        && shape[0].ValueKind == JsonValueKind.Number && shape[0].GetDouble() == points
        && shape[1].ValueKind == JsonValueKind.Number && shape[1].GetDouble() == columns;
}
