using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace ChatOpsCompliance.Server.Tests;

/// <summary>One real browser for the tests of a class; each page it opens is a visitor of their own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
    private readonly List<IBrowserContext> visitors = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>What the scripts threw and what the content security policy stopped, since the last <see cref="Leave"/>.</summary>
    public ICollection<string> Faults { get; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Peers.Chromium)) return; // a test that opens a page says so
        Assertions.SetDefaultExpectTimeout((float)Time.Patience.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Peers.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task<IPage> Open(Uri server, string path, int width = 1280, int height = 800, bool dark = false, bool script = true)
    {
        Peers.Need("Chromium", browser is not null, "apt-get install chromium");
        var visitor = await browser!.NewContextAsync(new()
        {
            BaseURL = server.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
        });
        visitor.SetDefaultTimeout((float)Time.Patience.TotalMilliseconds);
        visitors.Add(visitor);
        var page = await visitor.NewPageAsync();
        page.PageError += (_, fault) => Faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) Faults.Add(message.Text);
        };
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Closes the pages and returns what went wrong on them.</summary>
    public async Task<IReadOnlyList<string>> Leave()
    {
        foreach (var visitor in visitors) await visitor.DisposeAsync();
        visitors.Clear();
        IReadOnlyList<string> faults = [.. Faults];
        Faults.Clear();
        return faults;
    }

    /// <summary>No rule of WCAG 2.1 AA that a machine can judge is broken, and the page needs no scrolling sideways.</summary>
    public static async Task IsAccessible(IPage page)
    {
        // A click comes back once the next page has begun; its colours are there when it has loaded.
        await page.WaitForLoadStateAsync(LoadState.Load);
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Rules] } });
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(v => $"{v.Id}: {v.Help}\n  {string.Join("\n  ", v.Nodes.Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
    }

    /// <summary>For the eye: with SHOTS set to a folder, keeps a picture there.</summary>
    public static async Task Shot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SHOTS") is { } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
