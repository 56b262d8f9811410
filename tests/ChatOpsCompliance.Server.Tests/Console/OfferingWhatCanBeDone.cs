using System.Net;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>A page links to an act only when its handler shows this visitor the form: no second list of who may do what.</summary>
public sealed class OfferingWhatCanBeDone : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("Omar", true)]
    [InlineData("Grace", true)]
    [InlineData("Vera", false)]
    [InlineData("Erik", false)]
    public async Task An_extract_is_handed_in_by_who_answers_for_the_system(string who, bool offered)
    {
        using var visitor = await host.Visit(who);
        var links = (await (await visitor.Get("/console")).Page()).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Where(h => h.Contains("/do/extract.open", StringComparison.Ordinal)).ToList();

        Assert.Equal(offered, links.Count > 0);
        foreach (var link in links) Assert.Equal(HttpStatusCode.OK, (await visitor.Get(link)).Status);
    }

    [Fact]
    public async Task What_is_refused_is_not_offered_and_what_is_not_there_neither()
    {
        var routes = new ChatRoutes()
            .Show(new("act.open"), (_, visit) => Task.FromResult<Result<Reply>>(visit.Roles.Compliance ? new Show(new("An act", [], new Button(new("act.do"), "Do it", Values.None), [], Values.None)) : new NotYours()))
            .Show(new("act.say"), (_, _) => Task.FromResult<Result<Reply>>(new Say("Nothing to do.")));
        var offers = new ChatOpsCompliance.Server.Console.Offers(routes);
        (string, string)[] acts = [("act.open", "Act"), ("act.say", "Say"), ("act.gone", "Gone")];
        var (grace, vera) = (await host.Person("Grace"), await host.Person("Vera"));
        var toGrace = await host.Read(r => offers.Of(r, new(grace, new(true, false, false)), acts, new() { ["campaign"] = "1" }, "/console/log"));
        var toVera = await host.Read(r => offers.Of(r, new(vera, Server.People.Roles.None), acts, Values.None, "/console"));

        Assert.Equal([("Act", "/console/do/act.open?campaign=1&back=%2Fconsole%2Flog")], toGrace.Select(o => (o.Label, o.Address)));
        Assert.Empty(toVera);
    }

    [Fact]
    public async Task What_waits_in_chat_waits_here_and_its_buttons_work()
    {
        host.Get<ChatRoutes>().Task((_, person) => Task.FromResult<IReadOnlyList<Block>>(
            person.Name == "Omar Haddad" ? [new Paragraph("Three keys want <b>rotating</b>."), new Buttons(new Button(new("chat.command"), "Show the help", new Values { ["text"] = "help" }))] : []));
        using var omar = await host.Visit("Omar");
        using var mia = await host.Visit("Mia");
        var page = await (await omar.Get("/console")).Page();
        Assert.Contains("Three keys want <b>rotating</b>.", page.QuerySelector(".tasks")!.TextContent);
        var answer = await omar.Press(page, "Show the help");

        Assert.Equal("What you can write to me", await answer.Of("h1"));
        Assert.Null((await (await mia.Get("/console")).Page()).QuerySelector(".tasks"));
    }

    private sealed record NotYours() : Refusal("Not yours.");
}
