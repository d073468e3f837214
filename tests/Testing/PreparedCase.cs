using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TensorBoardFormats.Testing;

/// <summary>A recorded log directory, laid out in a fresh place as its README says: markers replaced, links, modes and empty directories made.</summary>
public sealed class PreparedCase : IDisposable
{
    private static readonly byte[] Marker = "@LOGDIR@"u8.ToArray();
    private static readonly string[] NotPartOfIt = ["verdict.json", "setup.json", "versions.json"];

    private readonly TempFolder _top = new();
    private readonly JsonObject _setup;

    /// <summary>Lays out the case in <paramref name="source"/>.</summary>
    public PreparedCase(string source)
    {
        string setup = Path.Combine(source, "setup.json");
        _setup = File.Exists(setup) ? JsonNode.Parse(File.ReadAllText(setup))!.AsObject() : [];
        Case = _top["case"];
        LogDirectory = Path.Combine(Case, (string?)_setup["logdir"] ?? "logdir");
        Copy(source, Case);
        foreach (JsonNode? directory in _setup["empty_dirs"]?.AsArray() ?? [])
        {
            Directory.CreateDirectory(Path.Combine(Case, (string)directory!));
        }

        Directory.CreateDirectory(_top["cwd"]);
        Directory.CreateDirectory(_top["home"]);
        foreach (JsonNode? link in _setup["links"]?.AsArray() ?? [])
        {
            string path = Path.Combine(Case, (string)link!["link"]!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, (string)link["target"]!);
        }

        WorkingDirectory = Place("cwd");
        Home = Place("home");
        string[] argument = ((string?)_setup["argv"]?[0] ?? "--logdir=@LOGDIR@").Replace("@LOGDIR@", LogDirectory, StringComparison.Ordinal).Split('=', 2);
        (IsSpec, Argument) = (argument[0] == "--logdir_spec", argument[1]);
        Closed = [.. (_setup["modes"]?.AsArray() ?? []).Select(m => Path.Combine(Case, (string)m!["path"]!))];
    }

    /// <summary>Where the case lies; the log directory's surroundings.</summary>
    public string Case { get; }

    /// <summary>The log directory.</summary>
    public string LogDirectory { get; }

    /// <summary>The value of <c>--logdir</c> or <c>--logdir_spec</c>.</summary>
    public string Argument { get; }

    /// <summary>The argument is <c>--logdir_spec</c>.</summary>
    public bool IsSpec { get; }

    /// <summary>TensorBoard's working directory.</summary>
    public string WorkingDirectory { get; }

    /// <summary>TensorBoard's <c>HOME</c>.</summary>
    public string Home { get; }

    /// <summary>Paths that nobody may read. Their modes are left alone: root would not mind them.</summary>
    public IReadOnlyList<string> Closed { get; }

    /// <summary>A text with the case's paths replaced by <c>$LOGDIR</c>, <c>$CASE</c>, <c>$CWD</c>, <c>$HOME</c>.</summary>
    public string Local(string text)
    {
        StringBuilder local = new(text);
        foreach ((string path, string name) in new[] { (LogDirectory, "$LOGDIR"), (Case, "$CASE"), (WorkingDirectory, "$CWD"), (Home, "$HOME") })
        {
            string quoted = JsonEncodedText.Encode(path).Value;
            local.Replace(quoted, name);
        }

        return local.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _top.Dispose();

    private string Place(string key) => _setup[key] is JsonNode place ? Path.GetFullPath(Path.Combine(Case, (string)place!)) : _top[key];

    private void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(source).Where(f => source != Case && !(target == Case && NotPartOfIt.Contains(Path.GetFileName(f)))))
        {
            byte[] bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(Path.Combine(target, Path.GetFileName(file)), Replace(bytes));
        }

        foreach (string directory in Directory.GetDirectories(source))
        {
            Copy(directory, Path.Combine(target, Path.GetFileName(directory)));
        }
    }

    private byte[] Replace(byte[] bytes)
    {
        int at = bytes.AsSpan().IndexOf(Marker);
        return at < 0 ? bytes : [.. bytes.AsSpan(0, at), .. Encoding.UTF8.GetBytes(LogDirectory), .. Replace([.. bytes.AsSpan(at + Marker.Length)])];
    }
}
