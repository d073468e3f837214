namespace TensorBoardFormats.Validation.Rules;

/// <summary>Which findings follow from which: people are told a cause once, with its consequences under it.</summary>
internal static class CauseLinks
{
    private static readonly string[] PathFaults =
    [
        "asset-path-doubled", "asset-path-case", "asset-path-url", "asset-path-drive-letter", "config-path-escape-damage", "config-backslash-path", "asset-path-home",
    ];

    private static readonly string[] NotFoundFaults =
    [
        "logdir-under-plugins-dir", "ckpt-state-target-missing", "ckpt-path-glob-characters", "ckpt-without-state-file", "ckpt-state-syntax", "ckpt-index-missing", "ckpt-keras3-weights",
        "config-checkpoint-dir-ignored",
    ];

    // Consequence -> its possible causes, the likeliest first. Those of the first table stand at the same field of the same config.
    private static readonly Dictionary<string, string[]> AtSamePlace = new(StringComparer.Ordinal)
    {
        ["metadata-missing"] = PathFaults,
        ["sprite-missing"] = PathFaults,
        ["bookmarks-missing"] = PathFaults,
        ["tensor-file-missing"] = PathFaults,
        ["asset-path-outside"] = ["asset-path-home"],
        ["ckpt-tensor-nonfinite"] = ["values-nonfinite"],
        ["config-backslash-path"] = ["config-bad-escape"],
    };

    private static readonly Dictionary<string, string[]> InSameFile = new(StringComparer.Ordinal)
    {
        ["metadata-no-newline"] = ["metadata-cr-only", "metadata-empty"],
        ["metadata-count-mismatch"] = ["metadata-blank-row"],
        ["metadata-single-column-header"] = ["metadata-looks-like-csv"],
        ["metadata-multi-column-no-header"] = ["metadata-blank-row"],
        ["tensor-tsv-ragged"] = ["tensor-tsv-cr-only"],
        ["tensor-tsv-not-numeric"] = ["tensor-tsv-cr-only"],
        ["vectors-on-a-line"] = ["vectors-constant"],
    };

    private static readonly Dictionary<string, string[]> InSameRun = new(StringComparer.Ordinal)
    {
        ["config-no-source"] = NotFoundFaults,
        ["embedding-too-few-rows"] = ["tensor-tsv-cr-only"],
        ["no-2d-tensor"] = ["ckpt-index-corrupt"],
        ["run-inherits-parent-checkpoint"] = ["ckpt-state-target-missing"],
        ["sprite-too-few-cells"] = ["sprite-dim-not-divisor"],
        ["sprite-single-column-grid"] = ["sprite-grid-not-square"],
    };

    // What was meant for the projector and is not found.
    private static readonly string[] Overlooked = ["ckpt-without-state-file", "config-file-misnamed", "run-config-without-events", "ckpt-state-target-missing"];

    private static readonly string[] Killers =
    [
        "ckpt-index-entry-corrupt", "ckpt-state-empty-path", "ckpt-state-not-utf8", "ckpt-slice-key-unlisted", "config-syntax-error", "config-is-json", "config-unknown-field",
        "config-wrong-type", "config-duplicate-field", "config-bom", "config-not-utf8", "config-unreadable", "config-bad-escape", "tensor-file-missing", "tensor-file-unreadable",
        "tensor-tsv-header", "tensor-tsv-not-numeric", "tensor-tsv-trailing-tab", "tensor-tsv-bom", "tensor-tsv-ragged", "tensor-tsv-empty", "tensor-tsv-cr-only",
        "tensor-binary-no-shape", "tensor-binary-size-mismatch", "tensor-binary-looks-like-text", "tensor-binary-too-old",
    ];

    /// <summary>The findings with their causes.</summary>
    public static IReadOnlyList<Finding> Link(IReadOnlyList<Finding> findings) => [.. findings.Select(f => f.Cause is null && CauseOf(f, findings) is Finding cause
        ? f with { Cause = new FindingCause(cause.Rule.Id, cause.Path) } : f)];

    private static Finding? CauseOf(Finding finding, IReadOnlyList<Finding> all)
    {
        string id = finding.Rule.Id;
        return Search(AtSamePlace, c => c.Path == finding.Path && c.Line == finding.Line)
            ?? Search(InSameFile, c => c.Path == finding.Path && c.Embedding == finding.Embedding)
            ?? Search(InSameRun, c => c.Run == finding.Run || c.Run is null)
            ?? (id == "projector-nothing-found" ? First(Overlooked, static _ => true) : null)
            ?? (id == "one-bad-run-kills-all" ? First(Killers, c => c.Run == finding.Run || c.Run is null) : null);

        Finding? Search(Dictionary<string, string[]> table, Func<Finding, bool> where) => table.TryGetValue(id, out string[]? causes) ? First(causes, where) : null;

        Finding? First(string[] causes, Func<Finding, bool> where) =>
            causes.Select(c => all.FirstOrDefault(f => f.Rule.Id == c && !ReferenceEquals(f, finding) && where(f))).FirstOrDefault(static f => f is not null);
    }
}
