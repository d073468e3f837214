using System.Text;
using TensorBoardFormats.TbCheck;

namespace TensorBoardFormats.Tests.Commands;

/// <summary>The command with a world of its own, run in this process.</summary>
internal static class CommandRun
{
    /// <summary>What the command said.</summary>
    internal sealed record Answer(int Code, string Output, string Error);

    public static Answer Of(params string[] args) => Of(80, args);

    public static Answer Of(int width, params string[] args)
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        int code = Program.Run(args, new Host(output, error, OutputIsTerminal: false, ErrorIsTerminal: false, width, TimeProvider.System));
        return new Answer(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
