using System.Text.RegularExpressions;

namespace TensorBoardFormats.Events;

/// <summary>What a writer remembers of a tag.</summary>
internal sealed class TagState(byte[] utf8)
{
    /// <summary>The tag as it is written.</summary>
    public byte[] Utf8 { get; } = utf8;

    /// <summary>Step of its last value; null before the first.</summary>
    public long? LastStep { get; set; }

    /// <summary>Plugin, or v1 kind, of its first value.</summary>
    public string? Kind { get; set; }

    /// <summary>The layout of its scalars, from the first one on.</summary>
    public ScalarForm? Scalar { get; set; }

    /// <summary>Metadata of it are in this file already.</summary>
    public bool HasMetadata { get; set; }
}

/// <summary>The tags of one file: their bytes are made once, their order and kind are watched.</summary>
internal sealed partial class TagTable(TagRule rule)
{
    private const int RecentCount = 64;

    private readonly Dictionary<string, TagState> _states = new(StringComparer.Ordinal);
    private readonly (string? Tag, TagState? State)[] _recent = new (string?, TagState?)[RecentCount];

    /// <summary>What is remembered of a tag.</summary>
    /// <exception cref="ArgumentException">The tag is empty, or has no UTF-8 form.</exception>
    public TagState Find(string tag)
    {
        // Loops hand over the same few string objects again and again: those need no hash of all their characters.
        ref (string? Tag, TagState? State) recent = ref _recent[Slot(tag)];
        if (!ReferenceEquals(recent.Tag, tag))
        {
            recent = (tag, Look(tag));
        }

        return recent.State!;
    }

    private static int Slot(string tag) =>
        tag.Length == 0 ? 0 : ((tag.Length * 7) + (tag[^1] * 5) + tag[tag.Length / 2]) % RecentCount;

    private TagState Look(string tag)
    {
        if (_states.TryGetValue(tag, out TagState? state))
        {
            return state;
        }

        string written = rule == TagRule.Cleaned ? Illegal().Replace(tag, "_").TrimStart('/') : tag;
        if (written.Length == 0)
        {
            throw new ArgumentException("A tag has at least one character: TensorBoard cannot list a series without a name.", nameof(tag));
        }

        state = new TagState(Utf8Text.Encode(written, nameof(tag)));
        _states.Add(tag, state);
        return state;
    }

    [GeneratedRegex(@"[^-/\w\.]")]
    private static partial Regex Illegal();
}
