using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Rules.Events;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Each rule of spec/tfevents.md §12: a case that raises it, and one next to it that does not.</summary>
public class EventRuleTests
{
    private const string HandMade = "hand-made"; // The file is made by EventRuleFiles; no recorded view shows the consequence.

    /// <summary>Rule, the case of event_verdicts whose recorded view shows the consequence, and a sound neighbour of it.</summary>
    private static readonly (string Rule, string Failing, string Passing)[] Table =
    [
        ("bad-length-crc", "frame-flip-length", "frame-flip-payload-value"),
        ("bad-data-crc", "frame-flip-data-crc", "frame-flip-length"),
        ("truncated-record", "truncated-in-payload", "truncated-at-boundary"),
        ("not-framed", "file-gzip", "frame-flip-length"),
        ("empty-file", "file-empty", "header-only"),
        ("record-too-large", "length-2-62", "truncated-in-payload"),
        ("zero-length-record", "zero-length-record", "header-only"),
        ("unparsable-event", "bad-utf8-tag", "record-unknown-fields"),
        ("trailing-garbage", "tail-garbage-long", "truncated-in-payload"),
        ("name-not-tfevents", "name-variants", "header-only"),
        ("name-pattern", "name-variants", "header-only"),
        ("name-order", "name-order", "restart-no-start"),
        ("dir-named-tfevents", "dir-named-tfevents", "header-only"),
        ("concurrent-files", "files-overlapping", "name-order"),
        ("profile-empty", HandMade, "header-only"),
        ("missing-file-version", "version-missing", "version-twice"),
        ("wrong-file-version", HandMade, "version-3"),
        ("newer-file-version", "version-3", "header-only"),
        ("file-version-not-first", "version-twice", "version-3"),
        ("writer-name", "header-only", HandMade),
        ("empty-event", "event-empty", "header-only"),
        ("wall-time-nan", "wall-time-nan", "wall-time-inf"),
        ("wall-time-inf", "wall-time-inf", "wall-time-nan"),
        ("wall-time-zero", "wall-time-zero", "wall-time-ticks"),
        ("wall-time-implausible", "wall-time-milliseconds", "wall-time-zero"),
        ("wall-time-backwards", "wall-time-milliseconds", "version-2-out-of-order"),
        ("step-decreasing", "version-2-out-of-order", "steps-interleaved-tags"),
        ("step-duplicate", "steps-duplicate", "steps-all-zero"),
        ("constant-step", "steps-all-zero", "steps-duplicate"),
        ("negative-step", "steps-wide", "steps-duplicate"),
        ("step-over-int32", "hp-step-over-int32", "steps-wide"),
        ("purge-without-start", "restart-one-start", "restart-two-starts"),
        ("start-purges-other-writer", HandMade, "restart-purge-step-two-files"),
        ("value-without-payload", "value-no-payload", "hp-no-tensor"),
        ("metadata-not-on-first", "meta-missing-first", "meta-only-first"),
        ("unknown-plugin", "meta-unknown-plugin", "meta-unknown-plugin-data-class"),
        ("no-plugin-name", HandMade, "meta-unknown-plugin"),
        ("tag-kind-conflict", "tag-conflict-plugins", "tag-conflict-v1-v2"),
        ("metadata-changes", HandMade, "meta-only-first"),
        ("plugin-version", "meta-version-1", "meta-only-first"),
        ("plugin-content-unparsable", HandMade, "meta-version-1"),
        ("data-class-mismatch", "meta-data-class-wrong", "meta-data-class-right"),
        ("v1-with-data-class", HandMade, "meta-v1-display-name"),
        ("empty-tag", "tag-empty", "tag-long"),
        ("tag-characters", "tag-characters", "tag-conflict-v1-v2"),
        ("node-name-used", HandMade, "tag-empty"),
        ("reserved-tag", HandMade, "layout-good"),
        ("metadata-first-file-only", HandMade, "audio-shapes"),
        ("tensor-dtype-unsupported", "tensor-bfloat16", "tensor-content-short"),
        ("tensor-size-mismatch", "tensor-content-short", "tensor-bfloat16"),
        ("tensor-wrong-field", HandMade, "tensor-content-short"),
        ("tensor-both", HandMade, "scalar-shape-variants"),
        ("tensor-bad-dim", "scalar-shape-variants", "scalar-rank-1"),
        ("scalar-not-float32", "scalar-float64", "scalar-rank-1"),
        ("scalar-not-rank0", "scalar-rank-1", "scalar-float64"),
        ("scalar-nonfinite", "scalar-kinds", "scalar-float64"),
        ("histogram-shape", "histogram-shapes", "histogram-v1"),
        ("histogram-nonfinite", HandMade, "histogram-shapes"),
        ("histogram-edges", HandMade, "histogram-v1"),
        ("histo-v1-lengths", HandMade, "histogram-v1"),
        ("histo-v1-outer-empty", "histogram-v1", "histogram-float32"),
        ("histo-v1-inconsistent", HandMade, "histogram-float32"),
        ("image-shape", "image-few-strings", "image-dims-wrong"),
        ("image-dims-text", "image-dims-wrong", "image-v1"),
        ("image-undecodable", "image-formats", "image-v1"),
        ("image-mime", "image-formats", "image-dims-wrong"),
        ("image-samples-vary", HandMade, "image-formats"),
        ("audio-shape", "audio-shapes", "audio-v1"),
        ("audio-encoding", "meta-version-1", "audio-shapes"),
        ("audio-not-wav", HandMade, "audio-shapes"),
        ("audio-k-varies", HandMade, "audio-shapes"),
        ("text-dtype", "text-bad-utf8", "text-kinds"),
        ("text-rank", "text-kinds", "text-bad-utf8"),
        ("text-nul", "text-kinds", "text-bad-utf8"),
        ("pr-shape", "pr-curve-shapes", "sampling-media-15"),
        ("pr-values", HandMade, "image-v1"),
        ("pr-thresholds", "meta-version-1", "pr-curve-shapes"),
        ("mesh-parts", "mesh-masks", "sampling-media-15"),
        ("mesh-shape", "mesh-masks", "sampling-media-15"),
        ("mesh-index", HandMade, "mesh-masks"),
        ("mesh-config", HandMade, "mesh-masks"),
        ("hparams-multiple-experiments", "hp-two-experiments", "hp-no-experiment"),
        ("hparams-type", HandMade, "hp-values"),
        ("hparams-value", "hp-values", "hp-no-experiment"),
        ("hparams-metric-missing", HandMade, "hp-no-experiment"),
        ("hparams-no-session-end", "hp-no-experiment", "header-only"),
        ("hparams-repeated", HandMade, "hp-no-experiment"),
        ("layout", "layout-bad-bytes", "layout-good"),
        ("graph-unparsable", HandMade, "graph-two"),
        ("graph-repeated", "graph-two", "graph-run-metadata"),
        ("graph-plugin-content", "graph-run-metadata", "graph-two"),
        ("meta-graph-only", "graph-meta-only", "graph-two"),
        ("over-sampling", "sampling-scalars-1200", "scalar-kinds"),
        ("huge-tensor-series", HandMade, "sampling-media-15"),
        ("obsolete-kind", "histogram-obsolete", "histogram-v1"),
    ];

    public static TheoryData<string> Rules => [.. EventRules.All.Select(static r => r.Id)];

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateDirectories(Repository.GoldenSuite("event_verdicts")).Select(static d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Table_NamesEveryRuleOnce() =>
        Assert.Equal(EventRules.All.Select(static r => r.Id).Order(StringComparer.Ordinal), Table.Select(static t => t.Rule).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Audit_FailingCase_RaisesTheRule(string rule)
    {
        using TempFolder folder = new();

        IReadOnlyList<Finding> findings = Findings(rule, Row(rule).Failing, isFailing: true, folder);

        Finding found = Assert.Single(findings.Where(f => f.Rule.Id == rule).Take(1));
        Assert.NotEmpty(found.Message);
        Assert.NotNull(found.Path);
        Assert.NotEqual(ProfileSet.None, found.Holds);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Audit_PassingCase_DoesNotRaiseTheRule(string rule)
    {
        using TempFolder folder = new();

        IReadOnlyList<Finding> findings = Findings(rule, Row(rule).Passing, isFailing: false, folder);

        Assert.DoesNotContain(findings, f => f.Rule.Id == rule);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Audit_CaseThatBothLoadersShowWhole_HasNoErrorAboutItsFrames(string name)
    {
        // Frames are the one thing that a recorded view cannot have whole when we call them broken.
        string folder = Path.Combine(Repository.GoldenSuite("event_verdicts"), name, "logdir");

        IReadOnlyList<Finding> findings = AuditedDirectory.Findings(folder);

        bool isAboutFrames = name.StartsWith("frame-", StringComparison.Ordinal) || name.StartsWith("file-", StringComparison.Ordinal)
            || name.StartsWith("tail-", StringComparison.Ordinal) || name.StartsWith("length-", StringComparison.Ordinal) || name.StartsWith("bad-", StringComparison.Ordinal);
        Assert.True(isAboutFrames || !findings.Any(static f => f.Severity == Severity.Error && FramingRules.All.Contains(f.Rule)));
    }

    private static (string Rule, string Failing, string Passing) Row(string rule) => Table.Single(t => t.Rule == rule);

    private static IReadOnlyList<Finding> Findings(string rule, string name, bool isFailing, TempFolder folder)
    {
        if (name != HandMade)
        {
            return AuditedDirectory.Findings(Path.Combine(Repository.GoldenSuite("event_verdicts"), name, "logdir"));
        }

        EventRuleFiles.Write(rule, isFailing, folder.Path);
        return AuditedDirectory.Findings(folder.Path);
    }
}
