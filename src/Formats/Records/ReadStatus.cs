namespace TensorBoardFormats.Records;

/// <summary>What a reader of records found where it stands.</summary>
public enum ReadStatus
{
    /// <summary>A whole record with right checksums.</summary>
    Record,

    /// <summary>The end of the file, between two records. More may come while a writer is at work.</summary>
    End,

    /// <summary>The file ends inside a record: cut off, or still being written. Reading again later goes on with this record.</summary>
    Truncated,

    /// <summary>The length has another checksum than stored: nothing tells where the next record begins, so nothing behind can be read.</summary>
    BadLengthChecksum,

    /// <summary>A whole record whose payload has another checksum than stored. The next record can be read.</summary>
    BadPayloadChecksum,

    /// <summary>A whole record of more bytes than a message may have (2³¹−1). The next record can be read.</summary>
    TooLong,

    /// <summary>A whole record with right checksums whose payload is no <c>Event</c>. The next record can be read.</summary>
    NotAnEvent,
}
