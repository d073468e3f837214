using System.CommandLine;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck dump FILE</c>: every record or entry, one JSON object a line.</summary>
internal static class DumpCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string> file = new("FILE") { Description = "An event file or the index of a checkpoint." };
        Option<bool> payload = new("--payload") { Description = "With the bytes of each record, in base64." };
        Command command = new("dump",
            "Prints every record of an event file or every entry of a checkpoint's index, one JSON object a line.") { file, payload };
        command.SetAction(parsed => parsed.GetRequiredValue(file) is var path && IndexDump.IsTable(path)
            ? IndexDump.Run(host, path)
            : EventFileDump.Run(host, path, parsed.GetValue(payload)));
        return command;
    }
}
