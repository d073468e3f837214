using System.Diagnostics;

namespace TensorBoardFormats.Testing;

/// <summary>A program of samples/, built with the tests that run it (a project reference without its assembly).</summary>
public static class SampleProgram
{
    /// <summary>Where the program is: beside the test program's own folder, built in the same configuration.</summary>
    public static string PathOf(string name)
    {
        DirectoryInfo configuration = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(configuration.Parent!.Parent!.FullName, name, configuration.Name, name + ".dll");
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string name, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [PathOf(name), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{name} does not start.");
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static string Run(string name, params string[] arguments)
    {
        using Process process = Start(name, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {error.Result}");
    }
}
