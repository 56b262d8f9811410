using System.Net;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>The demo's seven guided minutes: each step is ticked off by what really happened, and its buttons do what they say.</summary>
public sealed class TheTour : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Leads_from_a_refusal_to_the_report()
    {
        using var visitor = new HttpClient { BaseAddress = host.Address };
        Assert.Contains("step 1 of 7", await Chat(visitor), StringComparison.Ordinal);

        await DecideAllOfMias();
        Assert.Contains("This is your own access", await Press(visitor, "own"), StringComparison.Ordinal);
        Assert.Contains("step 2 of 7", await Chat(visitor), StringComparison.Ordinal);

        Assert.Contains("Nothing is claimed", await Press(visitor, "extract"), StringComparison.Ordinal);
        var removals = await Removals();
        await Claim(removals[0]);
        Assert.Contains("0 removals are proven, 1 still present", await Press(visitor, "extract"), StringComparison.Ordinal);
        await Claim(removals[0]);
        Assert.Contains("1 removal is proven, 0 still present", await Press(visitor, "extract-gone"), StringComparison.Ordinal);
        Assert.Equal(Removal.Verified, (await Removals()).Single(t => t.Id == removals[0].Id).Status);

        Assert.Contains("removals are overdue", await Press(visitor, "clock"), StringComparison.Ordinal);
        Assert.Contains("step 4 of 7", await Chat(visitor), StringComparison.Ordinal);

        Assert.Contains("says revoked instead of kept", await Press(visitor, "alter"), StringComparison.Ordinal);
        Assert.Contains("the table was changed", await Press(visitor, "verify"), StringComparison.Ordinal);
        await Press(visitor, "put-back");
        Assert.Contains("All ", await Press(visitor, "verify"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri("/tour/completion.csv", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("step 6 of 7", await Chat(visitor), StringComparison.Ordinal);

        Assert.Contains("Nobody has approved this commit for production.", await Press(visitor, "ask"), StringComparison.Ordinal);
        Assert.Contains("You wrote some of what is to be deployed (as sofia-r)", await Press(visitor, "author"), StringComparison.Ordinal);
        var approved = await Press(visitor, "approve");
        Assert.Contains("The run that waited went through, and again when it was retried. Another run of this commit waits:", approved, StringComparison.Ordinal);
        Assert.Contains("Another commit waits:", approved, StringComparison.Ordinal);
        Assert.Contains("classed as emergency: EC-1 paid for it.", await Press(visitor, "deploy"), StringComparison.Ordinal);
        Assert.Contains("EC-1 is closed.", await Press(visitor, "finish"), StringComparison.Ordinal);
        Assert.Contains("step 7 of 7", await Chat(visitor), StringComparison.Ordinal);

        Assert.Contains("Found unauthorised within 1 second", await Press(visitor, "around"), StringComparison.Ordinal);
        Assert.Contains("nobody was told", await Press(visitor, "silent"), StringComparison.Ordinal);
        Assert.Contains("1 deployment that nobody had told of, unauthorised", await Press(visitor, "read"), StringComparison.Ordinal);
        Assert.Contains("all done", await Chat(visitor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emergency_is_played_again_with_another_commit()
    {
        using var visitor = new HttpClient { BaseAddress = host.Address };
        for (var n = 0; n < 2; n++)
        {
            Assert.Contains("Nobody has approved this commit for production.", await Press(visitor, "ask"), StringComparison.Ordinal);
            Assert.Contains("under way already", await Press(visitor, "ask"), StringComparison.Ordinal);
            await Press(visitor, "approve");
            await Press(visitor, "deploy");
            Assert.Contains("is closed.", await Press(visitor, "finish"), StringComparison.Ordinal);
        }

        Assert.Contains("No emergency change waits", await Press(visitor, "approve"), StringComparison.Ordinal);
    }

    private static Task<string> Chat(HttpClient visitor) => visitor.GetStringAsync("/chat", TestContext.Current.CancellationToken);

    /// <summary>What the page says after a press.</summary>
    private static async Task<string> Press(HttpClient visitor, string act)
    {
        using var answer = await visitor.PostAsync(new Uri($"/tour/{act}", UriKind.Relative), null, TestContext.Current.CancellationToken);
        return WebUtility.HtmlDecode(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task DecideAllOfMias()
    {
        var mia = await host.Person("Mia");
        foreach (var item in await host.Read(read => ItemStore.Of(read, host.Campaign.Id, mia.Id)))
        {
            var gone = item.Grant.Account is "tbaker" or "jonas-b";
            var values = new Values { [ReviewVerbs.Campaign] = host.Campaign.Id.ToString(), [ReviewVerbs.Item] = $"{item.Ordinal}", [ReviewVerbs.Option] = gone ? "revoke:no-longer-needed" : "keep:needed" };
            Assert.IsNotType<Refused>(await Click(mia, ReviewVerbs.Decide, values));
        }
    }

    private async Task Claim(ChatOpsCompliance.Remediation.RemediationTask task) =>
        Assert.IsType<Finish>(await Click(await host.Person("Omar"), RemovalVerbs.Claim, new Values { [RemovalVerbs.Removed] = task.Id.ToString() }));

    private async Task<IReadOnlyList<ChatOpsCompliance.Remediation.RemediationTask>> Removals()
    {
        var omar = await host.Person("Omar");
        return await host.Read(read => RemediationStore.Of(read, omar.Id));
    }

    private Task<Reply> Click(Person by, Verb verb, Values values) => host.Get<ChatRouter>().Handle(by.Id, verb, values, Guid.CreateVersion7().ToString());
}
