using System.CommandLine;
using TensorBoardFormats.Files;
using TensorBoardFormats.Projector;
using TensorBoardFormats.TbCheck.Samples;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Reports;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck sample DIR</c>: the tutorial's log directory.</summary>
internal static class SampleCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string> directory = new("DIR") { Description = "Where to write; made if it is missing. It may hold nothing but an earlier sample." };
        Option<bool> tensorFiles = new("--tensor-files") { Description = "Write the values into a tensor file, which TensorBoard reads without TensorFlow, not into a checkpoint." };
        Command command = new("sample", "Writes the tutorial's log directory, 500 handwritten digits with labels and thumbnails, and checks it.") { directory, tensorFiles };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(host, parsed.GetRequiredValue(directory), parsed.GetValue(tensorFiles), cancellation)));
        return command;
    }

    private static int Run(Host host, string directory, bool tensorFiles, CancellationToken cancellation)
    {
        if (Obstacle(directory) is string obstacle)
        {
            host.Error.WriteLine($"tbcheck: {obstacle}");
            return ExitCode.Failure;
        }

        RemoveEarlier(directory);
        (IdxArray images, IdxArray labels) = MnistSample.Digits();
        EmbeddingLogResult result = EmbeddingLog.Write(directory, MnistSample.Embedding(images, labels), new EmbeddingLogOptions
        {
            Form = tensorFiles ? EmbeddingForm.TensorFile : EmbeddingForm.Checkpoint,
            EventFile = new Events.EventFileWriterOptions { Clock = host.Clock },
        });
        host.Error.WriteLine($"tbcheck: wrote {string.Join(", ", result.Files)} into {directory}");
        return new Check(host, new CheckRequest([directory], ValidationOptions.Default, ReportOptions.Default), cancellation).Run();
    }

    // Why the directory is not ours to write into; null when it is.
    private static string? Obstacle(string directory)
    {
        FileStore files = FileStore.Disk;
        EntryKind kind = files.Probe(directory);
        if (kind is not (EntryKind.Missing or EntryKind.Directory))
        {
            return $"{directory} exists and is not a directory";
        }

        IReadOnlyList<DirectoryEntry> entries = kind == EntryKind.Missing ? [] : files.List(directory);
        if (entries.Count == 0)
        {
            return null;
        }

        DirectoryEntry other = entries.FirstOrDefault(static e => e.Kind != EntryKind.File || !MnistSample.MayHold(e.Name));
        string? found = other.Name ?? (IsSample(directory) ? null : entries[0].Name);
        return found is null ? null : $"{directory} holds '{found}', which is no part of a sample; nothing was written. Choose a new or an empty directory.";
    }

    private static bool IsSample(string directory)
    {
        try
        {
            return ProjectorConfigWriter.ReadExisting(directory).Embeddings is [{ } only] && MnistSample.IsOurs(only);
        }
        catch (MalformedFileException)
        {
            return false;
        }
    }

    // Event files stay: they may be a training's.
    private static void RemoveEarlier(string directory)
    {
        FileStore files = FileStore.Disk;
        if (files.Probe(directory) != EntryKind.Directory)
        {
            return;
        }

        foreach (DirectoryEntry entry in files.List(directory).Where(static e => !Events.EventFileName.IsEventFile(e.Name)))
        {
            files.Delete(Path.Combine(directory, entry.Name));
        }
    }
}
