using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>A reviewer's items as a table, without a script: the same drafts, the same signature, the same refusals as in chat.</summary>
public sealed class DecidingInATable : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private string Table => $"/console/reviews/{host.Campaign.Id}";

    [Fact]
    public async Task Drafts_are_saved_and_signed_and_the_table_says_how_far_it_is()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia, "?flag=none");
        foreach (var select in Choices(page).Take(2)) select.Value = "keep";
        var saved = await mia.Press(page, "Save drafts");
        Assert.Equal((HttpStatusCode.Found, $"{Table}?flag=none"), (saved.Status, saved.Location));
        page = await Open(mia);
        Assert.Equal("Saved. A choice counts when you sign.", page.QuerySelector(".said")!.TextContent);
        Assert.Equal(("14", "2"), (page.GetElementById("waiting")!.TextContent, page.GetElementById("chosen")!.TextContent));

        var sign = await mia.Press(page, "Sign what I chose");
        Assert.Equal("Quarterly access review: sign", await sign.Of("h1"));
        var signed = await mia.Press(await sign.Page(), "Sign 2 decisions");
        Assert.Equal((HttpStatusCode.Found, Table), (signed.Status, signed.Location));
        Assert.Equal("12", await (await mia.Get(Table)).Of("#waiting"));
        Assert.Equal(2, (await Items("Mia")).Count(i => i.Outcome == Outcome.Kept));
    }

    [Fact]
    public async Task What_is_missing_is_said_in_its_row_and_the_rest_is_saved()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia, "?flag=none");
        var (first, second) = (Choices(page).First(), Choices(page).Skip(1).First());
        first.Value = "revoke:other";
        second.Value = "keep";
        var answer = await mia.Press(page, "Save drafts");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Write the reason in your own words.", await answer.Of($"#{RowOf(first).Id} .mistake"));
        Assert.Equal("revoke:other", (await answer.Page()).QuerySelector<IHtmlSelectElement>($"#{RowOf(first).Id} select")!.Value);
        Assert.Equal("keep", (await Items("Mia")).Single(i => $"r{i.Ordinal}" == RowOf(second).Id).Draft!.Option);
    }

    [Fact]
    public async Task One_choice_for_all_that_is_ticked()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia);
        var rows = Tick(page, r => !r.HasAttribute("data-flagged")).Take(50).ToList();
        page.GetElementById("bulk")!.SetValue("keep");
        await mia.Press(page, "Choose for all ticked");

        var drafted = (await Items("Mia")).Where(i => i.Draft?.Decision == Decision.Keep).ToList();
        Assert.Equal(rows.Count, drafted.Count);
        Assert.DoesNotContain(drafted, i => i.Flagged);
        Assert.All(await Items("Mia"), i => Assert.Null(i.Decided));
    }

    [Fact]
    public async Task Flagged_access_of_several_people_is_never_kept_together()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia);
        var ticked = Tick(page, _ => true);
        page.GetElementById("bulk")!.SetValue("keep:needed");
        var answer = await mia.Press(page, "Choose for all ticked");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Matches("^[0-9]+ of the ticked are flagged.", await answer.Of("#alert"));
        Assert.Equal(ticked.Count, (await answer.Page()).QuerySelectorAll("#rows tr").Length);
        Assert.All(await Items("Mia"), i => Assert.Null(i.Draft));
    }

    [Fact]
    public async Task All_that_is_ticked_can_go_for_one_reason()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia);
        var ticked = Tick(page, _ => true);
        page.GetElementById("bulk")!.SetValue("revoke:moved");
        await mia.Press(page, "Choose for all ticked");

        Assert.Equal(ticked.Count, (await Items("Mia")).Count(i => i.Draft?.Option == "revoke:moved"));
    }

    [Fact]
    public async Task Ticking_nothing_or_choosing_nothing_is_said()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia);
        Assert.Equal("Choose what should happen with this access.", await (await mia.Press(page, "Choose for all ticked")).Of("#alert"));
        page.GetElementById("bulk")!.SetValue("keep");

        Assert.Equal("Tick at least one access first.", await (await mia.Press(page, "Choose for all ticked")).Of("#alert"));
    }

    [Theory]
    [InlineData("?q=web")]
    [InlineData("?system=github")]
    [InlineData("?flag=any")]
    [InlineData("?flag=Privileged")]
    [InlineData("?flag=none&system=github")]
    [InlineData("?show=not-chosen&entitlement=web%3A+write")]
    public async Task A_filter_shows_what_it_says(string query)
    {
        using var mia = await host.Visit("Mia");
        var rows = (await Open(mia, query)).QuerySelectorAll("#rows tr").Length;
        var fields = query[1..].Split('&').Select(f => f.Split('=')).ToDictionary(f => f[0], f => WebUtility.UrlDecode(f[1]));
        var expected = (await Items("Mia")).Count(i =>
            (!fields.TryGetValue("q", out var text) || $"{ReviewWords.Title(i)} {i.Grant.Account} {i.SubjectName}".Contains(text, StringComparison.OrdinalIgnoreCase))
            && (!fields.TryGetValue("system", out var system) || i.System == system)
            && (!fields.TryGetValue("entitlement", out var entitlement) || i.Grant.Entitlement == entitlement)
            && (!fields.TryGetValue("flag", out var flag) || (flag == "any" ? i.Flagged : flag == "none" ? !i.Flagged : i.Flags.Any(f => f.Kind.ToString() == flag))));

        Assert.InRange(expected, 1, 13);
        Assert.Equal(expected, rows);
    }

    [Fact]
    public async Task Nobody_sees_or_decides_what_is_anothers()
    {
        using var grace = await host.Visit("Grace");
        using var lena = await host.Visit("Lena");
        Assert.Equal(HttpStatusCode.NotFound, (await lena.Get(Table)).Status);
        var others = (await Items("Mia"))[0];
        var answer = await grace.Post(Table, await grace.Token(), ("verb", "review.draft"), ("delivery", "1"), ($"v.d{others.Ordinal}", "keep:needed"));

        Assert.NotEqual(HttpStatusCode.OK, answer.Status);
        Assert.All(await Items("Mia"), i => Assert.Null(i.Draft));
    }

    [Fact]
    public async Task A_modification_chosen_in_chat_is_not_lost_by_signing_from_the_table()
    {
        using var mia = await host.Visit("Mia");
        var item = (await Items("Mia")).First(i => i is { System: "github", Flagged: false });
        var values = new Values { ["campaign"] = host.Campaign.Id.ToString(), [ReviewVerbs.ChoiceOf(item.Ordinal)] = "modify:job-needs-other", [$"t{item.Ordinal}"] = "mobile: write" };
        Assert.IsType<Saved>(await InChat("Mia", ReviewVerbs.Draft, values));
        var sign = await mia.Press(await Open(mia), "Sign what I chose");

        Assert.Contains("mobile: write", sign.Text);
        Assert.Equal("mobile: write", (await Items("Mia")).Single(i => i.Ordinal == item.Ordinal).Draft!.To);
    }

    [Fact]
    public async Task A_form_of_its_own_modifies_and_comes_back()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia, "?flag=none");
        var form = await mia.Get(page.QuerySelector("#rows .modify")!.GetAttribute("href")!);

        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Equal($"{Table}?flag=none", (await form.Page()).QuerySelector("input[name=place]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_decided_is_shown_without_a_choice()
    {
        using var mia = await host.Visit("Mia");
        var page = await Open(mia, "?flag=none");
        Choices(page).First().Value = "keep";
        await mia.Press(await (await mia.Press(page, "Sign what I chose")).Page(), "Sign 1 decision");
        page = await Open(mia, "?show=decided");

        Assert.Equal("Keep", page.QuerySelector("#rows td:last-child span")!.TextContent.Trim());
        Assert.Empty(Choices(page));
    }

    [Fact]
    public async Task Once_the_review_is_closed_it_only_shows()
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        await grace.Close($"/console/campaigns/{host.Campaign.Id}", "Late.");
        using var mia = await host.Visit("Mia");
        var page = await Open(mia, "?show=all");

        Assert.Equal(14, page.QuerySelectorAll("#rows tr").Length);
        Assert.Empty(page.QuerySelectorAll("#table button"));
        Assert.Contains("Closed for decisions.", page.Body!.TextContent);
    }

    [Fact]
    public async Task Its_script_is_ours_alone_and_nothing_is_inline()
    {
        using var mia = await host.Visit("Mia");
        var answer = await mia.Get(Table);

        Assert.EndsWith("script-src 'self'; connect-src 'self'", answer.Headers["Content-Security-Policy"]);
        Assert.Equal(["/console/assets/table.js"], (await answer.Page()).QuerySelectorAll("script").Select(s => s.GetAttribute("src")));
        Assert.DoesNotContain("style=", answer.Text);
    }

    private async Task<IDocument> Open(ConsoleVisitor visitor, string query = "") => await (await visitor.Get(Table + query)).Page();

    private async Task<IReadOnlyList<ReviewItem>> Items(string name)
    {
        var person = await host.Person(name);
        return await host.Read(r => ItemStore.Of(r, host.Campaign.Id, person.Id));
    }

    private async Task<Reply> InChat(string name, Verb verb, Values values) => await host.Get<ChatRouter>().Handle((await host.Person(name)).Id, verb, values, Guid.NewGuid().ToString());

    private static IEnumerable<IHtmlSelectElement> Choices(IDocument page) => page.QuerySelectorAll<IHtmlSelectElement>("#rows select");

    private static IElement RowOf(IElement field) => field.Closest("tr")!;

    private static List<IElement> Tick(IDocument page, Func<IElement, bool> which)
    {
        var rows = page.QuerySelectorAll("#rows tr").Where(which).ToList();
        foreach (var row in rows) row.QuerySelector<IHtmlInputElement>("input[type=checkbox]")!.IsChecked = true;
        return rows;
    }
}

internal static class Selects
{
    public static void SetValue(this IElement select, string value) => ((IHtmlSelectElement)select).Value = value;
}
