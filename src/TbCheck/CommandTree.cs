using System.CommandLine;

namespace TensorBoardFormats.TbCheck;

/// <summary>The commands, and the one that a bare path stands for.</summary>
internal static class CommandTree
{
    private const string DefaultCommand = "check";

    /// <summary>One entry a command; each lives in a file of its own in <c>Commands/</c>.</summary>
    public static RootCommand Create(Host host)
    {
        RootCommand root = new("Says before TensorBoard is started what it will show of a log directory, and why not.");
        root.Subcommands.Add(Commands.CheckCommand.Create(host));
        root.Subcommands.Add(Commands.InspectCommand.Create(host));
        root.Subcommands.Add(Commands.DumpCommand.Create(host));
        root.Subcommands.Add(Commands.VerifyCommand.Create(host));
        root.Subcommands.Add(Commands.PredictCommand.Create(host));
        root.Subcommands.Add(Commands.RepackCommand.Create(host));
        root.Subcommands.Add(Commands.ExportCommand.Create(host));
        root.Subcommands.Add(Commands.MergeCommand.Create(host));
        root.Subcommands.Add(Commands.RuleCommand.Create(host));
        root.Subcommands.Add(Commands.RulesCommand.Create(host));
        root.Subcommands.Add(Commands.SampleCommand.Create(host));
        return root;
    }

    /// <summary><c>tbcheck LOGDIR</c> is <c>tbcheck check LOGDIR</c>: a first argument that is no command and no option of the root is a path.</summary>
    public static string[] WithDefaultCommand(RootCommand root, string[] args)
    {
        if (args.Length == 0 || args[0] is "--help" or "-h" or "-?" or "--version" || root.Subcommands.Any(c => c.Name == args[0]))
        {
            return args;
        }

        return [DefaultCommand, .. args];
    }
}
