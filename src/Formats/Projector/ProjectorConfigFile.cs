using System.Diagnostics.CodeAnalysis;
using TensorBoardFormats.Files;
using TensorBoardFormats.Protobuf;
using Message = TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Projector;

/// <summary>A projector config together with where each of its fields stands in the file.</summary>
public sealed class ProjectorConfigFile
{
    /// <summary>The one name by which TensorBoard finds it.</summary>
    public const string FileName = "projector_config.pbtxt";

    /// <summary>The most bytes that are read of a config; longer ones are refused.</summary>
    public const int MaxBytes = 8 << 20;

    private readonly Dictionary<string, TextFieldLocation> _locations;

    private ProjectorConfigFile(ProjectorConfig config, IReadOnlyList<TextFieldLocation> fields)
    {
        Config = config;
        Fields = fields;
        _locations = new Dictionary<string, TextFieldLocation>(StringComparer.Ordinal);
        foreach (TextFieldLocation field in fields)
        {
            _locations[field.Path] = field; // Of a field given twice the last one counts.
        }
    }

    /// <summary>What the file says.</summary>
    public ProjectorConfig Config { get; }

    /// <summary>Every field in the order of the file.</summary>
    internal IReadOnlyList<TextFieldLocation> Fields { get; }

    /// <summary>Reads the file at <paramref name="path"/> as TensorBoard 2.21 with TensorFlow does.</summary>
    /// <exception cref="MalformedFileException">It is no config; the message names line and column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ProjectorConfigFile Read(string path) => Parse(path, FileStore.Disk.ReadAll(path, MaxBytes));

    /// <summary>Reads the bytes of a config as TensorBoard 2.21 with TensorFlow does.</summary>
    /// <param name="path">Named in errors.</param>
    /// <param name="utf8">The whole file.</param>
    /// <exception cref="MalformedFileException">They are no config; the message names line and column.</exception>
    public static ProjectorConfigFile Parse(string path, ReadOnlySpan<byte> utf8) =>
        TryParse(utf8, TextFormatOptions.Strict, out ProjectorConfigFile? file, out TextFormatError? error)
            ? file
            : throw new MalformedFileException($"{path}:{error.Position}", null, "a projector config in protobuf text format", error.Message);

    /// <summary>Reads the bytes of a config with the grammar of any TensorBoard.</summary>
    /// <param name="utf8">The whole file, with its line ends as the file layer in question hands them over.</param>
    /// <param name="options">What differs between versions.</param>
    /// <param name="file">The config and its places.</param>
    /// <param name="error">Why it is none, and where.</param>
    internal static bool TryParse(ReadOnlySpan<byte> utf8, TextFormatOptions options, [NotNullWhen(true)] out ProjectorConfigFile? file, [NotNullWhen(false)] out TextFormatError? error)
    {
        Message.ProjectorConfig message = new();
        List<TextFieldLocation> fields = [];
        file = TextFormatParser.TryParse(utf8, message, options, out error, fields) ? new ProjectorConfigFile(ProjectorConfig.From(message), fields) : null;
        return file is not null;
    }

    /// <summary>Where a field stands.</summary>
    /// <param name="field">As <c>embeddings[0].sprite.image_path</c>; elements by index.</param>
    /// <param name="location">The places of its name and of its value.</param>
    internal bool TryLocate(string field, out TextFieldLocation location) => _locations.TryGetValue(field, out location);
}
