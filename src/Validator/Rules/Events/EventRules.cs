namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>What can be wrong with event files.</summary>
internal static class EventRules
{
    public static IReadOnlyList<Rule> All { get; } = [];
}
