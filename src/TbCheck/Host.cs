using System.Text;

namespace TensorBoardFormats.TbCheck;

/// <summary>What a command has of the world: where reports go, where all else goes, and whether a person looks on.</summary>
/// <param name="Output">Standard output as bytes; JSON and reports go there, UTF-8 without BOM.</param>
/// <param name="Error">Messages and progress.</param>
/// <param name="OutputIsTerminal">Standard output is a terminal: colour and tables as wide as it.</param>
/// <param name="ErrorIsTerminal">Standard error is a terminal: progress is shown.</param>
/// <param name="Width">Columns of the terminal; 80 when there is none.</param>
/// <param name="Clock">The time.</param>
internal sealed record Host(Stream Output, TextWriter Error, bool OutputIsTerminal, bool ErrorIsTerminal, int Width, TimeProvider Clock)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A writer of text over <see cref="Output"/>; the caller disposes it, which flushes and leaves the stream open.</summary>
    public StreamWriter OpenText() => new(Output, Utf8, bufferSize: 16384, leaveOpen: true) { NewLine = "\n" };

    /// <summary>The process's own console.</summary>
    public static Host Console()
    {
        Stream output = System.Console.OpenStandardOutput();
        StreamWriter error = new(System.Console.OpenStandardError(), Utf8) { AutoFlush = true, NewLine = "\n" };
        bool outputIsTerminal = !System.Console.IsOutputRedirected;
        return new Host(output, error, outputIsTerminal, !System.Console.IsErrorRedirected, outputIsTerminal ? TerminalWidth() : 80, TimeProvider.System);
    }

    private static int TerminalWidth()
    {
        try
        {
            return System.Console.WindowWidth is > 0 and int width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
