using System.CommandLine;
using System.Text.Json;
using TensorBoardFormats.TbCheck.Console;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck verify PATH</c>: every checksum of every byte.</summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string> path = new("PATH") { Description = "The prefix of a checkpoint, its index, an event file, or a directory with such files at any depth." };
        Option<bool> json = new("--json") { Description = "For programs: one JSON object." };
        Option<bool> quiet = new("--no-progress") { Description = "No progress on the terminal." };
        Command command = new("verify",
            "Checks every checksum of every byte of a checkpoint, an event file or a directory of them.") { path, json, quiet };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(host, parsed.GetRequiredValue(path), parsed.GetValue(json), !parsed.GetValue(quiet), cancellation)));
        return command;
    }

    private static int Run(Host host, string path, bool asJson, bool showProgress, CancellationToken cancellation)
    {
        Verification verification = Verification.Of(path);
        using (ProgressLine progress = new(host, verification.TotalBytes, showProgress))
        {
            verification.Run(progress, cancellation);
        }

        if (asJson)
        {
            WriteJson(host, verification);
        }
        else
        {
            WriteText(host, verification);
        }

        return verification.IsSound ? ExitCode.Clean : ExitCode.Findings;
    }

    private static void WriteJson(Host host, Verification verification)
    {
        using Utf8JsonWriter json = JsonReport.Open(host);
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach (VerifiedFile file in verification.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteString("status", file.Error is null ? "ok" : "error");
            json.WriteString("error", file.Error);
            json.WriteEndObject();
            JsonReport.FlushIfLarge(json);
        }

        json.WriteEndArray();
        json.WriteNumber("tensors_checked", verification.TensorsChecked);
        json.WriteNumber("records_checked", verification.RecordsChecked);
        json.WriteStartArray("errors");
        foreach (string error in verification.Errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Host host, Verification verification)
    {
        using StreamWriter text = host.OpenText();
        foreach (VerifiedFile file in verification.Files)
        {
            text.WriteLine($"{(file.Error is null ? "ok   " : "error")} {file.Path} ({Terminal.Size(file.Bytes)})");
        }

        foreach (string error in verification.Errors)
        {
            text.WriteLine($"error: {error}");
        }

        text.WriteLine($"{verification.Files.Count} files, {verification.TensorsChecked} tensors and {verification.RecordsChecked} records checked, {verification.Errors.Count} errors");
    }
}
