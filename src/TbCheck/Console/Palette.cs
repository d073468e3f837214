namespace TensorBoardFormats.TbCheck.Console;

/// <summary>Colours of a report on a terminal; nothing at all where there is none.</summary>
internal sealed class Palette(bool isOn)
{
    /// <summary>Colour is wanted: somebody looks on and does not object.</summary>
    public static Palette For(Host host, bool wanted) =>
        new(wanted && host.OutputIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    public string Red(string text) => Paint("1;31", text);

    public string Yellow(string text) => Paint("1;33", text);

    public string Green(string text) => Paint("1;32", text);

    public string Blue(string text) => Paint("36", text);

    private string Paint(string code, string text) => isOn ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
