namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Steps of a tag, and what restarts do to them. See spec/tfevents.md §6.</summary>
internal static class StepRules
{
    private const string References = "tensorboard/backend/event_processing/plugin_event_accumulator.py;"
        + " tensorboard/data/server/reservoir.rs";

    public static readonly Rule StepDecreasing = new(
        "step-decreasing", Severity.Error,
        what: "A tag goes back to an earlier step and no restart is logged.",
        why: "The slow loader draws a line back in time; the data server removes every point from that step on.",
        failing: "steps 0, 1, 2, 1",
        corrected: "ascending steps; SessionLog START where training resumes",
        references: References);

    public static readonly Rule StepDuplicate = new(
        "step-duplicate", Severity.Warning,
        what: "A tag has a step twice.",
        why: "Scalars show both in the slow loader, of pictures and clips the first; the data server keeps the last.",
        failing: "steps 0, 1, 1, 2",
        corrected: "one value a tag and step",
        references: References);

    public static readonly Rule ConstantStep = new(
        "constant-step", Severity.Warning,
        what: "All values of a tag have the same step.",
        why: "The data server shows one point.",
        failing: "five values at step 0",
        corrected: "the step of the training loop",
        references: References);

    public static readonly Rule NegativeStep = new(
        "negative-step", Severity.Warning,
        what: "A step is negative.",
        why: "It is shown as it is.",
        failing: "step: -3",
        corrected: "steps from 0",
        references: References);

    public static readonly Rule StepOverInt32 = new(
        "step-over-int32", Severity.Warning,
        what: "A scalar that HParams shows as a metric has a step above 2^31-1.",
        why: "The table of sessions answers 500: its message has an int32 there.",
        failing: "loss at step 2147483648 in a run with hparams",
        corrected: "steps below 2147483648",
        references: References);

    public static readonly Rule PurgeWithoutStart = new(
        "purge-without-start", Severity.Warning,
        what: "The only START of the run comes late: points at or behind its step stay.",
        why: "The slow loader purges from the second START on, so the old points stay beside the new ones.",
        failing: "steps 0 to 4, START at step 3, steps 3 to 5",
        corrected: "a START in every file, right behind the version event",
        references: References);

    public static readonly Rule StartPurgesOtherWriter = new(
        "start-purges-other-writer", Severity.Warning,
        what: "A START removes points of another file that was written at the same time.",
        why: "The other writer's newer points vanish from the slow loader.",
        failing: "two writers with START in logs/run",
        corrected: "one directory a writer",
        references: References, holds: ProfileSet.Slow);

    public static IReadOnlyList<Rule> All { get; } =
    [
        StepDecreasing, StepDuplicate, ConstantStep, NegativeStep, StepOverInt32, PurgeWithoutStart, StartPurgesOtherWriter,
    ];
}
