using System.CommandLine;
using TensorBoardFormats.TbCheck.Console;
using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck rule ID</c>: the page of one rule.</summary>
internal static class RuleCommand
{
    private const int WidestText = 100;

    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string> id = new("ID") { Description = "The id of a rule, as metadata-count-mismatch." };
        Command command = new("rule", "Explains a rule: what it means, what TensorBoard does, an example that fails and one that is"
            + " right.") { id };
        command.SetAction(parsed => Run(host, parsed.GetRequiredValue(id)));
        return command;
    }

    private static int Run(Host host, string id)
    {
        if (RuleCatalog.Find(id) is not Rule rule)
        {
            host.Error.WriteLine($"tbcheck: '{Paragraph.Harmless(id)}' is no rule; 'tbcheck rules' lists them.");
            return ExitCode.Usage;
        }

        using StreamWriter text = host.OpenText();
        foreach (string line in RulePage.Markdown(rule).Split('\n'))
        {
            foreach (string part in line.StartsWith("    ", StringComparison.Ordinal) ? [line] : Paragraph.Wrap(line, Math.Min(host.Width, WidestText)))
            {
                text.WriteLine(part);
            }
        }

        return ExitCode.Clean;
    }
}
