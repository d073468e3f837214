namespace TensorBoardFormats.Validation;

/// <summary>The surroundings under which a finding holds: TensorFlow beside TensorBoard or not, and which loader reads the runs.</summary>
[Flags]
public enum ProfileSet
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>TensorFlow installed, Python loader (<c>tf</c>).</summary>
    Tf = 1,

    /// <summary>No TensorFlow, Python loader (<c>notf</c>).</summary>
    NoTf = 2,

    /// <summary>TensorFlow installed, Rust data server (<c>fast</c>).</summary>
    Fast = 4,

    /// <summary>Both with TensorFlow.</summary>
    WithTensorFlow = Tf | Fast,

    /// <summary>Both with the Python loader.</summary>
    Slow = Tf | NoTf,

    /// <summary>Always.</summary>
    All = Tf | NoTf | Fast,
}

/// <summary>The words for <see cref="ProfileSet"/>.</summary>
public static class ProfileSetNames
{
    /// <summary>The words of the set's members, in the order <c>tf</c>, <c>notf</c>, <c>fast</c>.</summary>
    public static IEnumerable<string> Words(this ProfileSet set)
    {
        if (set.HasFlag(ProfileSet.Tf))
        {
            yield return "tf";
        }

        if (set.HasFlag(ProfileSet.NoTf))
        {
            yield return "notf";
        }

        if (set.HasFlag(ProfileSet.Fast))
        {
            yield return "fast";
        }
    }

    /// <summary>The condition in words for people, relative to the profiles that were judged; null when it held under all of them.</summary>
    public static string? Condition(this ProfileSet set, ProfileSet judged)
    {
        set &= judged;
        return set == judged ? null : set switch
        {
            ProfileSet.WithTensorFlow => "with TensorFlow installed",
            ProfileSet.NoTf => "without TensorFlow",
            ProfileSet.Slow => "with the slow loader",
            ProfileSet.Tf => judged.HasFlag(ProfileSet.Fast) ? "with TensorFlow and the slow loader" : "with TensorFlow installed",
            ProfileSet.Fast => "with the fast loader",
            _ => "without TensorFlow, or with the fast loader",
        };
    }
}
