using System.Globalization;
using Google.Protobuf;
using TensorBoardFormats.Messages;

namespace TensorBoardFormats.Checkpoints;

/// <summary>What the first entry of an index says of the whole bundle (spec/tensor-bundle.md §4.1).</summary>
/// <param name="ShardCount">Number of data files.</param>
/// <param name="IsBigEndian">Numbers in the data files have their high byte first.</param>
internal sealed record BundleHeader(int ShardCount, bool IsBigEndian)
{
    /// <summary>Reads a header and checks that this reader may read what stands under it (spec/tensor-bundle.md §9.1).</summary>
    /// <param name="value">The entry's value.</param>
    /// <param name="path">The index file, for the error.</param>
    /// <param name="offset">Where the entry stands.</param>
    /// <exception cref="MalformedFileException">It is no header, or one of another version.</exception>
    public static BundleHeader Parse(ReadOnlySpan<byte> value, string path, long offset)
    {
        BundleHeaderProto proto;
        try
        {
            proto = BundleHeaderProto.Parser.ParseFrom(value);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new MalformedFileException(path, offset, "a bundle header",
                $"{value.Length} bytes that are none ({e.Message.TrimEnd('.')})");
        }

        if (proto.NumShards < 1)
        {
            throw new MalformedFileException(path, offset, "at least one shard", Number(proto.NumShards));
        }

        if (proto.Endianness is not (BundleHeaderProto.Types.Endianness.Little or BundleHeaderProto.Types.Endianness.Big))
        {
            throw new MalformedFileException(path, offset, "a byte order of 0 (little) or 1 (big)", Number((int)proto.Endianness));
        }

        CheckVersion(proto.Version ?? new VersionDef(), path, offset);
        return new BundleHeader(proto.NumShards, proto.Endianness == BundleHeaderProto.Types.Endianness.Big);
    }

    private static void CheckVersion(VersionDef version, string path, long offset)
    {
        if (version.Producer < 0)
        {
            throw new MalformedFileException(path, offset, "a producer version of 0 or more", Number(version.Producer));
        }

        if (version.MinConsumer > BundleFormat.Version)
        {
            throw new MalformedFileException(path, offset, $"a checkpoint for readers of version {BundleFormat.Version}",
                $"one for {Number(version.MinConsumer)} or newer");
        }

        if (version.BadConsumers.Contains(BundleFormat.Version))
        {
            throw new MalformedFileException(path, offset, $"a checkpoint for readers of version {BundleFormat.Version}",
                "one that excludes them");
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
