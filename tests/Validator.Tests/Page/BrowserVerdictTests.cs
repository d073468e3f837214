using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Page;

/// <summary>Every log directory that the real page was looked at with: the prediction must be what was seen.</summary>
public partial class BrowserVerdictTests
{
    public static TheoryData<string> Cases =>
        [.. Directory.GetDirectories(Repository.GoldenSuite("browser")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Look_RecordedDirectory_IsWhatWasSeen(string name)
    {
        string folder = Path.Combine(Repository.GoldenSuite("browser"), name);
        string verdict = BareNumber().Replace(File.ReadAllText(Path.Combine(folder, "verdict.json")), "\": \"$1\"");
        JsonObject recorded = (JsonObject)JsonNode.Parse(verdict)!["browser"]!;
        string logdir = Path.Combine(folder, "logdir");
        ProjectorServer server = new(new LogDirectory(logdir), TensorBoardProfile.Tf, new ServerFacts(TensorBoardHost.Current));

        string predicted = Write(ProjectorPage.Look(server, TensorBoardProfile.NewestVersion))
            .Replace(logdir, "$LOGDIR", StringComparison.Ordinal).Replace(folder, "$PARENT", StringComparison.Ordinal);

        Assert.Empty(PageComparison.Differences(recorded, (JsonObject)JsonNode.Parse(predicted)!));
    }

    private static string Write(PageView page)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            PageJson.Write(json, page);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    // The recorder wrote NaN and infinities without quotes.
    [GeneratedRegex(@"(?<!\\)"": (NaN|-?Infinity)(?=[,\s])")]
    private static partial Regex BareNumber();
}
