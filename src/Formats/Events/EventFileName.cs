using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TensorBoardFormats.Events;

/// <summary>
/// Name of an event file: <c>events.out.tfevents.{seconds, ten digits}.{host}[.{process id}.{counter}][{suffix}]</c> (spec/tfevents.md §2.1).
/// </summary>
/// <remarks>Readers of one run take its files in the order of their names, so the ten digits keep them in the order of time until 2286.
/// TensorFlow v1 and tensorboardX write neither process id nor counter.</remarks>
/// <param name="Seconds">Whole seconds since 1970 at which the file was made.</param>
/// <param name="Host">Host name; may hold dots.</param>
/// <param name="ProcessId">Process that wrote it, or null where the writer left it out.</param>
/// <param name="Counter">Number of the writer in that process, or null where the writer left it out.</param>
/// <param name="Suffix">What stands behind, verbatim, with its leading dot; empty for none.</param>
public sealed record EventFileName(long Seconds, string Host, int? ProcessId = null, long? Counter = null, string Suffix = "")
{
    /// <summary>Text anywhere in a base name that makes TensorBoard take it for an event file.</summary>
    public const string Infix = "tfevents";

    /// <summary>How every name begins that a known writer makes.</summary>
    public const string Prefix = "events.out.tfevents.";

    private const int SecondsDigits = 10;

    /// <summary>True when TensorBoard takes a file of this base name for an event file.</summary>
    public static bool IsEventFile(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Contains(Infix, StringComparison.Ordinal);
    }

    /// <summary>A host name as it can stand in a file name: separators, colons and control characters become <c>_</c>.</summary>
    public static string SafeHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return string.Create(host.Length, host, static (target, source) =>
        {
            for (int i = 0; i < source.Length; i++)
            {
                target[i] = source[i] is '/' or '\\' or ':' || char.IsControl(source[i]) ? '_' : source[i];
            }
        });
    }

    /// <summary>Takes a base name apart.</summary>
    /// <param name="name">The base name.</param>
    /// <param name="parsed">Its parts; a host with dots is told from the numbers behind it by the last two neighbouring numbers.</param>
    /// <returns>False when it does not begin with <see cref="Prefix"/>, ten digits and a dot.</returns>
    public static bool TryParse(string name, [NotNullWhen(true)] out EventFileName? parsed)
    {
        ArgumentNullException.ThrowIfNull(name);
        parsed = null;
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = name[Prefix.Length..].Split('.');
        if (parts.Length < 2 || parts[0].Length != SecondsDigits || !TryNumber(parts[0], out long seconds))
        {
            return false;
        }

        for (int i = parts.Length - 2; i >= 2; i--)
        {
            if (TryNumber(parts[i], out long processId) && processId <= int.MaxValue && TryNumber(parts[i + 1], out long counter))
            {
                parsed = new EventFileName(seconds, string.Join('.', parts[1..i]), (int)processId, counter, Rest(parts, i + 2));
                return true;
            }
        }

        parsed = new EventFileName(seconds, string.Join('.', parts[1..]));
        return true;
    }

    /// <summary>The base name.</summary>
    public override string ToString()
    {
        string numbers = ProcessId is int processId && Counter is long counter
            ? string.Create(CultureInfo.InvariantCulture, $".{processId}.{counter}")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Seconds:D10}.{Host}{numbers}{Suffix}");
    }

    private static bool TryNumber(string digits, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Rest(string[] parts, int from) => from < parts.Length ? "." + string.Join('.', parts[from..]) : "";
}
