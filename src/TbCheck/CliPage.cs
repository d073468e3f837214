using System.CommandLine;
using System.Text;

namespace TensorBoardFormats.TbCheck;

/// <summary>The help of every command on one page, as <c>docs/cli.md</c> has it.</summary>
internal static class CliPage
{
    /// <summary>Made from the commands themselves.</summary>
    public static string Markdown()
    {
        Host host = new(Stream.Null, TextWriter.Null, OutputIsTerminal: false, ErrorIsTerminal: false, Width: 100, TimeProvider.System);
        RootCommand root = CommandTree.Create(host);
        StringBuilder page = new("# The command\n\nMade from the help texts by `tbcheck rules --cli`; a test compares the two.\n");
        page.Append($"\n## tbcheck\n\n```\n{Help(root, [])}```\n");
        foreach (Command command in root.Subcommands)
        {
            page.Append($"\n## tbcheck {command.Name}\n\n```\n{Help(root, [command.Name])}```\n");
        }

        return page.ToString();
    }

    private static string Help(RootCommand root, string[] words)
    {
        using StringWriter text = new() { NewLine = "\n" };
        root.Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = text });
        string name = RootCommand.ExecutableName; // The help names the program that runs it.
        return string.Join('\n', text.ToString().Replace($"  {name} ", "  tbcheck ", StringComparison.Ordinal).ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(static l => l.TrimEnd())) + "\n";
    }
}
