namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>What can be wrong with event files.</summary>
internal static class EventRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. FramingRules.All,
        .. FileRules.All,
        .. StepRules.All,
        .. TagRules.All,
        .. TensorRules.All,
        .. MediaRules.All,
        .. SessionRules.All,
    ];
}
