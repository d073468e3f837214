using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Rules.Limits;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.TensorFiles;

/// <summary>Judges the size and the values of one embedding that can be had.</summary>
internal static class ValueCheck
{
    private const double WideWork = 1e10;

    // float32 rounds unit rows to lengths a little off 1.
    private const double UnitLength = 1.00001;

    public static void Check(EmbeddingSubject subject, FindingSink sink)
    {
        if (subject.View is null || subject.Columns < 1)
        {
            CheckUnserved(subject, sink);
            return;
        }

        ServerAnswer answer = subject.Judgement.Living.Tensor(subject.Query);
        if (!answer.IsOk || answer.Body.Length == 0)
        {
            CheckUnserved(subject, sink);
            return;
        }

        foreach (Finding finding in OfSize(subject, answer).Concat(OfValues(subject, answer)))
        {
            sink.Add(finding);
        }
    }

    // What a file of raw numbers holds can be told even when TensorBoard takes it for text.
    private static void CheckUnserved(EmbeddingSubject subject, FindingSink sink)
    {
        if (subject.Info is not { TensorPath.Length: > 0, TensorShape: [_, > 0 and uint columns] } || !subject.HasStatedShape
            || subject.Judgement.ResolveAsset(subject, subject.Info.TensorPath) is not string path
            || subject.Judgement.TensorFile(path) is not { IsText: true, Fault: not null }
            || !subject.Judgement.Reads.TensorBytes(path).LooksBinary(subject.Info.TensorShape)
            || subject.Judgement.Reads.RawValues(path, columns) is not ValueFacts facts)
        {
            return;
        }

        if (facts.ZeroRow is long zero)
        {
            sink.Add(At(subject, LimitRules.ZeroRow, $"Row {zero} of {subject.DisplayName} is all zeros: its cosine distance is"
                + $" undefined."));
        }

        if (facts is { AllEqual: true, Rows: > 1 })
        {
            sink.Add(At(subject, LimitRules.Constant, $"All rows of {subject.DisplayName} are equal."));
        }
    }

    private static Finding At(EmbeddingSubject subject, Rule rule, string message)
    {
        Finding finding = subject.AtField(rule, subject.Info.TensorPath.Length > 0 ? "tensor_path" : "tensor_name", message);
        return finding.Path is not null || subject.Run.Checkpoint is null ? finding : finding with { Path = subject.CheckpointIndexPath };
    }

    private static IEnumerable<Finding> OfSize(EmbeddingSubject subject, ServerAnswer answer)
    {
        long rows = Math.Max(subject.RealShape?.Rows ?? 0, subject.Points), columns = subject.Columns;
        string name = subject.DisplayName;
        if (rows > EmbeddingLimits.RowsSent)
        {
            yield return At(subject, LimitRules.Over100000, $"{name} has {rows} rows: only the first 100,000 are sent, and the page says"
                + $" \"Showing the first 100,000 of …\".");
        }

        if (subject.Points > EmbeddingLimits.PcaRows || columns > EmbeddingLimits.PcaColumns)
        {
            yield return At(subject, LimitRules.OverPcaSample, $"{name} has {subject.Points} points of {columns} columns: PCA is"
                + $" approximate and differs at each load.");
        }

        if (subject.Points > EmbeddingLimits.TsneRows)
        {
            yield return At(subject, LimitRules.OverTsneSample, $"{name} has {subject.Points} points: t-SNE shows a random 10,000.");
        }

        if (subject.Points > EmbeddingLimits.UmapRows)
        {
            yield return At(subject, LimitRules.OverUmapSample, $"{name} has {subject.Points} points: UMAP shows a random 5,000.");
        }

        if (subject.Points <= EmbeddingLimits.UmapNeighbours)
        {
            yield return At(subject, LimitRules.TooFewForUmap,
                $"{name} has {subject.Points} points: the UMAP tab answers \"Not enough data points ({subject.Points}) to create"
                    + $" nNeighbors: 15.\"");
        }

        if ((double)subject.Points * columns * Math.Min(columns, EmbeddingLimits.PcaColumns) >= WideWork)
        {
            yield return At(subject, LimitRules.Wide, $"{name} has {subject.Points} points of {columns} columns: every load spends a long"
                + $" time in \"Computing PCA...\".");
        }

        if (answer.Body.Length > EmbeddingLimits.LargestAnswer)
        {
            yield return At(subject, LimitRules.PayloadTooBig,
                $"{name} is {answer.Body.Length} bytes for the page, and a browser hands it at most {EmbeddingLimits.LargestAnswer}: no"
                    + $" points appear.");
        }
    }

    private static IEnumerable<Finding> OfValues(EmbeddingSubject subject, ServerAnswer answer)
    {
        if (answer.Body.Length > EmbeddingLimits.LargestAnswer)
        {
            yield break;
        }

        ValueFacts facts = subject.Judgement.Reads.Values(subject.ValueSource, subject.Judgement.HasTensorFlow, subject.Columns, answer);
        string name = subject.DisplayName;
        if (facts.NonFinite is { } place)
        {
            string message = $"Row {place.Row}, column {place.Column} of {name} is {Word(facts.NonFiniteValue)} ({facts.NonFiniteRows} of"
                + $" {facts.Rows} rows are not finite): the page's PCA does not"
                + " converge, an empty dialog titled Error stands on it and no points are drawn. Remove or replace these rows.";
            yield return At(subject, TensorFileRules.Nonfinite, message);
            if (subject.Info.TensorPath.Length == 0)
            {
                yield return At(subject, CheckpointRules.TensorNonfinite, message);
            }

            yield break;
        }

        if (facts.LooksBigEndian && subject.Info.TensorPath.Length > 0)
        {
            yield return At(subject, TensorFileRules.BigEndian, $"The values of {name} would be of a usual size if their bytes stood the"
                + $" other way round. Write little-endian float32.");
        }

        if (subject.View!.Cause == PageCause.ValuesOverflow)
        {
            yield return At(subject, TensorFileRules.Overflow, $"The values of {name} are so large that the projection overflows float32:"
                + $" nothing is drawn, without a message. Divide them.");
        }

        if (subject.Columns <= EmbeddingLimits.SpherizedColumns && facts.LongestRow > UnitLength)
        {
            yield return At(subject, LimitRules.NotNormalised,
                $"{name} has at most 50 columns and rows longer than 1: t-SNE and UMAP may fail or be wrong, and PCA is not centred."
                    + $" Normalise the rows or tick \"Spherize data\".");
        }

        if (facts.ZeroRow is long zero)
        {
            yield return At(subject, LimitRules.ZeroRow, $"Row {zero} of {name} is all zeros: its cosine distance is undefined.");
        }

        bool notDrawn = subject.View.Outcome == PageOutcome.NotDrawn;
        if (facts is { AllEqual: true, Rows: > 1 })
        {
            yield return At(subject, LimitRules.Constant, $"All rows of {name} are equal: the page shows"
                + $" {(notDrawn ? "nothing at all, without a message" : "one spot")}.") with
            {
                Severity = subject.Columns >= EmbeddingLimits.SpherizedColumns ? Severity.Warning : Severity.Info,
            };
        }

        if (facts.OnALine && subject.Columns is > 2 and < EmbeddingLimits.SpherizedColumns)
        {
            yield return At(subject, LimitRules.OnALine,
                $"All rows of {name} lie on one line through the origin: the page draws"
                    + $" {(notDrawn ? "nothing at all (\"Total variance described: NaN%\")" : "them, but only by a rounding")}.") with
            {
                Severity = Severity.Warning,
            };
        }
    }

    private static string Word(float value) => float.IsNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
}
