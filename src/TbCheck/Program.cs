using System.CommandLine;

namespace TensorBoardFormats.TbCheck;

internal static class Program
{
    private static int Main(string[] args) => Run(args, Host.Console());

    /// <summary>The whole command, with the world injected.</summary>
    internal static int Run(string[] args, Host host)
    {
        RootCommand root = CommandTree.Create(host);
        ParseResult parsed = root.Parse(CommandTree.WithDefaultCommand(root, args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                host.Error.WriteLine($"tbcheck: {error.Message}");
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
}
