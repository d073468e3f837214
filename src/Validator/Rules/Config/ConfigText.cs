using System.Text;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Fixes;

namespace TensorBoardFormats.Validation.Rules.Config;

/// <summary>A field of a config and where it stands.</summary>
/// <param name="Line">1-based line of the value.</param>
/// <param name="Column">1-based column of the value.</param>
/// <param name="NameOffset">Byte offset of the field's name.</param>
/// <param name="ValueOffset">Byte offset of the value.</param>
/// <param name="ValueLength">Bytes of the value as it is written.</param>
internal sealed record ConfigPlace(int Line, int Column, long NameOffset, long ValueOffset, long ValueLength);

/// <summary>The text of a config, to point at its fields and to repair them.</summary>
internal sealed class ConfigText
{
    private readonly byte[] _bytes;
    private readonly string _relative;
    private readonly Dictionary<string, TextFieldLocation> _locations = new(StringComparer.Ordinal);

    /// <summary>Takes the bytes of a config and where its parser found the fields.</summary>
    /// <param name="path">The file, as the disk is asked for it.</param>
    /// <param name="relative">The same as findings write it.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="locations">Its fields.</param>
    public ConfigText(string path, string relative, byte[] bytes, IReadOnlyList<TextFieldLocation> locations)
    {
        Path = path;
        _relative = relative;
        _bytes = bytes;
        foreach (TextFieldLocation location in locations)
        {
            _locations.TryAdd(location.Path, location);
        }
    }

    /// <summary>The file, as the disk is asked for it.</summary>
    public string Path { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The field of that path (<c>embeddings[1].sprite.image_path</c>); null when it is not there.</summary>
    public ConfigPlace? Place(string field)
    {
        if (!_locations.TryGetValue(field, out TextFieldLocation location))
        {
            return null;
        }

        long value = OffsetOf(location.Value);
        return new ConfigPlace(location.Value.Line, location.Value.Column, OffsetOf(location.Name), value, LengthOfValue(value));
    }

    /// <summary>Puts a finding at a field, or at the file when the field is not there.</summary>
    public Finding Locate(Finding finding, string field) =>
        _locations.TryGetValue(field, out TextFieldLocation location)
            ? finding with { Path = _relative, Line = location.Value.Line, Column = location.Value.Column }
            : finding with { Path = _relative };

    /// <summary>A repair that writes another string in the place of a field's value.</summary>
    public Repair? ReplaceString(string field, string value, FixSafety safety) => Place(field) is ConfigPlace place
        ? new Repair(Path, safety, $"replace {Written(place)} by"
        + $" {Quote(value)}", [new BytePatch(place.ValueOffset, place.ValueLength, Encoding.UTF8.GetBytes(Quote(value)))])
        : null;

    /// <summary>A repair that writes a number in the place of a field's value.</summary>
    public Repair? ReplaceNumber(string field, long value, FixSafety safety) => Place(field) is ConfigPlace place
        ? new Repair(Path, safety, $"replace {Written(place)} by"
        + $" {value}", [new BytePatch(place.ValueOffset, place.ValueLength, Encoding.UTF8.GetBytes($"{value}"))])
        : null;

    /// <summary>A repair that puts text before a field's name.</summary>
    public Repair? InsertBefore(string field, string text, FixSafety safety) => Place(field) is ConfigPlace place
        ? new Repair(Path, safety, $"insert {text}", [new BytePatch(place.NameOffset, 0, Encoding.UTF8.GetBytes(text + " "))])
        : null;

    /// <summary>A repair that takes whole fields out.</summary>
    public Repair? Remove(IReadOnlyList<string> fields, FixSafety safety)
    {
        List<BytePatch> patches = [];
        foreach (string field in fields)
        {
            if (Place(field) is not ConfigPlace place || place.NameOffset >= place.ValueOffset || IsInList(place))
            {
                return null;
            }

            patches.Add(new BytePatch(place.NameOffset, place.ValueOffset + place.ValueLength - place.NameOffset, default));
        }

        return patches.Count == 0 ? null : new Repair(Path, safety, $"remove {fields[0].Split('.')[^1].Split('[')[0]}", patches);
    }

    /// <summary>The value of a field as it is written in the file.</summary>
    public string Written(ConfigPlace place) => Encoding.UTF8.GetString(_bytes, (int)place.ValueOffset, (int)place.ValueLength);

    /// <summary>A string as the text format writes it.</summary>
    public static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // The value of a list element follows a bracket or comma, not a colon.
    private bool IsInList(ConfigPlace place)
    {
        ReadOnlySpan<byte> between = _bytes.AsSpan((int)place.NameOffset, (int)(place.ValueOffset - place.NameOffset));
        return between.ContainsAny((byte)'[', (byte)',');
    }

    /// <summary>The byte at which a place of the text begins.</summary>
    public long OffsetOf(TextPosition position)
    {
        int at = 0;
        for (int line = 1; line < position.Line && at < _bytes.Length; line++)
        {
            int end = _bytes.AsSpan(at).IndexOf((byte)'\n');
            at = end < 0 ? _bytes.Length : at + end + 1;
        }

        for (int column = 1; column < position.Column && at < _bytes.Length; column++)
        {
            at++;
            while (at < _bytes.Length && (_bytes[at] & 0xC0) == 0x80)
            {
                at++;
            }
        }

        return at;
    }

    // A string goes to its closing quote, adjacent strings belong to it; anything else to the next separator.
    private long LengthOfValue(long start)
    {
        int at = (int)start;
        int end = at;
        while (at < _bytes.Length && _bytes[at] is (byte)'"' or (byte)'\'')
        {
            byte quote = _bytes[at++];
            while (at < _bytes.Length && _bytes[at] != quote)
            {
                at += _bytes[at] == '\\' ? 2 : 1;
            }

            end = Math.Min(++at, _bytes.Length);
            while (at < _bytes.Length && _bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
            }
        }

        if (end > start)
        {
            return end - start;
        }

        while (end < _bytes.Length && (char.IsAsciiLetterOrDigit((char)_bytes[end]) || _bytes[end] is (byte)'+' or (byte)'-' or (byte)'.' or (byte)'_'))
        {
            end++;
        }

        return end - start;
    }
}
