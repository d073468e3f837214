namespace TensorBoardFormats.Tables;

/// <summary>
/// The numbers of the table format (spec/tensor-bundle.md §3), shared by its reader and its writer.
/// </summary>
/// <remarks>
/// <code>
/// file    = data block, trailer ... | metaindex block, trailer | index block, trailer | footer
/// trailer = type (0 plain, 1 Snappy) | fixed32 masked CRC-32C of the stored block and the type byte
/// footer  = metaindex handle | index handle | zeros up to 40 bytes | fixed64 magic
/// </code>
/// </remarks>
internal static class TableFormat
{
    /// <summary>Data blocks are cut when they reach this many bytes (<c>Options.block_size</c>).</summary>
    public const int BlockSize = 262144;

    /// <summary>An entry whose key and value together reach this goes into a block of its own.</summary>
    public const int LargeEntrySize = 2 * BlockSize;

    /// <summary>Entries between two restarts in a data block.</summary>
    public const int DataRestartInterval = 16;

    /// <summary>Entries between two restarts in the index block.</summary>
    public const int IndexRestartInterval = 1;

    /// <summary>Bytes behind every block: its type and its checksum.</summary>
    public const int TrailerSize = 1 + sizeof(uint);

    /// <summary>Bytes of the footer.</summary>
    public const int FooterSize = 48;

    /// <summary>The last eight bytes of a table, little-endian (<c>kTableMagicNumber</c>).</summary>
    public const ulong Magic = 0xDB4775248B80FB57;

    /// <summary>Block type: stored as it is.</summary>
    public const byte Plain = 0;

    /// <summary>Block type: a raw Snappy stream.</summary>
    public const byte Snappy = 1;
}
