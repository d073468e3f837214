using Google.Protobuf;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Validation.Rules.Directories;

/// <summary>The one record that makes an empty event file a run for both loaders.</summary>
internal static class FileVersionRecord
{
    private const string FileVersion = "brain.Event:2";

    /// <summary>The framed event.</summary>
    public static byte[] Encode(DateTimeOffset time)
    {
        using MemoryStream bytes = new();
        new RecordWriter(bytes).Write(new Event { WallTime = time.ToUnixTimeSeconds(), FileVersion = FileVersion }.ToByteArray());
        return bytes.ToArray();
    }
}
