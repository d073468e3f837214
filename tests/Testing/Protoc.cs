using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TensorBoardFormats.Testing;

/// <summary>The protobuf compiler of the Grpc.Tools package, as an independent writer of the text format.</summary>
public static class Protoc
{
    /// <summary>What <c>protoc --decode</c> prints of a message.</summary>
    /// <param name="tests">The test assembly, which knows where the package lies.</param>
    /// <param name="protoFile">Relative to <c>protos/</c>.</param>
    /// <param name="fullName">Name of the message with its package.</param>
    /// <param name="message">The serialized message.</param>
    public static string Decode(Assembly tests, string protoFile, string fullName, byte[] message)
    {
        ProcessStartInfo start = new(Find(tests), [$"--proto_path={Path.Combine(Repository.Root, "protos")}", $"--decode={fullName}", protoFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.Latin1,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(message);
        process.StandardInput.Close();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"protoc ended with {process.ExitCode}");
    }

    private static string Find(Assembly tests)
    {
        string folder = tests.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "GrpcToolsFolder").Value!;
        string system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macosx" : "linux";
        string processor = OperatingSystem.IsMacOS() ? "universal" : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return Path.Combine(folder, "tools", $"{system}_{processor}", OperatingSystem.IsWindows() ? "protoc.exe" : "protoc");
    }
}
