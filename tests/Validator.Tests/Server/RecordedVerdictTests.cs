using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Server;

/// <summary>The server model against what TensorBoard really answered: every recorded directory, every profile, every version that was asked.</summary>
public sealed class RecordedVerdictTests
{
    // The two in which the fast loader has one order of runs: their start times differ.
    private static readonly string[] Ordered = ["tsv-run-order-by-time", "tsv-many-runs"];

    // Names of cases that do not agree yet; one that agrees may not stay here.
    private static readonly HashSet<string> NotYet = [];

    public static TheoryData<string> Cases()
    {
        TheoryData<string> cases = [];
        foreach (string folder in Directory.GetDirectories(Repository.GoldenSuite("logdirs")).Order(StringComparer.Ordinal))
        {
            cases.Add(Path.GetFileName(folder));
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_RecordedDirectory_AnswersAsTensorBoardDid(string name)
    {
        string source = Path.Combine(Repository.GoldenSuite("logdirs"), name);
        JsonObject verdict = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "verdict.json")))!.AsObject();
        List<string> differences = [];
        using PreparedCase place = new(source);
        foreach ((string profile, JsonNode? want) in verdict["profiles"]!.AsObject())
        {
            JsonObject got = Predict(place, Profile(profile, TensorBoardProfile.NewestVersion));
            differences.AddRange(VerdictComparison.Differences(want!.AsObject(), got, verdict, profile, place, profile == "fast" && Ordered.Contains(name)).Select(d => $"{profile} {d}"));
        }

        // With --logdir_spec the outcome names directories of which the prediction is not told.
        foreach ((string version, string profile, JsonObject want) in place.IsSpec ? [] : OlderVerdicts(source, verdict))
        {
            JsonObject got = Predict(place, Profile(profile, Version.Parse(version)));
            differences.AddRange(VerdictComparison.Differences(want, got, verdict, profile, place, ordered: false).Select(d => $"{version} {profile} {d}"));
        }

        if (NotYet.Contains(name))
        {
            Assert.NotEmpty(differences);
        }
        else
        {
            Assert.True(differences.Count == 0, string.Join('\n', differences));
        }
    }

    private static TensorBoardProfile Profile(string name, Version version) =>
        new(name != "notf", name == "fast" ? TensorBoardLoader.Fast : TensorBoardLoader.Slow, version);

    private static JsonObject Predict(PreparedCase place, TensorBoardProfile profile)
    {
        TensorBoardHost host = new(new ClosedFileStore(place.Closed), place.WorkingDirectory, place.Home);
        ProjectorPrediction prediction = Predictor.Predict(new LogDirectory(place.Argument, place.IsSpec), profile, new ServerFacts(host));
        ArrayBufferWriter<byte> json = new();
        prediction.WriteTo(json);
        return JsonNode.Parse(place.Local(Encoding.UTF8.GetString(json.WrittenSpan)))!.AsObject();
    }

    // A version's file holds whole members that differ from today's; null takes one away.
    private static IEnumerable<(string Version, string Profile, JsonObject Want)> OlderVerdicts(string source, JsonObject verdict)
    {
        string path = Path.Combine(source, "versions.json");
        if (!File.Exists(path))
        {
            yield break;
        }

        foreach ((string version, JsonNode? profiles) in JsonNode.Parse(File.ReadAllText(path))!.AsObject())
        {
            foreach ((string profile, JsonNode? members) in profiles!.AsObject())
            {
                JsonObject want = verdict["profiles"]![profile]!.DeepClone().AsObject();
                foreach ((string member, JsonNode? value) in members!.AsObject())
                {
                    want.Remove(member);
                    if (value is not null)
                    {
                        want[member] = value.DeepClone();
                    }
                }

                yield return (version, profile, want);
            }
        }
    }
}
