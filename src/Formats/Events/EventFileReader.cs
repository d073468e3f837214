using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Events;

/// <summary>Reads an event file record by record, also one that still grows.</summary>
/// <remarks>
/// Lenient: every fault is a <see cref="ReadStatus"/>, described by <see cref="Fault"/>, and reading goes on where the framing allows.
/// Strict: a fault is a <see cref="MalformedFileException"/>; a file that ends inside a record is no fault, since its writer may be at work.
/// Constant memory (256 KiB or the longest record), nothing allocated a record. Not safe for use from several threads.
/// </remarks>
public sealed class EventFileReader : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly RecordReader _records;
    private readonly string _name;
    private readonly bool _strict;
    private byte[] _knownMetadata = [];

    private EventFileReader(RecordReader records, string name, EventReaderOptions? options)
    {
        _records = records;
        _name = name;
        _strict = (options ?? EventReaderOptions.Default).Strict;
    }

    /// <summary>What was found in the place of a sound record, for people; null after a sound one.</summary>
    public string? Fault { get; private set; }

    /// <summary>Byte offset of the record read last, or of the fault met last.</summary>
    public long Offset => _records.Offset;

    /// <summary>Opens a file for reading while others may write to it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Null for <see cref="EventReaderOptions.Default"/>.</param>
    /// <exception cref="IOException">It cannot be opened, or is no regular file.</exception>
    public static EventFileReader Open(string path, EventReaderOptions? options = null) => Open(FileStore.Disk, path, options);

    /// <summary>Reads a stream from where it stands. It stays the caller's, to be disposed after this reader.</summary>
    /// <param name="source">A stream that can be read; it need not seek.</param>
    /// <param name="options">Null for <see cref="EventReaderOptions.Default"/>.</param>
    public static EventFileReader Open(Stream source, EventReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new EventFileReader(new RecordReader(source), "stream", options);
    }

    internal static EventFileReader Open(FileStore store, string path, EventReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new EventFileReader(new RecordReader(store.OpenRead(path)), path, options);
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="record">The record when the status is <see cref="ReadStatus.Record"/>; its payload also when its checksum is wrong or it
    /// is no event.</param>
    /// <returns>What was found. After <see cref="ReadStatus.End"/> and <see cref="ReadStatus.Truncated"/> a later call goes on where this
    /// one stopped; after <see cref="ReadStatus.BadLengthChecksum"/> every call says the same.</returns>
    /// <exception cref="MalformedFileException">Strict, and the record is damaged or no event.</exception>
    public ReadStatus TryRead(out EventRecord record)
    {
        ReadStatus status = _records.Read();
        ReadOnlySpan<byte> payload = _records.PayloadSpan;
        if (status == ReadStatus.Record && ScalarEvent.TryDecode(payload, out ScalarEvent scalar) && IsSound(payload, scalar))
        {
            record = new EventRecord(_records, scalar);
            Fault = null;
            return status;
        }

        EventHeader header = default;
        if (status == ReadStatus.Record && !TryDecode(payload, out header))
        {
            status = ReadStatus.NotAnEvent;
        }

        record = new EventRecord(_records, header);
        Fault = status is ReadStatus.Record or ReadStatus.End ? null : Describe(status);
        if (_strict && Fault is not null && status != ReadStatus.Truncated)
        {
            throw new MalformedFileException(_name, Offset, Expectation(status), Fault);
        }

        return status;
    }

    /// <summary>Reads what is there and then what comes, until cancelled; every record has a payload of its own.</summary>
    /// <param name="pollInterval">Pause between two looks at the end of the file; null for one second.</param>
    /// <param name="clock">What measures it; null for the system's.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <returns>Sound records. Lenient readers leave damaged ones out; behind a length that cannot be believed nothing comes any more.</returns>
    /// <exception cref="MalformedFileException">Strict, and a record is damaged or no event.</exception>
    public async IAsyncEnumerable<EventRecord> FollowAsync(
        TimeSpan? pollInterval = null, TimeProvider? clock = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            switch (TryRead(out EventRecord record))
            {
                case ReadStatus.Record:
                    yield return record.Detach();
                    break;
                case ReadStatus.BadLengthChecksum:
                    yield break;
                case ReadStatus.End or ReadStatus.Truncated:
                    await Task.Delay(pollInterval ?? PollInterval, clock ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
                    break;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();

    private static bool TryDecode(ReadOnlySpan<byte> payload, out EventHeader header) =>
        EventHeader.TryParse(payload, out header) && EventSchema.IsEvent(payload, ProtobufDialect.Lenient);

    // Writers repeat the same metadata with every value, so the last ones that were looked at are mostly these.
    private bool IsSound(ReadOnlySpan<byte> payload, in ScalarEvent scalar)
    {
        if (!Utf8.IsValid(scalar.Tag(payload)))
        {
            return false;
        }

        ReadOnlySpan<byte> metadata = scalar.Metadata(payload);
        if (!metadata.SequenceEqual(_knownMetadata))
        {
            if (!EventSchema.IsMetadata(metadata, ProtobufDialect.Lenient))
            {
                return false;
            }

            _knownMetadata = metadata.ToArray();
        }

        return true;
    }

    private static string Expectation(ReadStatus status) => status switch
    {
        ReadStatus.BadLengthChecksum => "a record: its length and the length's checksum",
        ReadStatus.BadPayloadChecksum => "the payload that the stored checksum belongs to",
        ReadStatus.TooLong => "a payload below 2 GiB",
        _ => "a serialized Event",
    };

    private string Describe(ReadStatus status) => status switch
    {
        ReadStatus.Truncated => _records.Length == 0
            ? "the end of the file inside a record's header"
            : string.Create(CultureInfo.InvariantCulture, $"the end of the file inside a record of {_records.Length} bytes"),
        ReadStatus.BadLengthChecksum => RecordFault.Describe(_records.Peek, Offset),
        ReadStatus.BadPayloadChecksum => string.Create(
            CultureInfo.InvariantCulture, $"a payload of {_records.Length} bytes with another checksum than {_records.PayloadChecksum:x8}"),
        ReadStatus.TooLong => string.Create(CultureInfo.InvariantCulture, $"a payload of {_records.Length} bytes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{_records.Length} bytes that are no Event"),
    };
}
