using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Rules.Metadata;
using TensorBoardFormats.Validation.Rules.Sprites;
using TensorBoardFormats.Validation.Rules.TensorFiles;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Reading;

/// <summary>What the rules read of files beyond the prediction: each file once, whatever the number of profiles and embeddings that name it.</summary>
internal sealed class FileReads(TensorBoardHost host, CancellationToken cancellation)
{
    private readonly FileStore _files = host.Files;
    private const int LongestText = 16 << 20;
    private const int LongestRaw = 64 << 20;

    private readonly ConcurrentDictionary<(string Path, bool TensorFlow), Lazy<MetadataContent>> _metadata = new();
    private readonly ConcurrentDictionary<(string Source, bool TensorFlow, long Columns), Lazy<ValueFacts>> _values = new();
    private readonly ConcurrentDictionary<string, Lazy<TensorBytes>> _tensorBytes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<TensorText>> _tensorTexts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<IndexLook>> _indexes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<LineEnds>> _lineEnds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<TextEncoding>> _encodings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<DirectoryEntry>>> _listings = new(StringComparer.Ordinal);

    /// <summary>The disk itself, for those who read whole files by themselves.</summary>
    public FileStore Store => _files;

    /// <summary>What stands at a path, links followed.</summary>
    public EntryKind Probe(string path) => _files.Probe(path);

    /// <summary>Length in bytes of a regular file; null when there is none or it may not be looked at.</summary>
    public long? Length(string path) => Quietly(() => _files.Length(path), null);

    /// <summary>Time of the last change; null when there is nothing.</summary>
    public DateTimeOffset? LastWriteTime(string path) => Quietly(() => _files.LastWriteTime(path), null);

    /// <summary>Opens a regular file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public ReadableFile OpenRead(string path) => _files.OpenRead(path);

    /// <summary>Repairs of text files.</summary>
    public TextRepairs Repairs { get; } = new(host.Files);

    /// <summary>What the page found out of answers.</summary>
    public PageFacts PageFacts { get; } = new();

    /// <summary>The lines and cells of a metadata file as the server sends it.</summary>
    public MetadataContent Metadata(string path, bool tensorFlow, ServerAnswer answer) => Once(_metadata, (path, tensorFlow), () =>
    {
        using Stream body = answer.Body.Open();
        return MetadataContent.Read(body, cancellation);
    });

    /// <summary>The values of a tensor as the server sends it.</summary>
    /// <param name="source">What tells it from others: a path, or a checkpoint and a key.</param>
    /// <param name="tensorFlow">Who reads it.</param>
    /// <param name="columns">Values of a row as the page takes them.</param>
    /// <param name="answer">The answer.</param>
    public ValueFacts Values(string source, bool tensorFlow, long columns, ServerAnswer answer) => Once(_values, (source, tensorFlow, columns), () =>
    {
        using Stream body = answer.Body.Open();
        return ValueFacts.Read(body, columns, cancellation);
    });

    /// <summary>The values of a file of raw float32; null when it cannot be read.</summary>
    public ValueFacts? RawValues(string path, long columns) => Quietly(
        () =>
        {
            using ReadableFile file = _files.OpenRead(path);
            using MemoryStream bytes = new(_files.ReadAll(path, LongestRaw));
            return ValueFacts.Read(bytes, columns, cancellation);
        },
        null);

    /// <summary>How the lines of a file end.</summary>
    public LineEnds LineEnds(string path) => Once(_lineEnds, path, () => Quietly(() => Reading.LineEnds.Read(_files, path), default));

    /// <summary>Where a file stops being UTF-8.</summary>
    public TextEncoding Encoding(string path) =>
        Once(_encodings, path, () => Quietly(() => TextEncoding.Read(_files, path), new TextEncoding(null, null, "")));

    /// <summary>The bytes of a small text file; null when it cannot be read.</summary>
    public byte[]? Text(string path) => Quietly<byte[]?>(() => _files.Probe(path) == EntryKind.File ? _files.ReadAll(path, LongestText) : null, null);

    /// <summary>The first bytes of a tensor file.</summary>
    public TensorBytes TensorBytes(string path) =>
        Once(_tensorBytes, path, () => Quietly(() => Reading.TensorBytes.Read(_files, path), Reading.TensorBytes.None));

    /// <summary>The lines and cells of a tensor file.</summary>
    public TensorText TensorText(string path) => Once(_tensorTexts, path, () => Quietly(() => Reading.TensorText.Read(_files, path), Reading.TensorText.None));

    /// <summary>What a browser makes of an image.</summary>
    public SpriteLook Sprite(ServerAnswer answer) => SpriteLook.Of(PageFacts.Examine(answer.Body));

    /// <summary>What the strict reader says of a checkpoint.</summary>
    public IndexLook CheckpointIndex(string path, bool isV1) => Once(_indexes, path, () => Quietly(() => IndexLook.Read(path, isV1), IndexLook.None));

    /// <summary>A path that TensorBoard uses as the disk is asked for it.</summary>
    public string OnDisk(string path) => host.OnDisk(path);

    /// <summary>A path with all links resolved.</summary>
    public string RealPath(string path) => host.RealPath(path) ?? path;

    /// <summary>Lines of a file on the disk, the last one also without line feed.</summary>
    public long LineCount(string path) => LineEnds(path) is var ends ? ends.Lf + ends.CrLf : 0;

    /// <summary>True when the file can be opened.</summary>
    public bool IsReadable(string path) => Quietly(
        () =>
        {
            using ReadableFile file = _files.OpenRead(path);
            return true;
        },
        false);

    /// <summary>The names in a directory; null when it may not be read.</summary>
    public IReadOnlyList<DirectoryEntry>? TryList(string directory)
    {
        try
        {
            return _files.List(directory);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names in a directory; none when it cannot be read.</summary>
    public IReadOnlyList<DirectoryEntry> List(string directory) => Once(_listings, directory, () => Quietly(() => _files.List(directory), []));

    // Files may change or vanish while they are looked at; a rule then knows nothing about them.
    private static T Quietly<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    private static TValue Once<TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TValue>(
        ConcurrentDictionary<TKey, Lazy<TValue>> known, TKey key, Func<TValue> read)
        where TKey : notnull =>
        known.GetOrAdd(key, static (_, r) => new Lazy<TValue>(r), read).Value;
}
