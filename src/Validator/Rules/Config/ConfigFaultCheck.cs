using System.Text;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Config;

/// <summary>Says why a config cannot be read, and what can be done about it.</summary>
internal static class ConfigFaultCheck
{
    private const string Dead = "the tab never appears, every projector request of every run answers 500, and the page opened by hand is"
        + " blank.";

    private static readonly string[] FieldNames =
    [
        "model_checkpoint_path", "embeddings", "model_checkpoint_dir", "tensor_name", "metadata_path", "bookmarks_path", "tensor_shape", "sprite",
        "tensor_path", "image_path", "single_image_dim",
    ];

    public static IEnumerable<Finding> Of(SourceSubject subject, ConfigFacts facts)
    {
        if (subject.Config is not ConfigText config)
        {
            yield return subject.AtConfig(ConfigRules.Unreadable, $"The config cannot be read ({Reason(facts)}): {Dead}");
            yield break;
        }

        if (config.Bytes.StartsWith("\uFEFF"u8))
        {
            yield return subject.AtConfig(ConfigRules.Bom, $"The config starts with a UTF-8 byte order mark, which the text format"
                + $" refuses: {Dead}") with
            {
                Line = 1,
                Column = 1,
                Repair = new Repair(config.Path, FixSafety.Safe, "remove the byte order mark", [new BytePatch(0, 3, default)]),
            };
            yield break;
        }

        if (facts.Error is not TextFormatError error)
        {
            yield return facts.Fault?.Kind == FileLayer.NotUtf8 ? NotUtf8(subject, config)
                : subject.AtConfig(ConfigRules.Unreadable, $"The config cannot be read ({Reason(facts)}): {Dead}");
            yield break;
        }

        foreach (Finding finding in OfError(subject, config, error))
        {
            yield return finding with { Line = finding.Line ?? error.Position.Line, Column = finding.Column ?? error.Position.Column };
        }
    }

    private static IEnumerable<Finding> OfError(SourceSubject subject, ConfigText config, TextFormatError error)
    {
        string at = $"{error.Message}: {Dead}";
        if (IsSyntax(config, error))
        {
            yield return subject.AtConfig(ConfigRules.SyntaxError, at);
            yield break;
        }

        switch (error.Kind)
        {
            case TextFormatErrorKind.UnknownField:
                string written = WordAt(config, error.Position);
                string? meant = Meant(written);
                bool isElsewhere = meant == written;
                string hint = meant is null ? "" : isElsewhere ? $" {written} belongs to another message." : $" Did you mean {meant}?";
                yield return subject.AtConfig(ConfigRules.UnknownField, at + hint) with
                {
                    Repair = meant is null || isElsewhere ? null : Replace(config, error.Position, written, meant),
                };
                break;
            case TextFormatErrorKind.WrongType:
                yield return subject.AtConfig(ConfigRules.WrongType, at);
                break;
            case TextFormatErrorKind.DuplicateField:
                yield return subject.AtConfig(ConfigRules.DuplicateField, at);
                break;
            case TextFormatErrorKind.NotUtf8:
                yield return subject.AtConfig(ConfigRules.NotUtf8, at);
                break;
            case TextFormatErrorKind.BadEscape:
                yield return subject.AtConfig(ConfigRules.BadEscape, $"{at} Write paths with forward"
                    + $" slashes.") with
                { Repair = ForwardSlashes(config, error.Position.Line) };
                foreach (Finding finding in BackslashPaths(subject, config))
                {
                    yield return finding;
                }

                break;
            default:
                yield return IsJson(config)
                    ? subject.AtConfig(ConfigRules.IsJson, $"The config is JSON, and TensorBoard wants protobuf text format (embeddings"
                    + $" {{ tensor_path: \"vectors.tsv\" }}): {Dead}") with
                    { Line = 1, Column = 1 }
                    : subject.AtConfig(ConfigRules.SyntaxError, at);
                break;
        }
    }

    // A word where a string or the next field should be: what is missing is quotes, or the word is left over.
    private static bool IsSyntax(ConfigText config, TextFormatError error)
    {
        string word = WordAt(config, error.Position);
        ReadOnlySpan<byte> rest = config.Bytes[(int)config.OffsetOf(error.Position)..];
        ReadOnlySpan<byte> after = rest[Math.Min(Encoding.UTF8.GetByteCount(word), rest.Length)..].TrimStart(" \t\r\n"u8);
        return error.Kind switch
        {
            TextFormatErrorKind.WrongType => (word.Length > 0 && !char.IsAsciiDigit(word[0])) || rest is [(byte)'}' or (byte)'>' or (byte)']', ..] or [],
            TextFormatErrorKind.UnknownField => word.Length > 0 && after is not [(byte)':' or (byte)'{' or (byte)'<' or (byte)'[', ..],
            _ => false,
        };
    }

    private static Finding NotUtf8(SourceSubject subject, ConfigText config)
    {
        TextEncoding encoding = subject.Judgement.Reads.Encoding(config.Path);
        Repair? repair = encoding.Repair(config.Path);
        bool hasMark = config.Bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        return subject.AtConfig(ConfigRules.NotUtf8, $"The config is not UTF-8{encoding.Guess}: {Dead}") with
        {
            Line = encoding.Line,
            Column = encoding.Column,
            Repair = repair is not null && hasMark ? repair with { Safety = FixSafety.Safe } : repair,
        };
    }

    private static IEnumerable<Finding> BackslashPaths(SourceSubject subject, ConfigText config)
    {
        string[] lines = Encoding.UTF8.GetString(config.Bytes).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int path = lines[i].IndexOf("_path", StringComparison.Ordinal);
            int backslash = path < 0 ? -1 : lines[i].IndexOf('\\', path);
            if (backslash >= 0)
            {
                yield return subject.AtConfig(ConfigRules.BackslashPath, "A path contains a backslash, which separates directories on"
                    + " Windows only. Write forward slashes.") with
                {
                    Line = i + 1,
                    Column = backslash + 1,
                };
            }
        }
    }

    private static string Reason(ConfigFacts facts) => facts.Fault?.Kind switch
    {
        "IsADirectoryError" => "it is a directory",
        "PermissionDeniedError" => "permission denied",
        "MemoryError" => "it is far too long for a config",
        "OSError" => "it is no regular file, or the disk refuses",
        _ => facts.Fault?.Kind ?? "no reason given",
    };

    private static bool IsJson(ConfigText config) => config.Bytes.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    private static string WordAt(ConfigText config, TextPosition position)
    {
        string[] lines = Encoding.UTF8.GetString(config.Bytes).Split('\n');
        string line = position.Line <= lines.Length ? lines[position.Line - 1] : "";
        int start = Math.Min(position.Column - 1, line.Length), end = start;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
        {
            end++;
        }

        return line[start..end];
    }

    private static string? Meant(string written)
    {
        string snake = string.Concat(written.Select(static (c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
        return written.Length == 0 ? null : FieldNames.Contains(snake) ? snake : Nearness.Nearest(snake, FieldNames);
    }

    private static Repair? Replace(ConfigText config, TextPosition position, string written, string meant)
    {
        long offset = config.OffsetOf(position);
        return config.Bytes[(int)offset..].StartsWith(Encoding.UTF8.GetBytes(written))
            ? new Repair(config.Path, FixSafety.Unsafe, $"rename {written} to"
            + $" {meant}", [new BytePatch(offset, Encoding.UTF8.GetByteCount(written), Encoding.UTF8.GetBytes(meant))])
            : null;
    }

    private static Repair? ForwardSlashes(ConfigText config, int line)
    {
        long start = config.OffsetOf(new TextPosition(line, 1));
        ReadOnlySpan<byte> rest = config.Bytes[(int)start..];
        int length = rest.IndexOf((byte)'\n') is >= 0 and int end ? end : rest.Length;
        List<BytePatch> patches = [];
        for (int i = 0; i < length; i++)
        {
            if (rest[i] == '\\')
            {
                int count = i + 1 < length && rest[i + 1] == '\\' ? 2 : 1;
                patches.Add(new BytePatch(start + i, count, "/"u8.ToArray()));
                i += count - 1;
            }
        }

        return patches.Count == 0 ? null : new Repair(config.Path, FixSafety.Unsafe, "replace backslashes by forward slashes", patches);
    }
}
