namespace TensorBoardFormats.Protobuf;

/// <summary>How the value behind a protobuf tag is laid out.</summary>
internal enum WireType
{
    /// <summary>Base-128 varint.</summary>
    Varint = 0,

    /// <summary>Eight bytes, little-endian.</summary>
    Fixed64 = 1,

    /// <summary>Varint length, then that many bytes.</summary>
    LengthDelimited = 2,

    /// <summary>Start of a group.</summary>
    StartGroup = 3,

    /// <summary>End of a group.</summary>
    EndGroup = 4,

    /// <summary>Four bytes, little-endian.</summary>
    Fixed32 = 5,
}
