using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Fixes;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Reports;
using Xunit;

namespace TensorBoardFormats.Tests.Fixes;

/// <summary>Every recorded directory that can be repaired is repaired: the prediction is no worse, what was repaired is not found again, and nothing else was touched.</summary>
public sealed class RecordedFixesTests
{
    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string suite in (string[])["logdirs", "browser"])
        {
            foreach (string folder in Directory.GetDirectories(Repository.GoldenSuite(suite)).Order(StringComparer.Ordinal))
            {
                cases.Add(suite, Path.GetFileName(folder));
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fix_RecordedDirectory_IsBetterAndNothingElseChanged(string suite, string name)
    {
        string source = Path.Combine(Repository.GoldenSuite(suite), name);
        using PreparedCase place = new(source);
        ClosedFileStore files = new(place.Closed);
        LogDirectoryValidator validator = new(new TensorBoardHost(files, place.WorkingDirectory, place.Home));
        ValidationOptions options = new() { IsLogDirectorySpec = place.IsSpec };
        ValidationReport before = validator.Validate(place.Argument, options);
        if (before.Findings.All(static f => f.Fix is null))
        {
            return;
        }

        Dictionary<string, string> bytesBefore = Contents(place.Case);
        HashSet<string> repairable = [.. before.Findings.Where(static f => f.Repair is not null).Select(static f => Path.GetFullPath(f.Repair!.Path))];
        List<string> told = [];
        ValidationReport after = new Fixer(files, new Later())
            .Fix(before, ReportOptions.Default, FixSafety.Unsafe, () => validator.Validate(place.Argument, options), told.Add);
        Assert.All(told, static line => Assert.DoesNotContain("not repaired", line));
        Assert.True(Shown(after) >= Shown(before), string.Join('\n', told));
        Assert.True(after.Count(Severity.Error) <= before.Count(Severity.Error), string.Join('\n', told.Concat(after.Findings.Select(static f => $"{f.Rule.Id}: {f.Message}"))));
        Assert.Empty(after.Findings.Where(static f => f.Repair is not null).Select(static f => $"{f.Rule.Id} {f.Path}: {f.Fix}"));
        HashSet<string> changed = [.. Contents(place.Case).Where(f => !bytesBefore.TryGetValue(f.Key, out string? old) || old != f.Value).Select(static f => f.Key)];
        Assert.DoesNotContain(changed, f => !repairable.Contains(f) && !told.Any(t => t.Contains(Path.GetFileName(f), StringComparison.Ordinal)) && Path.GetFileName(f) != "projector_config.pbtxt");
        Assert.Empty(Directory.EnumerateFiles(place.Case, "*.tmp*", SearchOption.AllDirectories));
    }

    // Files that have just changed are left alone; these were copied a moment ago.
    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1);
    }

    private static int Shown(ValidationReport report) => report.Verdict.Profiles.Sum(static p => p.Shown);

    private static Dictionary<string, string> Contents(string folder) => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .ToDictionary(Path.GetFullPath, static f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f))));
}
