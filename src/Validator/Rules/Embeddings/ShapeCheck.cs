using Google.Protobuf.Collections;
using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Rules.Embeddings;

/// <summary>Judges the shape of one embedding: what is stated against what is there, and whether the page can show it.</summary>
internal static class ShapeCheck
{
    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        foreach (Finding finding in OfStated(subject).Concat(OfSize(subject)))
        {
            sink.Add(finding);
        }
    }

    private static Finding AtShape(EmbeddingSubject subject, Rule rule, int entry, string message) => subject.AtField(rule, $"tensor_shape[{entry}]", message);

    private static IEnumerable<Finding> OfStated(EmbeddingSubject subject)
    {
        RepeatedField<uint> stated = subject.Info.TensorShape;
        if (!subject.HasStatedShape)
        {
            yield break;
        }

        string text = $"tensor_shape of {subject.DisplayName} is [{string.Join(", ", stated)}]";
        if (stated.Count != 2)
        {
            yield return AtShape(subject, EmbeddingRules.ShapeNotTwo, 0,
                $"{text}, which has not two entries: it is not in the page's menu. Remove the field, or give rows and columns.") with
            {
                Repair = subject.IsBinaryFile ? null : subject.Config?.Remove(
                    [.. Enumerable.Range(0, stated.Count).Select(i => $"embeddings[{subject.Trace.ConfigIndex}].tensor_shape[{i}]")], FixSafety.Safe),
            };
            yield break;
        }

        if (subject.RealShape is not (long rows, long columns) || subject.IsBinaryFile)
        {
            yield break;
        }

        if (stated[1] != columns && stated[1] > 1)
        {
            long sent = Math.Min(rows, EmbeddingLimits.RowsSent) * columns;
            bool divides = sent % stated[1] == 0;
            yield return AtShape(subject, divides ? EmbeddingRules.ShapeColumnsDivide : EmbeddingRules.ShapeColumnsWrong, 1, divides
                ? $"{text}, and the data has {rows} rows of {columns}: the page cuts the values into rows of {stated[1]}, the points are"
                + $" scrambled without a message."
                : $"{text}, and the data has {rows} rows of {columns}: the page says \"Showing the first"
                + $" {JsNumber.ToLocaleText((double)sent / stated[1])} of …\" and stops with an empty dialog titled Error.") with
            {
                Repair = Right(subject, rows, columns),
            };
        }
        else if (stated[0] > rows && stated[0] > 1)
        {
            yield return AtShape(subject, EmbeddingRules.ShapeRowsTooMany, 0, $"{text}, and there are {rows} rows: the page says"
                + $" \"Showing the first …\" for ten seconds.") with
            {
                Repair = Right(subject, rows, columns),
            };
        }
        else if (stated[0] < rows && stated[0] > 1)
        {
            yield return AtShape(subject, EmbeddingRules.ShapeRowsTooFew, 0, $"{text}, and there are {rows} rows: all are shown, the menu"
                + $" shows the wrong number.") with
            {
                Repair = Right(subject, rows, columns),
            };
        }
    }

    private static Fixes.Repair? Right(EmbeddingSubject subject, long rows, long columns)
    {
        string field = $"embeddings[{subject.Trace.ConfigIndex}].tensor_shape";
        Fixes.Repair? first = subject.Config?.ReplaceNumber(field + "[0]", rows, FixSafety.Safe);
        Fixes.Repair? second = subject.Config?.ReplaceNumber(field + "[1]", columns, FixSafety.Safe);
        return first is null || second is null ? null : first with
        {
            Description = $"set tensor_shape to [{rows},"
            + $" {columns}]",
            Patches = [.. first.Patches, .. second.Patches]
        };
    }

    private static IEnumerable<Finding> OfSize(EmbeddingSubject subject)
    {
        RepeatedField<uint> shape = subject.Info.TensorShape;
        if (shape.Count != 2)
        {
            yield break;
        }

        Finding At(Rule rule, string message)
        {
            Finding finding = subject.AtField(rule, subject.HasStatedShape ? "tensor_shape[0]" : subject.Info.TensorPath.Length > 0 ? "tensor_path" : "tensor_name", message);
            return finding.Path is not null || subject.Run.Checkpoint is null ? finding : finding with { Path = subject.CheckpointIndexPath };
        }

        // A variable that nobody named is no embedding; that it is too small to be listed is no fault.
        Severity severity = subject.IsInConfig ? Severity.Error : Severity.Info;
        string size = $"{subject.DisplayName} has the shape [{shape[0]}, {shape[1]}]";
        if (shape[0] <= 1)
        {
            yield return At(EmbeddingRules.TooFewRows, $"{size}: with fewer than two rows it is not in the page's"
                + $" menu.") with
            { Severity = severity };
        }

        if (shape[1] <= 1)
        {
            yield return At(EmbeddingRules.TooFewColumns, $"{size}: with fewer than two columns it is not in the page's menu. Add columns"
                + $" of zeros.") with
            { Severity = severity };
        }

        if (shape[1] == 2 && shape[0] > 1)
        {
            yield return At(EmbeddingRules.TwoColumns,
                $"{size}: with two columns the page's PCA draws nothing, in 2-D neither (\"Total variance described: NaN%\"). Add a"
                    + $" column of zeros; t-SNE and UMAP may work.") with
            {
                Severity = subject.View is null || !subject.IsInConfig ? Severity.Warning : Severity.Error,
            };
        }
    }
}
