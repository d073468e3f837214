using System.Text;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// How TensorBoard reaches files: through TensorFlow when it is installed, else through its own stub. They differ in how they take a
/// path, in line ends, and in when they find that a text is not UTF-8 (spec/projector.md §8, §9).
/// </summary>
internal abstract class FileLayer(TensorBoardHost host)
{
    /// <summary>Python's exception for text that is not UTF-8; reading a tensor file goes on in binary then.</summary>
    public const string NotUtf8 = "UnicodeDecodeError";

    // Far beyond any config or state file; a longer one is answered as if it were none.
    private const int TextLimit = 16 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The process's surroundings.</summary>
    protected TensorBoardHost Host { get; } = host;

    /// <summary>The layer of a profile.</summary>
    public static FileLayer Of(TensorBoardHost host, bool tensorFlow, TensorBoardBehaviour behaviour) =>
        tensorFlow
            ? new TensorFlowLayer(host) { GlobRaises = !behaviour.GlobForgivesMissingDirectory }
            : new StubLayer(host, behaviour.StubCountsBytes);

    /// <summary>A word that tells layers that read differently apart.</summary>
    public abstract string Key { get; }

    /// <summary>The path that reaches the operating system, absolute.</summary>
    /// <exception cref="ServerFault">It has a scheme that the layer does not know.</exception>
    public abstract string OnDisk(string path);

    /// <summary>What stands at a path.</summary>
    public EntryKind Kind(string path) => path.Length == 0 ? EntryKind.Missing : Host.Files.Probe(OnDisk(path));

    /// <summary><c>tf.io.gfile.exists</c>.</summary>
    public bool Exists(string path) => Kind(path) is EntryKind.File or EntryKind.Directory or EntryKind.Special;

    /// <summary><c>tf.io.gfile.isdir</c>.</summary>
    public bool IsDirectory(string path) => Kind(path) == EntryKind.Directory;

    /// <summary>A whole text file: strict UTF-8, with the layer's line ends.</summary>
    public string ReadText(string path)
    {
        byte[] bytes;
        using (ReadableFile file = OpenFile(path))
        {
            if (file.Length > TextLimit)
            {
                throw new ServerFault("MemoryError", $"{path} is {file.Length} bytes long, no text of this kind");
            }

            bytes = new byte[file.Length];
            int got = file.ReadFully(bytes, 0);
            bytes = got == bytes.Length ? bytes : bytes[..got];
        }

        try
        {
            return LineEnds(StrictUtf8.GetString(bytes));
        }
        catch (ArgumentException)
        {
            throw new ServerFault(NotUtf8, $"'utf-8' codec can't decode {path}: invalid UTF-8");
        }
    }

    /// <summary>A text file that is read line by line.</summary>
    public abstract LayerText OpenText(string path);

    /// <summary>A file that is read as it is.</summary>
    /// <exception cref="ServerFault">There is none, or it cannot be read.</exception>
    public ReadableFile OpenFile(string path) => OpenOnDisk(Host.Files, OnDisk(path), path);

    /// <summary>Line ends of a text that is read in one piece.</summary>
    protected abstract string LineEnds(string text);

    /// <summary>Opens a file and turns what goes wrong into the exception that Python would see.</summary>
    internal static ReadableFile OpenOnDisk(FileStore files, string onDisk, string path)
    {
        EntryKind kind = files.Probe(onDisk);
        if (kind != EntryKind.File)
        {
            throw kind switch
            {
                EntryKind.Directory => new ServerFault("IsADirectoryError", $"{path}: Is a directory"),
                EntryKind.Special => new ServerFault("OSError", $"{path} is a pipe, socket or device: TensorBoard would wait for it"
                    + $" without end"),
                EntryKind.Unreadable => new ServerFault("OSError", $"{path}: cannot be looked at"),
                _ => new ServerFault("NotFoundError", $"{path}; No such file or directory"),
            };
        }

        try
        {
            return files.OpenRead(onDisk);
        }
        catch (UnauthorizedAccessException)
        {
            throw new ServerFault("PermissionDeniedError", $"{path}; Permission denied");
        }
        catch (IOException e)
        {
            throw new ServerFault("OSError", $"{path}: {e.Message}");
        }
    }
}

/// <summary>TensorFlow's: every path is shortened as text, CR bytes vanish from text that is read by lines, which are decoded one by one.</summary>
internal sealed class TensorFlowLayer(TensorBoardHost host) : FileLayer(host)
{
    private const string FileScheme = "file://";

    /// <inheritdoc/>
    public override string Key => "tf";

    /// <summary>Set when a glob below a directory that does not exist raises NotFoundError (before TensorFlow 2.4).</summary>
    public bool GlobRaises { get; init; }

    /// <inheritdoc/>
    public override string OnDisk(string path)
    {
        if (path.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            path = path[FileScheme.Length..];
            path = path.Length == 0 ? "/" : path;
        }
        else if (LogDirectory.Scheme(path) is string scheme)
        {
            throw new ServerFault("UnimplementedError", $"File system scheme '{scheme}' not implemented (file: '{path}')");
        }

        return Host.OnDisk(PosixPath.Normalize(path));
    }

    /// <inheritdoc/>
    public override LayerText OpenText(string path) =>
        IsDirectory(path) ? new TensorFlowText(EmptyFile.Instance) : new TensorFlowText(OpenFile(path));

    /// <summary>True when <c>tf.io.gfile.glob</c> finds something.</summary>
    /// <exception cref="ServerFault">NotFoundError, where <see cref="GlobRaises"/> says so.</exception>
    public bool Matches(string pattern) => TensorFlowGlob.Find(this, Host.Files, pattern).Count > 0;

    /// <inheritdoc/>
    protected override string LineEnds(string text) => text;

    /// <summary>What reading a directory by lines gives: nothing.</summary>
    private sealed class EmptyFile : ReadableFile
    {
        public static EmptyFile Instance { get; } = new();

        public override string Path => "";

        public override long Length => 0;

        public override int Read(Span<byte> destination, long offset) => 0;

        public override void Dispose()
        {
        }
    }
}

/// <summary>TensorBoard's own: paths literally, CRLF and CR read as LF, text decoded in pieces.</summary>
internal sealed class StubLayer(TensorBoardHost host, bool countsBytes) : FileLayer(host)
{
    /// <inheritdoc/>
    public override string Key => countsBytes ? "stub" : "old-stub";

    /// <inheritdoc/>
    public override string OnDisk(string path) =>
        path.IndexOf("://", StringComparison.Ordinal) is >= 0 and int end
            ? throw new ServerFault("ValueError", $"No recognized filesystem for prefix {path[..end]}")
            : Host.OnDisk(path);

    /// <inheritdoc/>
    public override LayerText OpenText(string path) => new StubText(OpenFile(path), countsBytes);

    /// <inheritdoc/>
    protected override string LineEnds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
