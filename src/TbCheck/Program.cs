using System.CommandLine;
using System.CommandLine.Parsing;

namespace TensorBoardFormats.TbCheck;

internal static class Program
{
    private static int Main(string[] args) => Run(args, Host.Console());

    /// <summary>The whole command, with the world injected.</summary>
    internal static int Run(string[] args, Host host)
    {
        RootCommand root = CommandTree.Create(host);
        ParseResult parsed = root.Parse(CommandTree.WithDefaultCommand(root, args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        List<string> mistakes = [.. parsed.Errors.Select(static error => error.Message), .. UnknownOptions(parsed, args)];
        if (mistakes.Count > 0)
        {
            foreach (string mistake in mistakes)
            {
                host.Error.WriteLine($"tbcheck: {mistake}");
            }

            host.Error.WriteLine("Try 'tbcheck --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Error = host.Error });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"tbcheck: {e.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("tbcheck: cancelled");
            return ExitCode.Failure;
        }
#pragma warning disable CA1031 // The contract: never a stack trace, whatever went wrong.
        catch (Exception e)
#pragma warning restore CA1031
        {
            host.Error.WriteLine($"tbcheck: internal fault: {e.GetType().Name}: {e.Message}");
            return ExitCode.Failure;
        }
    }

    // The parser takes an option that no command has for a path. Behind "--" a path may begin with a dash.
    private static IEnumerable<string> UnknownOptions(ParseResult parsed, string[] args)
    {
        string[] before = [.. args.TakeWhile(static arg => arg != "--")];
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(static result => result.Tokens)
            .Where(token => token.Value.Length > 1 && token.Value[0] == '-' && before.Contains(token.Value))
            .Select(static token => $"Unrecognized option '{token.Value}'; a path of that name goes behind --.");
    }
}
