using TensorBoardFormats.Validation.Events.Auditing;
using TensorBoardFormats.Validation.Rules.Directories;

namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Judges the event files of a log directory.</summary>
internal static class EventChecks
{
    /// <summary>Judges them.</summary>
    /// <param name="context">The log directory, and what is judged.</param>
    /// <param name="tree">Its directories; none when it is no directory.</param>
    /// <param name="progress">Takes the bytes that were looked through.</param>
    /// <param name="sink">Takes the findings.</param>
    public static void Check(RuleContext context, IReadOnlyList<TreeDirectory> tree, IProgress<long>? progress, FindingSink sink)
    {
        _ = progress;
        if (tree.Count > 0)
        {
            EventAudit.Run(context, sink, TimeProvider.System);
        }
    }
}
