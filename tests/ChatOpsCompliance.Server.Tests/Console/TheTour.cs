using System.Net;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>The demo's five guided minutes: each step is ticked off by what really happened, and its buttons do what they say.</summary>
public sealed class TheTour(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Fact]
    public async Task Leads_from_a_refusal_to_the_report()
    {
        using var visitor = new HttpClient { BaseAddress = host.Address };
        Assert.Contains("step 1 of 5", await Chat(visitor), StringComparison.Ordinal);

        await DecideAllOfMias();
        Assert.Contains("This is your own access", await Press(visitor, "own"), StringComparison.Ordinal);
        Assert.Contains("step 2 of 5", await Chat(visitor), StringComparison.Ordinal);

        Assert.Contains("Nothing is claimed", await Press(visitor, "extract"), StringComparison.Ordinal);
        var removals = await Removals();
        await Claim(removals[0]);
        Assert.Contains("0 removals are proven, 1 still present", await Press(visitor, "extract"), StringComparison.Ordinal);
        await Claim(removals[0]);
        Assert.Contains("1 removal is proven, 0 still present", await Press(visitor, "extract-gone"), StringComparison.Ordinal);
        Assert.Equal(Removal.Verified, (await Removals()).Single(t => t.Id == removals[0].Id).Status);

        Assert.Contains("removals are overdue", await Press(visitor, "clock"), StringComparison.Ordinal);
        Assert.Contains("step 4 of 5", await Chat(visitor), StringComparison.Ordinal);

        Assert.Contains("says revoked instead of kept", await Press(visitor, "alter"), StringComparison.Ordinal);
        Assert.Contains("the table was changed", await Press(visitor, "verify"), StringComparison.Ordinal);
        await Press(visitor, "put-back");
        Assert.Contains("All ", await Press(visitor, "verify"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri("/tour/completion.csv", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("all done", await Chat(visitor), StringComparison.Ordinal);
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
