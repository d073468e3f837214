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
        Option<bool> cli = new("--cli") { Description = "The help of every command, as docs/cli.md has it.", Hidden = true };
        Command command = new("rules", "Lists all rules with their severity and whether they can be fixed.") { markdown, cli };
        command.SetAction(parsed => Run(host, parsed.GetValue(markdown), parsed.GetValue(cli)));
        return command;
    }

    private static int Run(Host host, bool asMarkdown, bool asCli)
    {
        using StreamWriter text = host.OpenText();
        if (asMarkdown || asCli)
        {
            text.Write(asCli ? CliPage.Markdown() : RulePage.Catalogue());
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
