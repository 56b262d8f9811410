using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>The pages of who comes in, as a browser has them, and an auditor's own.</summary>
public sealed class WhoComesInInABrowser(ConsoleHost host, Chromium chromium) : IClassFixture<ConsoleHost>, IClassFixture<Chromium>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await host.Restart(settings => settings.Replace("\"executive\": \"erik@lumen.example\"", "\"executive\": \"erik@lumen.example\", \"admin\": \"grace@lumen.example, erik@lumen.example\"", StringComparison.Ordinal));
        var (mia, erik, account) = (await host.Person("Mia"), await host.Person("Erik"), new ChatAccount("local", "demo", "L04"));
        await host.Get<Database>().InTransaction<Done>(Actor.Service, async tx => await LinkAccount.AtFirstContact(tx, account, mia.Email) is null ? new UnknownAccount() : Done.It);
        Assert.IsType<Finish>(await host.Get<ChatRouter>().Handle(erik.Id, LinkVerbs.Ask, LinkVerbs.Of(account).With(LinkVerbs.To, "Omar Haddad").With(LinkVerbs.Why, "HR says that it is his"), "1"));
    }

    public async ValueTask DisposeAsync() => Assert.Empty(await chromium.Leave());

    [Fact]
    public async Task They_are_accessible_and_fit_and_another_administrator_confirms_a_move()
    {
        foreach (var (name, width, dark) in ((string, int, bool)[])[("wide", 1280, false), ("dark", 1280, true), ("phone", 375, false)])
        {
            await Walk("Grace Okafor", name, width, dark, ("people", "Waiting for another administrator"), ("auditors", "Vera Lindqvist"), ("do/auditor.open", "First day of what is audited"), ("do/session.open", "Nobody is signed in"));
            await Walk("Vera Lindqvist", name, width, dark, ("", "Populations, and how they tie to their sources"), ("controls", "Controls"), ("removals", "Not for you to see"));
        }

        var page = await chromium.Open(host.Address, "/console/people", 1280, 900);
        await page.GetByRole(AriaRole.Button, new() { Name = "Grace Okafor" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Look at it" }).ClickAsync();
        await Expect(page.GetByText("HR says that it is his")).ToBeVisibleAsync();
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, "come-look");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm: it is theirs" }).ClickAsync();

        await Expect(page.GetByText("The account is Omar Haddad's now.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Waiting for another administrator")).Not.ToBeVisibleAsync();
    }

    private async Task Walk(string who, string name, int width, bool dark, params (string At, string Sees)[] pages)
    {
        var page = await chromium.Open(host.Address, "/console", width, 900, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = who }).ClickAsync();
        foreach (var (at, sees) in pages)
        {
            await page.GotoAsync(new Uri(host.Address, $"/console/{at}").ToString());
            await Expect(page.GetByText(sees).First).ToBeVisibleAsync();
            await Chromium.IsAccessible(page);
            await Chromium.Shot(page, $"come-{(at.Length == 0 ? "audit" : at.Replace('/', '-'))}-{name}");
        }
    }
}
