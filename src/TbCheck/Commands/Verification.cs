using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>One file that was checked.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Error">The first fault, or null.</param>
internal sealed record VerifiedFile(string Path, long Bytes, string? Error);

/// <summary>A check of all checkpoints and event files below a path.</summary>
internal sealed class Verification
{
    private const int DeepestDirectory = 100;
    private const string IndexEnd = ".index";

    private readonly List<string> _prefixes = [];
    private readonly List<string> _eventFiles = [];
    private readonly List<VerifiedFile> _files = [];
    private readonly List<string> _errors = [];
    private long _bytesBefore;

    private Verification()
    {
    }

    /// <summary>Bytes that there are to read.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>The files, as they were checked.</summary>
    public IReadOnlyList<VerifiedFile> Files => _files;

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Tensors looked at.</summary>
    public int TensorsChecked { get; private set; }

    /// <summary>Records looked at.</summary>
    public long RecordsChecked { get; private set; }

    /// <summary>Nothing is wrong.</summary>
    public bool IsSound => _errors.Count == 0;

    /// <summary>Finds what there is to check.</summary>
    /// <exception cref="IOException">There is nothing of that name.</exception>
    public static Verification Of(string path)
    {
        Verification verification = new();
        string prefix = path.EndsWith(IndexEnd, StringComparison.Ordinal) ? path[..^IndexEnd.Length] : path;
        EntryKind kind = FileStore.Disk.Probe(path);
        if (kind == EntryKind.File && EventFileName.IsEventFile(Path.GetFileName(path)))
        {
            verification._eventFiles.Add(path);
        }
        else if (kind == EntryKind.Directory && FileStore.Disk.Probe(CheckpointFileNames.Index(path)) == EntryKind.Missing)
        {
            verification.Collect(path, 0);
        }
        else
        {
            verification._prefixes.Add(prefix);
        }

        verification.TotalBytes = verification._eventFiles.Sum(static file => FileStore.Disk.Length(file) ?? 0)
            + verification._prefixes.Sum(DataBytes);
        return verification;
    }

    /// <summary>Checks everything.</summary>
    public void Run(IProgress<long> progress, CancellationToken cancellation)
    {
        foreach (string prefix in _prefixes)
        {
            RunCheckpoint(prefix, progress, cancellation);
        }

        foreach (string file in _eventFiles)
        {
            RunEventFile(file, progress, cancellation);
        }
    }

    private void Collect(string directory, int depth)
    {
        foreach (DirectoryEntry entry in FileStore.Disk.List(directory))
        {
            string path = Path.Combine(directory, entry.Name);
            if (entry.Kind == EntryKind.Directory && !entry.IsLink && depth < DeepestDirectory)
            {
                Collect(path, depth + 1);
            }
            else if (entry.Kind == EntryKind.File && entry.Name.EndsWith(IndexEnd, StringComparison.Ordinal))
            {
                _prefixes.Add(path[..^IndexEnd.Length]);
            }
            else if (entry.Kind == EntryKind.File && EventFileName.IsEventFile(entry.Name))
            {
                _eventFiles.Add(path);
            }
        }
    }

    private static long DataBytes(string prefix)
    {
        string name = Path.GetFileName(prefix);
        string directory = PathOf.Directory(prefix);
        return FileStore.Disk.Probe(directory) != EntryKind.Directory ? 0
            : FileStore.Disk.List(directory).Where(entry => CheckpointFileNames.IsData(entry.Name, name))
                .Sum(entry => FileStore.Disk.Length(Path.Combine(directory, entry.Name)) ?? 0);
    }

    private void RunCheckpoint(string prefix, IProgress<long> progress, CancellationToken cancellation)
    {
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(prefix);
            VerificationReport report = reader.Verify(new Shifted(progress, _bytesBefore), cancellation);
            _files.AddRange(report.Files.Select(static file => new VerifiedFile(file.Path, file.Length, file.Error)));
            _errors.AddRange(report.Faults);
            _errors.AddRange(report.Tensors.Select(static tensor => $"{tensor.Entry.Shown}: {tensor.Error}"));
            _errors.AddRange(report.Files.Where(file => file.Error is not null && report.Tensors.Count == 0 && report.Faults.Count == 0)
                .Select(static file => file.Error!));
            TensorsChecked += report.TensorsChecked;
            _bytesBefore += report.BytesChecked;
        }
        catch (MalformedFileException e)
        {
            _files.Add(new VerifiedFile(e.Path, FileStore.Disk.Length(e.Path) ?? 0, e.Message));
            _errors.Add(e.Message);
        }
    }

    private void RunEventFile(string path, IProgress<long> progress, CancellationToken cancellation)
    {
        string? first = null;
        using EventFileReader reader = EventFileReader.Open(path);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadStatus status = reader.TryRead(out _);
            if (status == ReadStatus.End)
            {
                break;
            }

            RecordsChecked++;
            progress.Report(_bytesBefore + reader.Offset);
            if (status != ReadStatus.Record)
            {
                string error = string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"{path}@0x{reader.Offset:x}: {reader.Fault}");
                first ??= error;
                _errors.Add(error);
            }

            if (status is ReadStatus.Truncated or ReadStatus.BadLengthChecksum)
            {
                break;
            }
        }

        long length = FileStore.Disk.Length(path) ?? 0;
        _bytesBefore += length;
        _files.Add(new VerifiedFile(path, length, first));
    }

    private sealed class Shifted(IProgress<long> inner, long before) : IProgress<long>
    {
        public void Report(long value) => inner.Report(before + value);
    }
}
