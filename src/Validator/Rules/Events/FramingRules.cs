namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Records and their frames: what a byte walk over an event file meets. See spec/tfevents.md §1 and §7.</summary>
internal static class FramingRules
{
    private const string References = "tensorboard/data/server/tf_record.rs; tensorboard/compat/tensorflow_stub/pywrap_tensorflow.py";

    public static readonly Rule BadLengthChecksum = new(
        "bad-length-crc", Severity.Error,
        what: "The checksum of a record's length is not the one stored, and sound records follow.",
        why: "The slow loader stops here for ever without a word; the data server logs BadLengthCrc and gives the file up. Everything"
            + " behind is lost.",
        failing: "length 42, stored checksum 3b1a…, computed 9e07…",
        corrected: "the records before the fault; the rest written again",
        references: References, fix: FixSafety.Unsafe);

    public static readonly Rule BadPayloadChecksum = new(
        "bad-data-crc", Severity.Error,
        what: "The checksum of a record's payload is not the one stored.",
        why: "The slow loader stops here for ever; the data server does not look and shows whatever still parses, be it a changed value.",
        failing: "one bit of a scalar turned over",
        corrected: "the record written again, or left out",
        references: References, fix: FixSafety.Unsafe);

    public static readonly Rule TruncatedRecord = new(
        "truncated-record", Severity.Warning,
        what: "The file ends inside a record.",
        why: "Both loaders wait for the rest. When the writer is gone it never comes, and what is appended behind it is not read.",
        failing: "… 2a 00 00 00 00 00 00 00 (end of the file)",
        corrected: "the file cut behind the last whole record",
        references: References, fix: FixSafety.Safe);

    public static readonly Rule NotFramed = new(
        "not-framed", Severity.Error,
        what: "The file does not begin with a record: it is compressed, text, bare protobuf, or its checksums are of another kind.",
        why: "The slow loader lists an empty run, the data server none; neither says why.",
        failing: "events.out.tfevents.1700000000.host with the bytes 1f 8b 08 … (gzip)",
        corrected: "the same file, gunzipped",
        references: References);

    public static readonly Rule EmptyFile = new(
        "empty-file", Severity.Info,
        what: "The file has no bytes.",
        why: "The slow loader lists a run without data, the data server no run.",
        failing: "events.out.tfevents.1700000000.host of 0 bytes",
        corrected: "the version event written when the file is made",
        references: References);

    public static readonly Rule RecordTooLarge = new(
        "record-too-large", Severity.Error,
        what: "A record's length is beyond what a message or the machine can have.",
        why: "Lengths from 2^40 on kill the slow loader's process or the data server; above 2 GiB nothing can be decoded; an answer above"
            + " 256 MiB fails.",
        failing: "length 4611686018427387904",
        corrected: "several smaller records",
        references: References);

    public static readonly Rule ZeroLengthRecord = new(
        "zero-length-record", Severity.Info,
        what: "A record has no payload.",
        why: "Both loaders take it for an event with nothing in it and go on.",
        failing: "00 00 00 00 00 00 00 00 29 03 98 07 d8 ea 82 a2",
        corrected: "no such record",
        references: References, fix: FixSafety.Unsafe);

    public static readonly Rule UnparsableEvent = new(
        "unparsable-event", Severity.Error,
        what: "A record with right checksums is no Event message.",
        why: "The slow loader's reload thread ends: no run is ever updated again while every page answers with old data. The data server"
            + " gives the file up.",
        failing: "a tag that is not UTF-8; a tf.train.Example in an event file",
        corrected: "the record left out",
        references: References, fix: FixSafety.Unsafe);

    public static readonly Rule TrailingGarbage = new(
        "trailing-garbage", Severity.Error,
        what: "Behind the last sound record stand bytes that begin no record.",
        why: "Nothing that is appended is ever read. The data server warns when there are twelve of them or more; else nobody does.",
        failing: "4096 zero bytes behind the last record, left by a crash",
        corrected: "the file cut behind the last sound record",
        references: References, fix: FixSafety.Safe);

    public static IReadOnlyList<Rule> All { get; } =
    [
        BadLengthChecksum, BadPayloadChecksum, TruncatedRecord, NotFramed, EmptyFile, RecordTooLarge, ZeroLengthRecord, UnparsableEvent,
        TrailingGarbage,
    ];
}
