using System.Text.RegularExpressions;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>A reviewer with 400 items, in a real browser, without touching the mouse.</summary>
public sealed class TheTableByKeyboard(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly ConsoleHost host = new();
    private Id<Campaign> campaign;

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        campaign = await FourHundredItems.Launch(host);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await chromium.Leave());
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Four_hundred_items_are_decided_and_signed()
    {
        var page = await chromium.Open(host.Address, "/console");
        await Enter(page, page.GetByRole(AriaRole.Button, new() { Name = "Mia Keller" }));
        await Enter(page, page.Locator(".mine", new() { HasText = "Repository review" }).GetByRole(AriaRole.Link));
        await Expect(page.Locator("#rows tr").First).ToBeFocusedAsync();
        await Judge(page, "table-first");

        await Press(page, "k");
        await Expect(page.Locator("#why")).ToContainTextAsync("1 Keep: needed for the job");
        await Judge(page, "table-why", axe: false);
        await Press(page, "1");
        for (var i = 1; i < FourHundredItems.Flagged - 1; i++) await Press(page, ".");
        await Press(page, "r");
        await Press(page, "2");
        for (var unflagged = 0; unflagged < FourHundredItems.All - FourHundredItems.Flagged; unflagged++)
        {
            if (await page.EvaluateAsync<bool>("document.activeElement.id === 'next'")) await NextPage(page);
            await Press(page, "k");
        }

        await Expect(page.Locator("#chosen")).ToHaveTextAsync("400");
        await Judge(page, "table-last");
        await Press(page, "s");
        await Expect(page.Locator("#sign-all")).ToBeFocusedAsync();
        await Press(page, "Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Repository review: sign");
        await Judge(page, "table-sign");
        await Enter(page, page.GetByRole(AriaRole.Button, new() { Name = "Sign 400 decisions" }));
        await Expect(page.Locator(".said")).ToContainTextAsync("399 kept, 1 to be removed.");

        var items = await Items();
        Assert.Equal(FourHundredItems.All, items.Count);
        Assert.Equal([FourHundredItems.All - 1, 1], new[] { Outcome.Kept, Outcome.Revoked }.Select(o => items.Count(i => i.Outcome == o)));
        Assert.Equal("revoke:moved", items.Single(i => i.Outcome == Outcome.Revoked).Decided!.Option);
        Assert.Equal(FourHundredItems.Flagged - 1, items.Count(i => i.Decided!.Option == "keep:needed"));
    }

    [Fact]
    public async Task Ticked_rows_get_one_choice_and_the_label_says_what_is_unknown()
    {
        var page = await Open("?flag=none");
        await Press(page, " ", "ArrowDown", " ", "ArrowDown", " ");
        await Expect(page.Locator("#ticked")).ToHaveTextAsync("3 ticked");
        await Expect(page.Locator("#bulk-apply")).ToHaveTextAsync(new Regex("for 3 ticked, [0-9] with last use or sign-in unknown$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Press(page, "k");
        await Expect(page.Locator("#says")).ToHaveTextAsync("Keep: saved for 3.");
        Assert.Equal(3, (await Items()).Count(i => i.Draft?.Option == "keep"));

        await Press(page, "p", "k");
        await Expect(page.Locator("#alert")).ToHaveTextAsync("At most 25 can be kept at once, so that each has been read; 95 are ticked.", new() { IgnoreCase = true });
        await Press(page, "r", "3");
        await Expect(page.Locator("#says")).ToContainTextAsync("saved for");
        await Expect(page.Locator("#ticked")).ToHaveTextAsync("0 ticked");
    }

    [Fact]
    public async Task Own_words_are_typed_where_they_belong_and_a_choice_can_be_taken_back()
    {
        var page = await Open("?flag=none");
        await Press(page, "r", "5");
        await Expect(page.Locator("#rows tr:first-child .words")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("kept for the migration, done on Friday");
        await Press(page, "Enter");
        await Expect(page.Locator("#rows tr:nth-child(2)")).ToBeFocusedAsync();
        await Expect(page.Locator("#rows tr:first-child .saved")).ToHaveTextAsync("draft, not signed");
        Assert.Equal("kept for the migration, done on Friday", (await Items()).Single(i => i.Draft is not null).Draft!.Words!.Text);

        await Press(page, "ArrowUp", "x");
        await Expect(page.Locator("#chosen")).ToHaveTextAsync("0");
        Assert.DoesNotContain(await Items(), i => i.Draft is not null);
    }

    [Fact]
    public async Task Letters_do_nothing_where_somebody_types()
    {
        var page = await Open("");
        await Press(page, "/");
        await page.Keyboard.TypeAsync("krx.?");
        await Expect(page.Locator("#q")).ToHaveValueAsync("krx.?");

        Assert.DoesNotContain(await Items(), i => i.Draft is not null);
        await Expect(page.Locator("#keys")).Not.ToHaveAttributeAsync("open", "");
    }

    [Fact]
    public async Task Without_a_connection_it_says_what_is_not_saved()
    {
        var page = await Open("?flag=none");
        await page.Context.SetOfflineAsync(true);
        await Press(page, "k");
        await Expect(page.Locator("#alert")).ToContainTextAsync("not saved");
        await Expect(page.Locator("#rows tr:first-child .saved")).ToHaveTextAsync("not saved");
        await page.Context.SetOfflineAsync(false);
        await Press(page, "ArrowUp", "k");

        await Expect(page.Locator("#rows tr:first-child .saved")).ToHaveTextAsync("draft, not signed");
        await Expect(page.Locator("#alert")).ToHaveTextAsync("");
    }

    [Theory]
    [InlineData("wide", 1280, 900, false)]
    [InlineData("dark", 1280, 900, true)]
    [InlineData("phone", 375, 720, false)]
    [InlineData("small", 320, 600, true)]
    public async Task It_is_accessible_and_fits(string name, int width, int height, bool dark)
    {
        var page = await Open("?q=service-00", width, height, dark);
        await Press(page, "?", "ArrowDown", " ");
        await Judge(page, $"table-{name}");
        await page.Locator("#rows tr").First.Locator("select").SelectOptionAsync("revoke:other");
        await Judge(page, $"table-{name}-words");
    }

    private async Task<IPage> Open(string query, int width = 1280, int height = 800, bool dark = false)
    {
        var page = await chromium.Open(host.Address, $"/console/reviews/{campaign}{query}#rows", width, height, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Mia Keller" }).ClickAsync();
        await page.GotoAsync($"/console/reviews/{campaign}{query}#rows");
        await Expect(page.Locator("#rows tr").First).ToBeFocusedAsync();
        return page;
    }

    private async Task<IReadOnlyList<ReviewItem>> Items()
    {
        var mia = await host.Person("Mia");
        return await host.Read(r => ItemStore.Of(r, campaign, mia.Id));
    }

    private static async Task NextPage(IPage page)
    {
        var address = page.Url;
        await Press(page, "Enter");
        await Expect(page).Not.ToHaveURLAsync(address);
        await Expect(page.Locator("#rows tr").First).ToBeFocusedAsync();
    }

    private static async Task Enter(IPage page, ILocator on)
    {
        await on.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task Press(IPage page, params string[] keys)
    {
        foreach (var key in keys) await page.Keyboard.PressAsync(key == " " ? "Space" : key);
    }

    private static async Task Judge(IPage page, string name, bool axe = true)
    {
        if (axe) await Chromium.IsAccessible(page);
        await Chromium.Shot(page, name);
    }
}
