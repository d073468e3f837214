using TensorBoardFormats.Files;
using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Checkpoints;

public sealed partial record CheckpointState
{
    private const int MaxFileSize = 64 << 20;

    /// <summary>Reads the state file of a directory as TensorFlow's <c>latest_checkpoint</c> does, except that names are taken literally, not as globs.</summary>
    /// <param name="directory">Directory of the checkpoints.</param>
    /// <param name="fileName">Name of the state file.</param>
    public static CheckpointStateResult Read(string directory, string fileName = CheckpointFileNames.State) => Read(FileStore.Disk, directory, fileName);

    /// <inheritdoc cref="Read(string, string)"/>
    internal static CheckpointStateResult Read(FileStore files, string directory, string fileName)
    {
        string path = Path.Combine(directory, fileName);
        if (files.Probe(path) == EntryKind.Missing)
        {
            return CheckpointStateResult.Nothing($"{path}: there is no such file");
        }

        byte[] text;
        try
        {
            text = files.ReadAll(path, MaxFileSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CheckpointStateResult.Error(e.Message);
        }

        if (!TryParse(text, out CheckpointState state, out TextFormatError? error))
        {
            return CheckpointStateResult.Error($"{path}: {error}");
        }

        if (state.ModelCheckpointPath.Length == 0)
        {
            return CheckpointStateResult.Error($"{path}: model_checkpoint_path is missing or empty");
        }

        string latest = Path.Combine(directory, state.ModelCheckpointPath);
        string[] all = [.. state.AllModelCheckpointPaths.Select(p => Path.Combine(directory, p))];
        return Exists(files, latest)
            ? new CheckpointStateResult(CheckpointStateOutcome.Found, latest, all, null)
            : new CheckpointStateResult(CheckpointStateOutcome.None, null, all, $"{path}: names {latest}, of which there is no index");
    }

    /// <summary>Reads the text of a state file as TensorFlow does: of a field given twice the last value counts.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> utf8, out CheckpointState state, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out TextFormatError? error)
    {
        Messages.CheckpointState message = new();
        bool ok = TextFormatParser.TryParse(utf8, message, TextFormatOptions.Merging, out error);
        state = new CheckpointState(
            message.ModelCheckpointPath,
            [.. message.AllModelCheckpointPaths],
            [.. message.AllModelCheckpointTimestamps],
            message.LastPreservedTimestamp);
        return ok;
    }

    // As TensorFlow: the index of a V2 checkpoint, or the file of a V1 checkpoint.
    private static bool Exists(FileStore files, string prefix) =>
        files.Probe(CheckpointFileNames.Index(prefix)) != EntryKind.Missing || files.Probe(prefix) != EntryKind.Missing;
}
