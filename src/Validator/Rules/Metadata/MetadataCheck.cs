using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Metadata;

/// <summary>Judges the metadata of one embedding: first whether it can be had, then its bytes, its lines and its cells.</summary>
internal static class MetadataCheck
{
    private const string Field = "metadata_path";

    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        if (subject.Info.MetadataPath.Length == 0)
        {
            return;
        }

        ServerAnswer answer = subject.Judgement.Living.Metadata(subject.Query);
        if (subject.Asset(AssetKind.Metadata) is not AssetTrace asset)
        {
            return;
        }

        if (asset.Outcome is AssetOutcome.Missing or AssetOutcome.IsDirectory)
        {
            sink.Add(Missing(subject, asset));
        }
        else if (asset.Outcome == AssetOutcome.Raises && asset.Resolved is string unreadable)
        {
            sink.Add(subject.Judgement.Reads.IsReadable(unreadable)
                ? NotUtf8(subject, unreadable)
                : subject.InFile(AssetPaths.AssetPathRules.Unreadable, unreadable,
                    $"TensorBoard may not read this metadata file of {subject.DisplayName}: the page shows \"Error fetching metadata\" with"
                    + " \"500 Internal Server Error\" and draws no points."));
        }
        else if (answer.IsOk && asset.Resolved is string path)
        {
            CheckContent(subject, path, answer, sink);
        }
    }

    private static Finding Missing(EmbeddingSubject subject, AssetTrace asset)
    {
        string what = asset.Outcome == AssetOutcome.IsDirectory ? "is a directory" : "does not exist";
        return subject.AtField(MetadataRules.Missing, Field,
            $"metadata_path \"{asset.Given}\" {what}{AssetPaths.AssetPlace.LookedFor(subject, asset)}: the page shows \"Error fetching"
                + $" metadata\" with"
            + $" \"… not found, or is not a file\" and draws no points of"
            + $" {subject.DisplayName}.{AssetPaths.AssetPlace.Nearest(subject, asset)}");
    }

    private static Finding NotUtf8(EmbeddingSubject subject, string path)
    {
        TextEncoding encoding = subject.Judgement.Reads.Encoding(path);
        return subject.InFile(MetadataRules.NotUtf8, path,
            $"This metadata file is not UTF-8{encoding.Guess}: the server answers 500, the page shows \"Error fetching metadata\" and"
                + $" draws no points of"
            + $" {subject.DisplayName}. Save it as UTF-8.") with
        {
            Line = encoding.Line,
            Column = encoding.Column,
            Repair = encoding.Repair(path),
        };
    }

    private static void CheckContent(EmbeddingSubject subject, string path, ServerAnswer answer, FindingSink sink)
    {
        MetadataContent content = subject.Judgement.Reads.Metadata(path, subject.Judgement.HasTensorFlow, answer);
        foreach (Finding finding in OfBytes(subject, path, content).Concat(OfCounts(subject, path, content)).Concat(MetadataCellCheck.Of(subject, path, content)))
        {
            sink.Add(finding);
        }
    }

    private static IEnumerable<Finding> OfBytes(EmbeddingSubject subject, string path, MetadataContent content)
    {
        LineEnds ends = subject.Judgement.Reads.LineEnds(path);
        Finding At(Rule rule, string message) => subject.InFile(rule, path, message);
        string hang = $" the page stays at \"Parsing metadata...\" for ever and draws no points of {subject.DisplayName}.";
        if (content.Bytes.Length == 0)
        {
            yield return At(MetadataRules.Empty, "The metadata file is empty:" + hang) with
            {
                Repair = subject.Config?.Remove([$"embeddings[{subject.Trace.ConfigIndex}].{Field}"], FixSafety.Unsafe),
            };
        }
        else if (ends is { Cr: > 0, Lf: 0 } && !content.Bytes.HasLineFeed)
        {
            yield return At(MetadataRules.CrOnly, "The lines end in CR alone, which TensorFlow drops, so that one line without end is"
                + " left:" + hang) with
            {
                Repair = subject.Judgement.Reads.Repairs.ToLineFeeds(path),
            };
        }

        if (content.Bytes is { Length: > 0, HasLineFeed: false })
        {
            yield return At(MetadataRules.NoNewline, "The metadata file has no line feed:" + hang + " End every line with one.") with
            {
                Repair = ends.Cr == 0 ? subject.Judgement.Reads.Repairs.FinalLineFeed(path) : null,
            };
        }

        if (content.Bytes.TailIsUnterminated)
        {
            yield return At(MetadataRules.UnterminatedTail, "The last 1,000,000-byte piece of the metadata file has no line"
                + " feed:" + hang) with
            {
                Repair = subject.Judgement.Reads.Repairs.FinalLineFeed(path),
            };
        }

        if (content.Bytes.LosesLastByte)
        {
            yield return At(MetadataRules.LostLastByte, "The last byte stands alone behind a whole number of 1,000,000-byte pieces: the"
                + " last label lacks its last character.") with
            {
                Repair = subject.Judgement.Reads.Repairs.FinalLineFeed(path),
            };
        }

        if (content.Bytes.SplitCharacter is long split)
        {
            yield return At(MetadataRules.ChunkSplitsCharacter, $"A character lies across byte {split}: the page shows replacement"
                + $" characters in its place.") with
            {
                Offset = split - 1,
                Length = 2,
            };
        }

        if (ends.CrLf > 0)
        {
            yield return At(MetadataRules.Crlf, "The lines end in CR LF. Harmless: the server drops the"
                + " CR.") with
            { Repair = subject.Judgement.Reads.Repairs.ToLineFeeds(path) };
        }

        if (content.Bytes.HasByteOrderMark)
        {
            yield return At(MetadataRules.Bom, "The file starts with a byte order mark. Harmless: the page drops it.") with
            {
                Repair = new Repair(path, FixSafety.Safe, "remove the byte order mark", [new BytePatch(0, 3, default)]),
            };
        }

        if (content.TrailingBlankLines > 0)
        {
            yield return At(MetadataRules.TrailingBlankLines, $"The file ends in {content.TrailingBlankLines} blank lines, which the page"
                + $" ignores.") with
            {
                Repair = subject.Judgement.Reads.Repairs.WithoutTrailingBlankLines(path),
            };
        }
    }

    private static IEnumerable<Finding> OfCounts(EmbeddingSubject subject, string path, MetadataContent content)
    {
        long points = subject.Points;
        bool isCut = AllRows(subject) > EmbeddingLimits.RowsSent;
        if (content.BlankRow is { } blank)
        {
            bool harmless = content.Rows == points;
            yield return subject.InFile(MetadataRules.BlankRow, path, harmless
                ? $"Line {blank.Line} is blank; the page drops it, and the other lines are as many as the points."
                : $"Line {blank.Line} is blank: the page drops it, and every label of {subject.DisplayName} after it moves up to the"
                + $" point before its own.") with
            {
                Line = blank.Line,
                Severity = harmless ? Severity.Warning : Severity.Error,
            };
        }

        if (points == 0 || !content.Bytes.HasLineFeed || content.FirstLine is not { } first)
        {
            yield break;
        }

        string counts = $"Number of tensors ({points}) do not match the number of lines in metadata ({content.Rows}).";
        if (!content.HasHeader && content.Rows == points + 1)
        {
            yield return subject.InFile(MetadataRules.SingleColumnHeader, path,
                $"The file has one column and {content.Rows} lines for {points} points: the page takes line 1 (\"{Shorten(first.Text)}\")"
                    + $" for a header, shows \"Error merging"
                + $" metadata: {counts} Single column metadata should not have a header row.\" and draws no points of"
                + $" {subject.DisplayName}. Delete the line.") with
            {
                Line = first.Line,
                Repair = subject.Judgement.Reads.Repairs.WithoutLine(path, first.Line, FixSafety.Unsafe),
            };
        }
        else if (content.HasHeader && content.Rows == points - 1)
        {
            yield return subject.InFile(MetadataRules.MultiColumnNoHeader, path,
                $"The file has several columns, and its first line (\"{Shorten(first.Text)}\") is taken for their names; {content.Rows}"
                    + $" lines are left for {points} points: the page shows \"Error"
                + $" merging metadata: {counts} Multi-column metadata should have a header row with column labels.\" and draws no points"
                + $" of {subject.DisplayName}."
                + " Put a line with column names before it.") with
            {
                Line = first.Line,
                Repair = TextRepairs.WithHeader(path, content.Columns.Count),
            };
        }
        else if (content.Rows != points)
        {
            yield return subject.InFile(MetadataRules.CountMismatch, path,
                $"The file has {content.Rows} rows for {points} points of {subject.DisplayName}: the page says for ten seconds \"{counts}\""
                + (content.Rows > points ? " and drops the rows that are left over." : $" and calls the points without a row \"Unknown"
                + $" #{content.Rows}\" and so on."));
        }

        if (isCut && ShiftedBy(subject, path, content) is Finding shifted)
        {
            yield return shifted;
        }
    }

    // Beyond the limit the counts agree whatever the file has; only its own rows tell.
    private static Finding? ShiftedBy(EmbeddingSubject subject, string path, MetadataContent content)
    {
        long all = AllRows(subject);
        long lines = subject.Judgement.Reads.LineCount(path) - (content.HasHeader ? 1 : 0);
        bool shifted = content.HasHeader ? lines == all - 1 : lines == all + 1;
        return !shifted ? null : subject.InFile(MetadataRules.ShiftedOver100000, path,
            $"The file has {(content.HasHeader ? "no header though several columns" : "a header though one column")}, and with {all} rows"
                + $" only the first 100,000 are compared:"
            + $" every label of {subject.DisplayName} belongs to the neighbouring point, without any message.") with
        {
            Line = 1,
        };
    }

    private static long AllRows(EmbeddingSubject subject) => subject.RealShape?.Rows ?? subject.Points;

    private static string Shorten(string text) => text.Length <= 40 ? text.Replace('\t', ' ') : text[..37].Replace('\t', ' ') + "…";
}
