using System.CommandLine;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck rules</c>: the catalogue.</summary>
internal static class RulesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Option<bool> markdown = new("--markdown") { Description = "The whole catalogue with every page, as docs/rules.md has it." };
        Command command = new("rules", "Lists all rules with their severity and whether they can be fixed.") { markdown };
        command.SetAction(parsed => Run(host, parsed.GetValue(markdown)));
        return command;
    }

    private static int Run(Host host, bool asMarkdown)
    {
        using StreamWriter text = host.OpenText();
        if (asMarkdown)
        {
            text.Write(RulePage.Catalogue());
            return ExitCode.Clean;
        }

        foreach (RuleGroup group in RuleCatalog.Groups)
        {
            text.WriteLine(group.Title);
            foreach (Rule rule in group.Rules)
            {
                string fix = rule.Fix switch { FixSafety.Safe => " [--fix]", FixSafety.Unsafe => " [--unsafe-fixes]", _ => "" };
                text.WriteLine($"  {rule.Severity.Word(),-8}{rule.Id}{fix}");
            }
        }

        text.WriteLine($"{RuleCatalog.All.Count} rules");
        return ExitCode.Clean;
    }
}
