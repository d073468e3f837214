using System.Collections.Concurrent;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// Checks every byte of a bundle that an entry speaks of. Large tensors are cut into pieces, whose CRCs are put together afterwards, so
/// that several threads share one file.
/// </summary>
internal sealed class BundleVerifier(BundleSource source, FileStore files, string indexPath, int workers)
{
    private const long PieceSize = 16 << 20;
    private const int MostShardsToName = 10_000;

    private readonly ConcurrentDictionary<CheckpointEntry, string> _errors = new();
    private readonly ConcurrentDictionary<CheckpointEntry, uint[]> _pieces = new();
    private long _done;

    /// <summary>Checks everything.</summary>
    public VerificationReport Run(IProgress<long>? progress, CancellationToken cancellation)
    {
        List<CheckpointEntry> sound = [.. source.Stored.Where(static entry => entry.Fault is null)];
        sound.Sort(static (a, b) => a.Shard != b.Shard ? a.Shard.CompareTo(b.Shard) : a.Offset.CompareTo(b.Offset));
        List<Work> work = Divide(sound);
        int next = -1;
        void Worker()
        {
            byte[] buffer = GC.AllocateUninitializedArray<byte>(TensorStream.PieceSize);
            while (Interlocked.Increment(ref next) is var i && i < work.Count)
            {
                cancellation.ThrowIfCancellationRequested();
                Check(work[i], buffer, progress, cancellation);
            }
        }

        RunWorkers(Worker, work.Sum(static w => w.Length));
        foreach ((CheckpointEntry entry, uint[] crcs) in _pieces)
        {
            Guard(entry, () => Combine(entry, crcs));
        }

        return Report();
    }

    private void RunWorkers(Action worker, long bytes)
    {
        if (workers < 2 || bytes <= PieceSize)
        {
            worker();
            return;
        }

        try
        {
            Task.WaitAll([.. Enumerable.Range(0, workers).Select(_ => Task.Run(worker))], CancellationToken.None);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<OperationCanceledException>().FirstOrDefault() is { } cancelled)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, cancelled.CancellationToken);
        }
    }

    // A large tensor in pieces; small ones that stand close together as one piece of work, for one reading.
    private List<Work> Divide(List<CheckpointEntry> entries)
    {
        List<Work> work = [];
        List<CheckpointEntry> batch = [];
        foreach (CheckpointEntry entry in entries)
        {
            if (batch.Count > 0
                && (entry.Shard != batch[0].Shard
                    || !entry.DType.IsFixedSize()
                    || entry.Offset + entry.Length - batch[0].Offset > TensorStream.PieceSize))
            {
                work.Add(Work.Of(batch));
                batch = [];
            }

            if (!entry.DType.IsFixedSize())
            {
                work.Add(Work.Of([entry]));
            }
            else if (entry.Length > PieceSize)
            {
                int count = (int)((entry.Length + PieceSize - 1) / PieceSize);
                _pieces[entry] = new uint[count];
                work.AddRange(Enumerable.Range(0, count)
                    .Select(i => new Work([entry], i, Math.Min(PieceSize, entry.Length - (i * PieceSize)))));
            }
            else
            {
                batch.Add(entry);
            }
        }

        work.Add(Work.Of(batch));
        return work;
    }

    private void Check(Work work, byte[] buffer, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (work.Piece >= 0)
        {
            Guard(work.Entries[0], () => _pieces[work.Entries[0]][work.Piece] = ReadPiece(work.Entries[0], work, buffer, cancellation));
        }
        else if (!TryCheckTogether(work.Entries, buffer))
        {
            work.Entries.ForEach(entry => Guard(entry, () => CheckAlone(entry, buffer, cancellation)));
        }

        long done = Interlocked.Add(ref _done, work.Length);
        progress?.Report(done);
    }

    private bool TryCheckTogether(List<CheckpointEntry> entries, byte[] buffer)
    {
        if (entries.Count < 2)
        {
            return false;
        }

        long start = entries[0].Offset;
        Span<byte> bytes = buffer.AsSpan(0, (int)entries.Max(entry => entry.Offset + entry.Length - start));
        try
        {
            if (source.OpenData(entries[0].Shard).ReadFully(bytes, start) < bytes.Length)
            {
                return false;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Told for each of them, when it is read alone.
        }

        foreach (CheckpointEntry entry in entries)
        {
            uint crc = Crc32C.Compute(bytes.Slice((int)(entry.Offset - start), (int)entry.Length));
            if (MaskedCrc32C.Mask(crc) != entry.MaskedCrc32C)
            {
                Guard(entry, () => BundleSource.PlaceOf(entry).Check(source.DataPath(entry.Shard), crc));
            }
        }

        return true;
    }

    private void CheckAlone(CheckpointEntry entry, byte[] buffer, CancellationToken cancellation)
    {
        if (entry.DType.IsFixedSize())
        {
            using TensorStream stream = source.OpenTensor(entry);
            while (stream.Read(buffer) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            return;
        }

        using ElementStream elements = source.OpenElements(entry);
        while (elements.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private uint ReadPiece(CheckpointEntry entry, Work work, byte[] buffer, CancellationToken cancellation)
    {
        TensorPlace place = BundleSource.PlaceOf(entry);
        ReadableFile file = source.OpenPlace(place);
        long start = work.Piece * PieceSize;
        uint crc = 0;
        for (long at = start; at < start + work.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, start + work.Length - at));
            if (file.ReadFully(chunk, place.Offset + at) < chunk.Length)
            {
                throw place.Shortened(file.Path, file.Length - place.Offset);
            }

            crc = Crc32C.Append(crc, chunk);
            at += chunk.Length;
        }

        return crc;
    }

    private void Combine(CheckpointEntry entry, uint[] crcs)
    {
        uint crc = crcs[0];
        for (int i = 1; i < crcs.Length; i++)
        {
            crc = Crc32C.Combine(crc, crcs[i], Math.Min(PieceSize, entry.Length - (i * PieceSize)));
        }

        BundleSource.PlaceOf(entry).Check(source.DataPath(entry.Shard), crc);
    }

    private void Guard(CheckpointEntry entry, Action check)
    {
        try
        {
            check();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.TryAdd(entry, e.Message);
        }
    }

    private VerificationReport Report()
    {
        List<TensorFault> tensors = [];
        foreach (CheckpointEntry entry in source.Entries)
        {
            string? error = entry.Fault?.Message ?? _errors.GetValueOrDefault(entry);
            if (error is null && entry.Slices.Count > 0)
            {
                error = entry.Slices.Select(slice => _errors.GetValueOrDefault(source.FindSlice(entry, slice)))
                    .FirstOrDefault(static e => e is not null);
            }

            if (error is not null)
            {
                tensors.Add(new TensorFault(entry, error));
            }
        }

        List<string> faults = [.. source.Faults.Select(static fault => fault.Message)];
        if (ObjectGraphCheck.Run(source) is { } wrong)
        {
            tensors.Add(wrong);
        }

        return new VerificationReport([.. Files()], tensors, faults, source.Entries.Count, Interlocked.Read(ref _done));
    }

    private IEnumerable<FileVerification> Files()
    {
        string? indexError = source.Faults.Select(static fault => fault.Message).FirstOrDefault()
            ?? source.Stored.Concat(source.Entries).Select(static entry => entry.Fault?.Message)
                .FirstOrDefault(static error => error is not null);
        yield return new FileVerification(indexPath, files.Length(indexPath) ?? 0, indexError);
        ILookup<int, CheckpointEntry> byShard = source.Stored.Where(static entry => entry.Fault is null)
            .ToLookup(static entry => entry.Shard);
        IEnumerable<int> shards = source.ShardCount <= MostShardsToName
            ? Enumerable.Range(0, source.ShardCount)
            : byShard.Select(static group => group.Key).Order();
        foreach (int shard in shards)
        {
            string path = source.DataPath(shard);
            if (files.Length(path) is long length)
            {
                yield return new FileVerification(path, length, byShard[shard].Select(_errors.GetValueOrDefault)
                    .FirstOrDefault(static error => error is not null));
            }
            else if (byShard[shard].Any(static entry => entry.Length > 0))
            {
                yield return new FileVerification(path, 0, $"{path}: expected a data file, found none");
            }
        }
    }

    private sealed record Work(List<CheckpointEntry> Entries, int Piece, long Length)
    {
        public static Work Of(List<CheckpointEntry> entries) => new(entries, -1, entries.Sum(static entry => entry.Length));
    }
}
