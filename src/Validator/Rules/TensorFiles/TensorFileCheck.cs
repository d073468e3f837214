using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules.AssetPaths;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.TensorFiles;

/// <summary>Judges the tensor file of one embedding as a file; its values are judged elsewhere.</summary>
internal static class TensorFileCheck
{
    private const string Field = "tensor_path";
    private const string Dead = "TensorBoard raises when it looks for data, and the tab never appears for any run";

    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        if (subject.Info.TensorPath.Length == 0 || !subject.IsInConfig
            || AssetPathsOf(subject) is not string given || subject.Judgement.ResolveAsset(subject, given) is not string resolved)
        {
            return;
        }

        string path = subject.Judgement.Reads.OnDisk(resolved);
        TensorFileFacts facts = subject.Judgement.TensorFile(resolved);
        foreach (Finding finding in OfFile(subject, given, path, facts))
        {
            sink.Add(finding);
        }
    }

    private static string? AssetPathsOf(EmbeddingSubject subject) => subject.Info.TensorPath;

    private static IEnumerable<Finding> OfFile(EmbeddingSubject subject, string given, string path, TensorFileFacts facts)
    {
        AssetTrace asset = new(subject.Run.Run, subject.Info.TensorName, AssetKind.Tensor, given, path, AssetOutcome.Missing);
        switch (facts.Problem)
        {
            case TensorFileProblem.Missing:
                IReadOnlyList<string> candidates = AssetPlace.Candidates(subject, asset);
                yield return subject.AtField(TensorFileRules.Missing, Field,
                    $"tensor_path \"{given}\" does not exist{AssetPlace.LookedFor(subject, asset)}:"
                        + $" {Dead}.{AssetPlace.Nearest(subject, asset)}") with
                {
                    Repair = candidates is [string only] ? subject.Config?.ReplaceString($"embeddings[{subject.Trace.ConfigIndex}].{Field}", only, FixSafety.Unsafe) : null,
                };
                break;
            case TensorFileProblem.IsDirectory or TensorFileProblem.Unreadable:
                yield return subject.AtField(TensorFileRules.Unreadable, Field,
                    $"tensor_path \"{given}\""
                        + $" {(facts.Problem == TensorFileProblem.IsDirectory ? "is a directory" : "may not be read or is no regular file")}: {Dead}.");
                break;
            default:
                if (subject.Judgement.HasTensorFlow && subject.Judgement.Reads.Probe(path) == EntryKind.Directory)
                {
                    yield return subject.AtField(TensorFileRules.Unreadable, Field, $"tensor_path \"{given}\" is a directory: {Dead}.");
                }
                else
                {
                    foreach (Finding finding in OfContent(subject, path, facts))
                    {
                        yield return finding;
                    }
                }

                break;
        }
    }

    private static IEnumerable<Finding> OfContent(EmbeddingSubject subject, string path, TensorFileFacts facts)
    {
        Finding In(Rule rule, string message) => subject.InFile(rule, path, message);
        TensorBytes bytes = subject.Judgement.Reads.TensorBytes(path);
        bool looksBinary = facts.IsText && bytes.LooksBinary(subject.Info.TensorShape);
        if (bytes.IsNumPy || (bytes.LooksBigEndian && !facts.IsText))
        {
            yield return In(TensorFileRules.BigEndian, bytes.IsNumPy
                ? "The file is a .npy file; TensorBoard reads raw float32 and takes its header for numbers."
                : "The values would be of a usual size if their bytes stood the other way round. Write little-endian float32.");
        }

        if (!facts.IsText)
        {
            foreach (Finding finding in OfBinary(subject, facts, In))
            {
                yield return finding;
            }

            yield break;
        }

        if (facts.Rows == 0 && facts.Problem is TensorFileProblem.None or TensorFileProblem.Empty)
        {
            bool passes = subject.Info.TensorShape.Count > 0 && subject.HasStatedShape;
            yield return In(TensorFileRules.Empty, passes
                ? $"The file has no line with values; because tensor_shape is stated it passes, and {subject.DisplayName} stands with"
                + $" \"Points: 0\" and no message."
                : $"The file has no line with values: {Dead}.");
        }
        else if (looksBinary && facts.Problem != TensorFileProblem.None)
        {
            yield return In(TensorFileRules.BinaryLooksLikeText,
                $"The file looks like raw float32, but its bytes are valid UTF-8 where TensorBoard looks first (up to line {facts.Line}),"
                    + $" and it reads them as text: {Dead}. Write the values as text.");
        }
        else if (facts.Problem == TensorFileProblem.Ragged)
        {
            yield return In(TensorFileRules.Ragged, $"The line has {facts.Cell} cells, and the first one has {facts.Columns}:"
                + $" {Dead}.") with
            { Line = (int)facts.Line };
        }
        else if (facts.Problem == TensorFileProblem.NotNumeric && NotNumeric(subject, path, facts, bytes) is Finding notNumeric)
        {
            yield return notNumeric;
        }

        foreach (Finding finding in OfLines(subject, path, facts, bytes, looksBinary))
        {
            yield return finding;
        }
    }

    private static Finding? NotNumeric(EmbeddingSubject subject, string path, TensorFileFacts facts, TensorBytes bytes)
    {
        Finding In(Rule rule, string message) => subject.InFile(rule, path, message) with { Line = (int)facts.Line };
        string cell = $"Cell {facts.Cell} of the line is \"{facts.CellText}\"";
        if (bytes.HasByteOrderMark && facts.Line == 1 && facts.Cell == 1)
        {
            return null; // The mark has a rule of its own.
        }

        TensorText text = subject.Judgement.Reads.TensorText(path);
        if (facts.CellText is "" or null)
        {
            return In(TensorFileRules.TrailingTab, $"Cell {facts.Cell} of the line is"
                + $" empty{(text.OnlyTrailingTabs ? ", since the line ends in a TAB" : "")}: {Dead}.") with
            {
                Repair = text.OnlyTrailingTabs ? subject.Judgement.Reads.Repairs.WithoutTrailingTabs(path) : null,
            };
        }

        if (facts.Line == text.FirstLine && text.OnlyFirstLineIsBad)
        {
            return In(TensorFileRules.Header, $"The first line is a header (\"{facts.CellText}\"), and every line must be numbers:"
                + $" {Dead}. Delete it.") with
            {
                Repair = subject.Judgement.Reads.Repairs.WithoutLine(path, (int)facts.Line, FixSafety.Unsafe),
            };
        }

        return In(TensorFileRules.NotNumeric, $"{cell}, which is no number{Hint(facts.CellText)}: {Dead}.");
    }

    private static string Hint(string cell) =>
        cell.Contains(',', StringComparison.Ordinal) ? " (separate cells by TAB, and write decimals with a point)"
        : cell.Contains(' ', StringComparison.Ordinal) ? " (separate cells by TAB)"
        : cell.Any(char.IsAsciiLetter) ? " (labels belong in the metadata file)" : "";

    private static IEnumerable<Finding> OfBinary(EmbeddingSubject subject, TensorFileFacts facts, Func<Rule, string, Finding> at)
    {
        TensorFileProblem problem = TensorFile.ProblemAsBinary(facts, subject.Info.TensorShape, subject.Judgement.Behaviour.BinaryTensorFiles);
        string shape = $"[{string.Join(", ", subject.Info.TensorShape)}]";
        switch (problem)
        {
            case TensorFileProblem.BinaryNotSupported:
                yield return at(TensorFileRules.BinaryTooOld, "The file is binary, which TensorBoard reads from 2.3 on. Write the values"
                    + " as text.");
                break;
            case TensorFileProblem.BinaryWithoutShape:
                yield return at(TensorFileRules.BinaryNoShape,
                    $"The file is no UTF-8 text, so it is read as raw float32, and tensor_shape {shape} has not two entries: {Dead}"
                        + $" (\"Tensor must be 2D, got shape {shape}\").");
                break;
            case TensorFileProblem.BinarySizeMismatch:
                yield return at(TensorFileRules.BinarySize,
                    $"The file has {facts.Bytes / sizeof(float)} float32 values ({facts.Bytes} bytes), and tensor_shape {shape} needs"
                    + $" {(ulong)subject.Info.TensorShape[0] * subject.Info.TensorShape[1]}: {Dead} (\"cannot reshape array …\").");
                break;
        }
    }

    private static IEnumerable<Finding> OfLines(EmbeddingSubject subject, string path, TensorFileFacts facts, TensorBytes bytes, bool looksBinary)
    {
        Finding In(Rule rule, string message) => subject.InFile(rule, path, message);
        if (bytes.HasByteOrderMark)
        {
            yield return In(TensorFileRules.Bom, $"The file starts with a byte order mark, which belongs to no number: {Dead}.") with
            {
                Repair = new Repair(path, FixSafety.Safe, "remove the byte order mark", [new BytePatch(0, 3, default)]),
            };
        }

        LineEnds ends = subject.Judgement.Reads.LineEnds(path);
        if (ends.Cr > 0 && !looksBinary && subject.Judgement.HasTensorFlow && bytes.HasInnerCr)
        {
            yield return In(TensorFileRules.CrOnly,
                "The file has CR without LF, which TensorFlow drops: neighbouring numbers are glued together"
                + (facts.Problem == TensorFileProblem.None ? $", and {facts.Rows} rows are left." : $", and what comes out is no number"
                + $" any more or of the wrong length: {Dead}.")) with
            {
                Repair = subject.Judgement.Reads.Repairs.ToLineFeeds(path),
            };
        }

        if (facts.Problem == TensorFileProblem.None && !looksBinary && subject.Judgement.Reads.TensorText(path).LocaleCell is { } locale)
        {
            yield return In(TensorFileRules.Locale, $"\"{locale.Text}\" is a number for Python and not for other tools. Write plain"
                + $" digits.") with
            { Line = locale.Line };
        }
    }
}
