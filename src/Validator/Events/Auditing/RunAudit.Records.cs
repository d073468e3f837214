using System.Buffers.Binary;
using System.Globalization;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Frames: lengths, checksums, and how the file ends.</summary>
internal sealed partial class RunAudit
{
    private const ulong LargeRecord = 64UL << 20;
    private const int ShortTail = 12; // Fewer bytes are no header: the data server waits for the rest and says nothing.
    private const int ResyncWindow = 1 << 20;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10); // A file that changed since may still have its writer.

    private readonly List<(Place Place, string Found, bool IsEvent)> _unread = [];
    private bool _losesData;

    private void TakeRecord(in RecordView record, bool isFirst)
    {
        Place place = PlaceOf(record);
        if (record.Status == ReadStatus.TooLong)
        {
            Report(FramingRules.RecordTooLarge, place, "record", Size(record.Length), "less than 2 GiB");
            return;
        }

        if (record.Length > LargeRecord)
        {
            Report(FramingRules.RecordTooLarge, place, "record", Size(record.Length), "64 MiB or less", Severity.Warning);
        }

        bool isEvent = record.IsScalar && (IsKnown(record) || record.IsSound(ProtobufDialect.Strict)) || record.TryDecode(ProtobufDialect.Strict, out _);
        if (record.Status == ReadStatus.BadPayloadChecksum)
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"stored {record.StoredChecksum:x8}, computed {MaskedCrc32C.Compute(record.Payload):x8}");
            _unread.Add((place, found, isEvent));
            _losesData |= !isEvent || HasData(record);
            return;
        }

        _losesData |= _unread.Count > 0 && isEvent && HasData(record);
        if (record.Length == 0)
        {
            _log.Report(FramingRules.ZeroLengthRecord, place, "record", "no payload", "an Event", repair: Without(place, "drop the record"));
            return;
        }

        if (!isEvent)
        {
            bool isLenient = record.TryDecode(ProtobufDialect.Lenient, out _);
            _log.Report(
                FramingRules.UnparsableEvent, place, "record", $"{Size(record.Length)} that are no Event", "an Event",
                holds: isLenient ? ProfileSet.Fast : ProfileSet.All, repair: Without(place, "drop the record"));
            return;
        }

        _file.Events++;
        TakeEvent(record, place, isFirst);
    }

    // Tag and metadata of the value before, byte for byte, need no second look.
    private bool IsKnown(in RecordView record) =>
        _tags.Find(record.Scalar.Tag(record.Payload)) is TagAudit tag && record.Scalar.Metadata(record.Payload).SequenceEqual(tag.KnownMetadata);

    private static bool HasData(in RecordView record) =>
        record.IsScalar || EventHeader.TryParse(record.Payload, out EventHeader header)
            && header.Kind is EventKind.Summary or EventKind.GraphDef or EventKind.TaggedRunMetadata;

    // The slow loader reads nothing from such a record on; where nothing to show stands there, nothing is lost.
    private void ReportUnread()
    {
        foreach ((Place place, string found, bool isEvent) in _unread)
        {
            _log.Report(
                FramingRules.BadPayloadChecksum, place, "record", found, "equal checksums", _losesData ? null : Severity.Warning,
                isEvent ? ProfileSet.Slow : ProfileSet.All, Without(place, "drop the record"));
        }

        _unread.Clear();
        _losesData = false;
    }

    private void LookAtEnd(RecordReader reader, ReadStatus status, bool isFirst)
    {
        ReportUnread();
        long length = context.Files.Length(_file.Path) ?? reader.Offset;
        Place rest = new(_file.Path, reader.Offset, length - reader.Offset);
        switch (status)
        {
            case ReadStatus.End when isFirst:
                Report(FramingRules.EmptyFile, null, "file", "0 bytes", "a version event");
                break;
            case ReadStatus.Truncated:
                LookAtTail(reader, rest);
                break;
            case ReadStatus.BadLengthChecksum when isFirst && RecordFault.Describe(reader.Peek, 0) is var found && !IsSoundFrame(reader.Peek):
                Report(FramingRules.NotFramed, rest, "file", found, "TFRecord frames, uncompressed");
                break;
            case ReadStatus.BadLengthChecksum when IsSoundFrame(reader.Peek) || rest.Length > ResyncWindow || FindsRecord(reader.Offset + 1):
                Report(FramingRules.BadLengthChecksum, rest, "record", RecordFault.Describe(reader.Peek, reader.Offset), "a length with its checksum");
                break;
            case ReadStatus.BadLengthChecksum:
                _log.Report(
                    FramingRules.TrailingGarbage, rest, "end of the file", RecordFault.Describe(reader.Peek, reader.Offset), "a record or the end",
                    repair: CutAt(rest));
                break;
        }
    }

    private void LookAtTail(RecordReader reader, Place rest)
    {
        ulong stated = reader.Length;
        if (stated > LargeRecord)
        {
            Report(FramingRules.RecordTooLarge, rest, "record", $"a length of {Size(stated)} with a right checksum", Size((ulong)rest.Length!.Value) + " as there are");
        }
        else if (rest.Length < ShortTail && !BeginsRecord(reader.Peek))
        {
            _log.Report(
                FramingRules.TrailingGarbage, rest, "end of the file", $"the bytes {Convert.ToHexStringLower(reader.Peek)}", "a record or the end",
                Severity.Warning, repair: CutAt(rest));
        }
        else
        {
            string expected = stated == 0 ? "a whole header" : $"a record of {Size(stated + RecordFraming.Overhead)}";
            _log.Report(FramingRules.TruncatedRecord, rest, "end of the file", Size((ulong)rest.Length!.Value), expected, repair: CutAt(rest));
        }
    }

    // Whether bytes that are too few for a header could be the start of one.
    private static bool BeginsRecord(ReadOnlySpan<byte> tail)
    {
        Span<byte> length = stackalloc byte[RecordFraming.LengthSize];
        length.Clear();
        tail[..Math.Min(tail.Length, length.Length)].CopyTo(length);
        if (BinaryPrimitives.ReadUInt64LittleEndian(length) > int.MaxValue)
        {
            return false;
        }

        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedCrc32C.Compute(length));
        return tail.Length <= length.Length || checksum.StartsWith(tail[length.Length..]);
    }

    // The payload's checksum is right where the length says that it stands: only the length's own checksum is wrong.
    private static bool IsSoundFrame(ReadOnlySpan<byte> bytes)
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)bytes.Length || (int)length > bytes.Length - RecordFraming.Overhead)
        {
            return false;
        }

        ReadOnlySpan<byte> payload = bytes.Slice(RecordFraming.HeaderSize, (int)length);
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(RecordFraming.HeaderSize + (int)length)..]);
        return length > 0 && MaskedCrc32C.Compute(payload) == stored;
    }

    // Whether a header with a right checksum stands somewhere behind. Longer rests are not searched, and never cut as garbage.
    private bool FindsRecord(long from)
    {
        byte[] window = new byte[ResyncWindow];
        using ReadableFile file = context.Files.OpenRead(_file.Path);
        ReadOnlySpan<byte> bytes = window.AsSpan(0, file.ReadFully(window, from));
        for (int at = 0; at + RecordFraming.HeaderSize <= bytes.Length; at++)
        {
            ReadOnlySpan<byte> header = bytes.Slice(at, RecordFraming.HeaderSize);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (length is > 0 and < LargeRecord
                && BinaryPrimitives.ReadUInt32LittleEndian(header[RecordFraming.LengthSize..]) == MaskedCrc32C.Compute(header[..RecordFraming.LengthSize]))
            {
                return true;
            }
        }

        return false;
    }

    // Safe only when nobody writes: a tail may be a record on its way.
    private Repair CutAt(Place rest)
    {
        bool isQuiet = context.Files.LastWriteTime(_file.Path) is DateTimeOffset changed && clock.GetUtcNow() - changed >= Quiet;
        return new Repair(
            _file.Path, isQuiet ? FixSafety.Safe : FixSafety.Unsafe, $"cut the file at byte {rest.Offset}", [new BytePatch(rest.Offset!.Value, rest.Length!.Value, default)]);
    }

    // The only record of a file makes it a run for the fast loader, however bad it is.
    private Repair? Without(Place record, string description) =>
        record.Offset == 0 && record.Length >= context.Files.Length(_file.Path)
            ? null
            : new Repair(_file.Path, FixSafety.Unsafe, description, [new BytePatch(record.Offset!.Value, record.Length!.Value, default)]);

    private static Place PlaceOf(in RecordView record) => new(record.Path, record.Offset, (long)record.Length + RecordFraming.Overhead);

    private static string Size(ulong count) => count == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{count} bytes");
}
