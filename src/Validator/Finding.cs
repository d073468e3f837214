using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.Validation;

/// <summary>The finding that another one follows from.</summary>
/// <param name="Id">Its rule.</param>
/// <param name="Path">Its path; null when it has none.</param>
public sealed record FindingCause(string Id, string? Path);

/// <summary>One fault at one place, with its consequence.</summary>
/// <param name="Rule">What kind of fault.</param>
/// <param name="Severity">The worst over the profiles that were judged.</param>
/// <param name="Message">Found, expected, and what the page will show.</param>
public sealed record Finding(Rule Rule, Severity Severity, string Message)
{
    /// <summary>The finding that this one follows from; null when it stands for itself.</summary>
    public FindingCause? Cause { get; init; }

    /// <summary>The file, relative to the log directory with forward slashes; null when no file is to blame.</summary>
    public string? Path { get; init; }

    /// <summary>1-based line, for texts.</summary>
    public int? Line { get; init; }

    /// <summary>1-based column in characters, for texts.</summary>
    public int? Column { get; init; }

    /// <summary>Byte offset, for binary files.</summary>
    public long? Offset { get; init; }

    /// <summary>Bytes concerned from <see cref="Offset"/> on.</summary>
    public long? Length { get; init; }

    /// <summary>The run concerned; null when it is the whole log directory.</summary>
    public string? Run { get; init; }

    /// <summary>The embedding concerned, by its name in the config or checkpoint.</summary>
    public string? Embedding { get; init; }

    /// <summary>What a fix would do, in words; null when only a person can.</summary>
    public string? Fix => Repair?.Description;

    /// <summary>The surroundings under which it holds.</summary>
    public ProfileSet Holds { get; init; } = ProfileSet.All;

    /// <summary>The repair behind <see cref="Fix"/>.</summary>
    internal Repair? Repair { get; init; }
}
