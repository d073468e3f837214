using System.Globalization;

namespace TensorBoardFormats.Validation.Events;

/// <summary>TensorBoard's own flags that change what its loaders keep.</summary>
internal sealed record LoaderFlags
{
    /// <summary>What TensorBoard does when it is given none.</summary>
    public static LoaderFlags Default { get; } = new();

    /// <summary>Names of the flags.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["samples_per_plugin", "reload_multifile", "reload_multifile_inactive_secs", "purge_orphaned_data"];

    /// <summary>Points to keep and to show a tag, by plugin; 0 keeps all and shows none.</summary>
    public IReadOnlyDictionary<string, long> SamplesPerPlugin { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether the Python loader looks at all files of a run again and again.</summary>
    public bool ReloadMultifile { get; init; }

    /// <summary>Seconds after which such a file is given up; −1 for never.</summary>
    public long ReloadMultifileInactiveSeconds { get; init; } = 86400;

    /// <summary>Whether the Python loader drops points that a restart has overtaken.</summary>
    public bool PurgeOrphanedData { get; init; } = true;

    /// <summary>Points of a plugin's tag that are kept or shown, or null when the flags do not say.</summary>
    public long? Samples(string plugin) => SamplesPerPlugin.TryGetValue(plugin, out long samples) ? samples : null;

    /// <summary>Adds one <c>name=value</c>, as TensorBoard's command line takes it.</summary>
    /// <exception cref="ArgumentException">No such flag, or no such value of it.</exception>
    public LoaderFlags With(string flag)
    {
        int equals = flag.IndexOf('=', StringComparison.Ordinal);
        string name = (equals < 0 ? flag : flag[..equals]).TrimStart('-');
        string value = equals < 0 ? "true" : flag[(equals + 1)..];
        return name switch
        {
            "samples_per_plugin" => this with { SamplesPerPlugin = ParseSamples(value) },
            "reload_multifile" => this with { ReloadMultifile = ParseBoolean(name, value) },
            "reload_multifile_inactive_secs" => this with { ReloadMultifileInactiveSeconds = ParseNumber(name, value) },
            "purge_orphaned_data" => this with { PurgeOrphanedData = ParseBoolean(name, value) },
            _ => throw new ArgumentException($"--flag {name}: expected one of {string.Join(", ", Names)}"),
        };
    }

    private static Dictionary<string, long> ParseSamples(string value)
    {
        Dictionary<string, long> samples = [];
        foreach (string part in value.Split(','))
        {
            string[] pair = part.Trim().Split('=');
            samples[pair[0]] = pair.Length == 2
                ? ParseNumber("samples_per_plugin", pair[1])
                : throw new ArgumentException($"--flag samples_per_plugin: expected PLUGIN=NUMBER, found '{part}'");
        }

        return samples;
    }

    private static long ParseNumber(string name, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new ArgumentException($"--flag {name}: expected a whole number, found '{value}'");

    private static bool ParseBoolean(string name, string value) => value.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => throw new ArgumentException($"--flag {name}: expected true or false, found '{value}'"),
    };
}
