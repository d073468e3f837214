using TensorBoardFormats.Validation.Events.Auditing;
using TensorBoardFormats.Validation.Rules.Directories;

namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Judges the event files of a log directory.</summary>
internal static class EventChecks
{
    public static void Check(RuleContext context, IReadOnlyList<TreeDirectory> tree, FindingSink sink)
    {
        if (tree.Count > 0)
        {
            EventAudit.Run(context, sink, TimeProvider.System);
        }
    }
}
