using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Events.Auditing;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Runs the rules of event files alone over a directory.</summary>
internal static class AuditedDirectory
{
    public static IReadOnlyList<Finding> Findings(string directory, TimeProvider? clock = null)
    {
        FindingSink sink = new();
        EventAudit.Run(new RuleContext(new FileReads(TensorBoardHost.Current, CancellationToken.None), directory, ValidationOptions.Default, CancellationToken.None), sink, clock ?? TimeProvider.System);
        return sink.Sorted();
    }
}
