using System.Globalization;
using Spectre.Console;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>Text for people: colour and width of a terminal where there is one, plain text of any width elsewhere.</summary>
internal static class Terminal
{
    // Nothing is folded in a file or a pipe: one row stays one line.
    private const int Unbounded = 10_000;

    /// <summary>A console over a writer that the caller disposes.</summary>
    public static IAnsiConsole Over(TextWriter writer, Host host)
    {
        bool colour = host.OutputIsTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = host.OutputIsTerminal ? host.Width : Unbounded;
        return console;
    }

    /// <summary>A number of bytes as people say it.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
