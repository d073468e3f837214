using TensorBoardFormats.Validation.Rules.Directories;

namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Judges the event files of a log directory.</summary>
internal static class EventChecks
{
    public static void Check(RuleContext context, IReadOnlyList<TreeDirectory> tree, IProgress<long>? progress, FindingSink sink)
    {
    }
}
