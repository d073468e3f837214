using System.Reflection;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>Who wrote a report.</summary>
internal static class ToolInfo
{
    /// <summary>The command.</summary>
    public const string Name = "tbcheck";

    /// <summary>Its version, as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(ToolInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
