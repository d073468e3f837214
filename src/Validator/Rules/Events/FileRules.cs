namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Names of event files, how several lie together, and their first events. See spec/tfevents.md §2 and §4.</summary>
internal static class FileRules
{
    private const string References = "tensorboard/backend/event_processing/directory_watcher.py; tensorboard/data/server/disk_logdir.rs";

    public static readonly Rule NameNotTfevents = new(
        "name-not-tfevents", Severity.Error,
        what: "A file of events has a name without the text tfevents.",
        why: "Neither loader sees it.",
        failing: "logs/run/events.out.1700000000.host",
        corrected: "logs/run/events.out.tfevents.1700000000.host",
        references: References, fix: FixSafety.Unsafe);

    public static readonly Rule NamePattern = new(
        "name-pattern", Severity.Info,
        what: "The name is not events.out.tfevents., ten digits and a dot.",
        why: "It is read, but perhaps in another order than it was written in: files of a run are taken by name.",
        failing: "x.tfevents.bak",
        corrected: "events.out.tfevents.1700000000.host",
        references: References);

    public static readonly Rule NameOrder = new(
        "name-order", Severity.Warning,
        what: "By name the files of a run stand in another order than by time.",
        why: "Later data is loaded first, so lines go back in time, restarts purge the wrong points, and the data server drops what was"
            + " overtaken.",
        failing: "events.out.tfevents.1000.h (later), events.out.tfevents.999.h (earlier)",
        corrected: "ten digits in every name",
        references: References);

    public static readonly Rule DirectoryNamedTfevents = new(
        "dir-named-tfevents", Severity.Error,
        what: "A directory has a name with tfevents and lies in a run, or is one.",
        why: "The slow loader opens it as a file: what sorts behind it is not read; a run of that name ends the load, and the list of"
            + " runs fails.",
        failing: "logs/run/my.tfevents.d/",
        corrected: "logs/run/events/",
        references: References, holds: ProfileSet.Slow);

    public static readonly Rule ConcurrentFiles = new(
        "concurrent-files", Severity.Warning,
        what: "Two files of a run were written at the same time.",
        why: "The slow loader leaves the first for good once it takes up the second; the data server drops points of tags that both write.",
        failing: "two processes that write to logs/run",
        corrected: "one directory a writer",
        references: References);

    public static readonly Rule ProfileEmpty = new(
        "profile-empty", Severity.Info,
        what: "A file whose name ends in .profile-empty holds events.",
        why: "The slow loader does not open it; the data server does.",
        failing: "events.out.tfevents.1700000000.host.profile-empty with scalars",
        corrected: "the same name without .profile-empty",
        references: References);

    public static readonly Rule MissingFileVersion = new(
        "missing-file-version", Severity.Warning,
        what: "The first event of the file has no file version.",
        why: "The slow loader then purges points whenever a step goes back, as for TensorFlow before 0.11.",
        failing: "the first record is a scalar",
        corrected: "a first event with file_version \"brain.Event:2\"",
        references: References);

    public static readonly Rule WrongFileVersion = new(
        "wrong-file-version", Severity.Warning,
        what: "The file version is no number, or below 2.",
        why: "As without one: the slow loader purges points whenever a step goes back.",
        failing: "file_version: \"brain.Event:1\"",
        corrected: "file_version: \"brain.Event:2\"",
        references: References);

    public static readonly Rule NewerFileVersion = new(
        "newer-file-version", Severity.Info,
        what: "The file version is above 2.",
        why: "Both loaders take it as 2.",
        failing: "file_version: \"brain.Event:3\"",
        corrected: "file_version: \"brain.Event:2\"",
        references: References);

    public static readonly Rule FileVersionNotFirst = new(
        "file-version-not-first", Severity.Info,
        what: "A version event comes later in the file, or again.",
        why: "It replaces the version of the whole run from there on. Writers with purge_step make one; elsewhere it is a mistake.",
        failing: "a version event between two scalars",
        corrected: "one version event, at the start",
        references: References);

    public static readonly Rule WriterName = new(
        "writer-name", Severity.Info,
        what: "The version event names no writer, or one of more than 128 characters.",
        why: "Nobody shows the name; a long one is dropped with an error in the log.",
        failing: "no source_metadata",
        corrected: "source_metadata { writer: \"my trainer\" }",
        references: References);

    public static readonly Rule EmptyEvent = new(
        "empty-event", Severity.Info,
        what: "An event holds nothing.",
        why: "Both loaders skip it.",
        failing: "wall_time and step alone",
        corrected: "no such event",
        references: References);

    public static readonly Rule WallTimeNan = new(
        "wall-time-nan", Severity.Error,
        what: "A wall time is NaN.",
        why: "The data server gives the file up at this event; the slow loader serves \"NaN\".",
        failing: "wall_time: nan",
        corrected: "seconds since 1970",
        references: References);

    public static readonly Rule WallTimeInfinite = new(
        "wall-time-inf", Severity.Error,
        what: "A wall time is infinite.",
        why: "The data server drops the event with a warning.",
        failing: "wall_time: inf",
        corrected: "seconds since 1970",
        references: References);

    public static readonly Rule WallTimeZero = new(
        "wall-time-zero", Severity.Warning,
        what: "A wall time is 0 or absent.",
        why: "The run starts in 1970; where all are so, --reload_multifile drops the file as inactive.",
        failing: "no wall_time",
        corrected: "seconds since 1970",
        references: References);

    public static readonly Rule WallTimeImplausible = new(
        "wall-time-implausible", Severity.Warning,
        what: "A wall time is before 2000 or in the future: milliseconds, or ticks of another calendar.",
        why: "Relative times and the order of runs are wrong.",
        failing: "wall_time: 1700000000000",
        corrected: "wall_time: 1700000000.0",
        references: References);

    public static readonly Rule WallTimeBackwards = new(
        "wall-time-backwards", Severity.Info,
        what: "Wall times go back by more than a second in one file.",
        why: "Lines over wall time go back.",
        failing: "wall_time 1700000010, then 1700000000",
        corrected: "one clock a writer",
        references: References);

    public static IReadOnlyList<Rule> All { get; } =
    [
        NameNotTfevents, NamePattern, NameOrder, DirectoryNamedTfevents, ConcurrentFiles, ProfileEmpty, MissingFileVersion,
        WrongFileVersion, NewerFileVersion, FileVersionNotFirst, WriterName, EmptyEvent, WallTimeNan, WallTimeInfinite, WallTimeZero,
        WallTimeImplausible, WallTimeBackwards,
    ];
}
