using System.Text.Json;
using Microsoft.Playwright;
using TensorBoardFormats.Events;
using TensorBoardFormats.Projector;
using TensorBoardFormats.TbCheck;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Reports;

public class HtmlReportTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Html_SampleInChromium_DrawsWithoutNetworkAndAnswersTheKeyboard()
    {
        SkipWithoutChromium();
        using TempFolder folder = new();
        string page = MakeSample(folder);
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });

        foreach ((int width, int height, ColorScheme scheme) in new[] { (1280, 900, ColorScheme.Light), (1280, 900, ColorScheme.Dark), (390, 844, ColorScheme.Light), (390, 844, ColorScheme.Dark) })
        {
            await using IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
            {
                Offline = true,
                ColorScheme = scheme,
                ViewportSize = new ViewportSize { Width = width, Height = height },
            });
            IPage tab = await context.NewPageAsync();
            List<string> errors = [];
            List<string> requests = [];
            tab.Console += (_, message) => errors.AddRange(message.Type is "error" or "warning" ? [message.Text] : Array.Empty<string>());
            tab.PageError += (_, error) => errors.Add(error);
            tab.Request += (_, request) => requests.AddRange(request.Url.StartsWith("data:", StringComparison.Ordinal) ? [] : new[] { request.Url });
            await tab.GotoAsync("file://" + page);
            await tab.WaitForSelectorAsync("canvas.points[data-drawn='500']");

            Assert.Equal("Loads: ", await tab.TextContentAsync(".verdict strong"));
            Assert.True(await CountColoursAsync(tab) >= 10, "fewer than ten colours in the picture");
            Assert.Equal(10, await tab.Locator(".legend li").CountAsync());
            Assert.Equal(1, await tab.Locator(".sparks svg").CountAsync());
            Assert.Equal(["Index", "Label"], await tab.Locator("thead th").AllTextContentsAsync());
            await WalkByKeyboardAsync(tab);
            await PointWithTheMouseAsync(tab);
            Assert.True(await tab.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{width} pixels are not enough");
            Assert.Equal(scheme == ColorScheme.Dark, await tab.EvaluateAsync<bool>("getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'"));
            Assert.Empty(errors);
            Assert.Equal(["file://" + page], requests);
            await KeepScreenshotAsync(tab, $"html-report-{width}-{scheme}.png");
        }
    }

    [Fact]
    public void Html_Sample_IsSelfContainedAndTheSameEachTime()
    {
        using TempFolder folder = new();
        string first = File.ReadAllText(MakeSample(folder));
        Run("check", folder["logs"], "--format", "html", "--output", folder["again.html"]);

        Assert.Equal(first, File.ReadAllText(folder["again.html"]));
        Assert.DoesNotContain("https:", first, StringComparison.Ordinal);
        Assert.Equal(["http://www.w3.org/2000/svg"], System.Text.RegularExpressions.Regex.Matches(first, "http:[^\"']*").Select(static m => m.Value).Distinct());
        JsonElement embedding = Data(first).GetProperty("subjects")[0].GetProperty("embeddings")[0];
        Assert.Equal((500, 784, 500), (embedding.GetProperty("points").GetInt32(), embedding.GetProperty("dimension").GetInt32(), embedding.GetProperty("rows").GetArrayLength()));
        Assert.Equal(1500, embedding.GetProperty("places").GetArrayLength());
        Assert.Equal(10, embedding.GetProperty("table").GetArrayLength());
        Assert.StartsWith("data:image/png;base64,", embedding.GetProperty("sprite").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_MarkupInNamesAndLabels_StaysData()
    {
        using TempFolder folder = new();
        EmbeddingLog.Write(folder["logs"], new EmbeddingData("</script><b>", 2, 3, new float[] { 1, 2, 3, 4, 5, 7 }) { Metadata = MetadataTable.Labels(["<!--<script>", "x"]) });
        Run("check", folder["logs"], "--format", "html", "--output", folder["a.html"]);
        string page = File.ReadAllText(folder["a.html"]);

        Assert.Equal(2, page.Split("</script>").Length - 1);
        Assert.DoesNotContain("<!--<script>", page, StringComparison.Ordinal);
        Assert.Equal("</script><b>", Data(page).GetProperty("subjects")[0].GetProperty("embeddings")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Html_MoreThan5000Points_DrawsThatManyEvenlySpread()
    {
        using TempFolder folder = new();
        float[] values = [.. Enumerable.Range(0, 12_000 * 3).Select(static i => (float)Math.Sin(i * 0.37))];
        EmbeddingLog.Write(folder["logs"], new EmbeddingData("many", 12_000, 3, values));
        Run("check", folder["logs"], "--format", "html", "--output", folder["a.html"]);
        JsonElement rows = Data(File.ReadAllText(folder["a.html"])).GetProperty("subjects")[0].GetProperty("embeddings")[0].GetProperty("rows");

        Assert.Equal(5000, rows.GetArrayLength());
        Assert.Equal((0, 2, 11_997), (rows[0].GetInt32(), rows[1].GetInt32(), rows[4999].GetInt32()));
    }

    [Fact]
    public void Html_NothingThere_SaysSo()
    {
        using TempFolder folder = new();
        Run("check", folder["missing"], "--format", "html", "--output", folder["a.html"]);
        JsonElement subject = Data(File.ReadAllText(folder["a.html"])).GetProperty("subjects")[0];

        Assert.False(subject.GetProperty("loads").GetBoolean());
        Assert.Contains(subject.GetProperty("findings").EnumerateArray(), static f => f.GetProperty("id").GetString() == "logdir-missing");
    }

    private static string MakeSample(TempFolder folder)
    {
        Run("sample", folder["logs"]);
        using (EventFileWriter writer = EventFileWriter.Create(folder["logs"]))
        {
            for (int step = 0; step < 50; step++)
            {
                writer.Write(step, Summary.Scalar("loss", Math.Exp(-0.1 * step)));
            }
        }

        Run("check", folder["logs"], "--format", "html", "--output", folder["report.html"]);
        return folder["report.html"];
    }

    private static void Run(params string[] args)
    {
        using StringWriter error = new();
        int exit = TbCheck.Program.Run(args, new Host(new MemoryStream(), error, false, false, 80, TimeProvider.System));
        Assert.True(exit is ExitCode.Clean or ExitCode.Findings, $"exit {exit}: {error}");
    }

    private static JsonElement Data(string page)
    {
        const string Start = "<script type=\"application/json\" id=\"data\">";
        int from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement;
    }

    private static Task<int> CountColoursAsync(IPage tab) => tab.EvaluateAsync<int>("""
        () => {
          const canvas = document.querySelector("canvas.points");
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const seen = new Map();
          for (let i = 0; i < pixels.length; i += 4) {
            if (pixels[i + 3] > 200) {
              const key = pixels[i] + "," + pixels[i + 1] + "," + pixels[i + 2];
              seen.set(key, (seen.get(key) ?? 0) + 1);
            }
          }
          return [...seen.values()].filter(count => count > 50).length;
        }
        """);

    private static async Task WalkByKeyboardAsync(IPage tab)
    {
        for (int i = 0; i < 30 && !await tab.EvaluateAsync<bool>("document.activeElement.matches('canvas.points')"); i++)
        {
            await tab.Keyboard.PressAsync("Tab");
        }

        await tab.Keyboard.PressAsync("Home");
        await tab.Keyboard.PressAsync("ArrowRight");
        string[] cells = [.. await tab.Locator("[role=status] dd").AllTextContentsAsync()];
        Assert.Equal(["1", "1", Digits.First.Labels[1].ToString(System.Globalization.CultureInfo.InvariantCulture)], cells);

        // The thumbnail is the digit: the mean of its pixels is that of the inverted image.
        double mean = await tab.EvaluateAsync<double>("""
            () => {
              const tile = document.querySelector("canvas.tile");
              const pixels = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height).data;
              let sum = 0;
              for (let i = 0; i < pixels.length; i += 4) { sum += pixels[i]; }
              return sum / (pixels.length / 4);
            }
            """);
        Assert.Equal(255 - Digits.First.Pixels[784..1568].Average(static p => (double)p), mean, 0.5);
        await tab.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await tab.Locator("[role=status] dd").CountAsync());
    }

    private static async Task PointWithTheMouseAsync(IPage tab)
    {
        ILocator canvas = tab.Locator("canvas.points");
        await canvas.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await canvas.BoundingBoxAsync())!;
        for (int i = 1; i < 10 && await tab.Locator("[role=status] dd").CountAsync() == 0; i++)
        {
            await tab.Mouse.MoveAsync(box.X + (box.Width * i / 10), box.Y + (box.Height / 2));
        }

        Assert.Equal(3, await tab.Locator("[role=status] dd").CountAsync());
    }

    private static async Task KeepScreenshotAsync(IPage tab, string name)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
    }

    private static void SkipWithoutChromium()
    {
        if (File.Exists(Chromium))
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{Chromium} is missing, and CI=true");
        Assert.Skip($"{Chromium} is missing");
    }
}
