using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Embeddings;

/// <summary>Judges the tensor menu of one run as a whole.</summary>
internal static class MenuCheck
{
    private const int Clutter = 20;

    public static void Check(SourceSubject subject, FindingSink sink)
    {
        if (subject.Run is not RunTrace run)
        {
            return;
        }

        RunView? view = subject.Judgement.Page.Runs.FirstOrDefault(r => r.Run == run.Run);
        foreach (Finding finding in OfMenu(subject, run, view).Concat(OfCheckpoint(subject, run, view)))
        {
            sink.Add(finding);
        }
    }

    private static IEnumerable<Finding> OfMenu(SourceSubject subject, RunTrace run, RunView? view)
    {
        if (view?.Embeddings is not { Count: > 0 } menu)
        {
            yield break;
        }

        EmbeddingTrace? Of(EmbeddingView entry) => run.Embeddings.FirstOrDefault(e => e.Index == entry.Index);
        int clutter = menu.Count(e => Of(e) is { ConfigIndex: < 0 });
        bool hasSlots = menu.Any(e => Of(e) is { ConfigIndex: < 0 } && IsOptimizerSlot(e.Name));
        if (clutter > Clutter || hasSlots)
        {
            yield return subject.Found(EmbeddingRules.CheckpointClutter,
                $"{clutter} tensors in the menu of {subject.DisplayRun} come from the checkpoint"
                    + $" only{(hasSlots ? ", optimizer slots among them" : "")}; save the embedding alone, or give it metadata so that it"
                    + $" comes first.") with
            {
                Path = IndexPath(subject, run),
            };
        }

        EmbeddingTrace? first = run.Embeddings.FirstOrDefault(static e => e.ConfigIndex == 0);
        if (first is not null && Of(menu[0]) is { } opened && opened != first && menu.Any(e => Of(e) == first))
        {
            yield return subject.AtField(EmbeddingRules.DefaultSurprise, "embeddings[0].tensor_name",
                $"{subject.DisplayRun} opens with '{menu[0].Name}', not with '{first.Embedding.TensorName}', the first of the config:"
                    + $" those with metadata come first, then those with more rows.") with
            {
                Embedding = first.Embedding.TensorName,
            };
        }
    }

    private static IEnumerable<Finding> OfCheckpoint(SourceSubject subject, RunTrace run, RunView? view)
    {
        if (run.Checkpoint is not { Failure: null, Killed: null } checkpoint)
        {
            yield break;
        }

        string path = IndexPath(subject, run);
        bool relies = subject.Message is not { } config || config.Embeddings.Count == 0 || config.Embeddings.Any(static e => e.TensorPath.Length == 0);
        CheckpointVariable[] flat = [.. checkpoint.Variables.Where(static v => v.Shape.Count == 2 && !v.Name.Contains(".OPTIMIZER_SLOT", StringComparison.Ordinal))];
        if (relies && flat.Length == 0 && checkpoint.ListingFault is null)
        {
            yield return subject.Found(EmbeddingRules.NoTwoDimensionalTensor,
                $"The checkpoint {CheckpointPaths.Name(checkpoint.Prefix)} has no two-dimensional variable:"
                    + $" {(run.Embeddings.Count == 0 ? $"{subject.DisplayRun} is missing from the projector" : "the config's embeddings are hidden and the page says \"0 tensors found\"")}."
                    + " Save the values as a variable of rows by columns.") with
            {
                Path = path,
            };
        }
        else if (flat.Length > 0 && flat.All(static v => v.Shape[0] <= 1 || v.Shape[1] <= 1) && view?.Embeddings is { Count: 0 })
        {
            yield return subject.Found(CheckpointRules.NoListableTensor,
                $"All two-dimensional variables of {CheckpointPaths.Name(checkpoint.Prefix)} have one row or one column: the tab is"
                    + $" active and {subject.DisplayRun} says \"0 tensors found\".") with
            {
                Path = path,
            };
        }

        foreach (CheckpointVariable variable in flat.Where(static v => v.Name.EndsWith(":0", StringComparison.Ordinal)))
        {
            yield return subject.Found(EmbeddingRules.KeyOutputIndex,
                $"The key '{variable.Name}' is listed without its :0; choosing it gives \"Error fetching tensors: Tensor"
                    + $" \"{variable.Name[..^2]}\" not found in checkpoint dir …\".") with
            {
                Path = path,
                Embedding = variable.Name[..^2],
            };
        }
    }

    // Names that TensorFlow 1's optimizers and Keras 3's give; object-based slots are skipped by TensorBoard itself.
    private static bool IsOptimizerSlot(string name)
    {
        string last = name[(name.LastIndexOf('/') + 1)..];
        string stem = last.TrimEnd([.. "0123456789"]).TrimEnd('_');
        return name.Contains("optimizer/_variables/", StringComparison.Ordinal) || name.Contains("optimizer/_trainable_variables/", StringComparison.Ordinal)
            || stem is "Adam" or "Adagrad" or "Adadelta" or "AdagradDA" or "Momentum" or "RMSProp" or "Ftrl" or "ProximalAdagrad" or "ExponentialMovingAverage";
    }

    private static string IndexPath(SourceSubject subject, RunTrace run) => subject.Judgement.Context.Relative(
        subject.Judgement.Reads.OnDisk((run.Checkpoint?.Prefix ?? run.Config.ModelCheckpointPath) + (run.Checkpoint?.IsV1 == true ? "" : ".index")));
}
