using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Tests.Chat;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Access;

/// <summary>Before a launch each owner without a fresh extract is asked for one, and hands it in with a form; what can't be exported two people look at.</summary>
public sealed class HandingInByForm
{
    private const string Header = "account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at";

    /// <summary>The quarterly review launches on Wednesday 1 April 2026, 09:00 in Berlin; five business days before is Wednesday 25 March.</summary>
    private static readonly DateTimeOffset Launch = new(2026, 4, 1, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_owner_is_asked_once_from_five_business_days_before()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Clock.Advance(new DateTimeOffset(2026, 3, 25, 7, 59, 0, TimeSpan.Zero) - workspace.Clock.GetUtcNow());
        await Ask(workspace);
        Assert.DoesNotContain("extract.asked", await Kinds(workspace));

        workspace.Clock.Advance(TimeSpan.FromMinutes(1));
        await Ask(workspace);
        await Ask(workspace);

        Assert.Single(await Kinds(workspace), k => k == "extract.asked");
        using var omar = await company.As(SmallCompany.Omar);
        var card = await omar.Sees("github needs a fresh extract");
        Assert.Contains("Quarterly access review launches Wednesday 1 April, 03:00 (America/New_York). The newest extract of github is of 2026-03-02 09:00 UTC, which will be too old: one made after 2026-03-25 07:00 UTC is needed.", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_one_from_anywhere_settles_it_and_who_forgets_hears_once_more()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Clock.Advance(Launch.AddDays(-1).AddHours(8) - workspace.Clock.GetUtcNow());
        await Ask(workspace);
        await workspace.Get<SendNudges>().Run(TestContext.Current.CancellationToken);
        using var omar = await company.As(SmallCompany.Omar);
        await omar.Sees("github still needs a fresh extract");

        await company.Extract(SmallCompany.Grants);

        Assert.Empty(await workspace.Read(read => workspace.Get<NeededExtracts>().Of(read)));
    }

    [Fact]
    public async Task It_is_handed_in_with_its_facts_and_read()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Clock.Advance(Launch.AddDays(-3) - workspace.Clock.GetUtcNow());
        await Ask(workspace);
        using var omar = await company.As(SmallCompany.Omar);
        await omar.Sees("github needs a fresh extract");

        var form = await omar.Click("Hand in an extract");
        var empty = await omar.Submit("Hand it in");
        omar.Write(ExtractVerbs.Count, "13");
        var nothing = await omar.Submit("Hand it in");
        Fill(omar, SmallCompany.Grants);
        var done = await omar.Submit("Hand it in");
        await Read(workspace);

        Approved.Match($"{form.Form!.Title}\n{form.Form.Text}", "Handing_in_an_extract");
        Assert.Equal("Write how many rows the system itself counts, as a number.", Assert.Single(empty.Form!.Mistakes).Value);
        Assert.Equal("Choose a file to attach.", Assert.Single(nothing.Form!.Mistakes).Value);
        Assert.StartsWith("Handed in: github.csv, ", done.Status, StringComparison.Ordinal);
        var newest = (await workspace.Read(read => SnapshotStore.Newest(read, "github")))!;
        Assert.Equal((13, "omar@example.com", Launch.AddDays(-3)), (newest.Count, newest.Facts.By, newest.Facts.ExtractedAt));
        await omar.Sees("Your extract of github was taken");
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_is_wrong_with_it_is_told_row_by_row_and_nothing_is_kept()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        using var omar = await company.As(SmallCompany.Omar);
        await Open(workspace, omar);

        Fill(omar, ["ada,robot,,,x,,maybe,,,,", .. SmallCompany.Grants[1..]]);
        await omar.Submit("Hand it in");
        await Read(workspace);

        var told = await omar.Sees("Your extract of github was not taken");
        Assert.Contains("Line 2: account_type 'robot' is not human, service or shared.", told.Text, StringComparison.Ordinal);
        Assert.Single(await workspace.Read(SnapshotStore.Published));
        Assert.Contains("extract.refused", await Kinds(workspace));
    }

    [Fact]
    public async Task A_shrunken_one_asks_why_and_a_time_to_come_is_none()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        using var omar = await company.As(SmallCompany.Omar);
        await Open(workspace, omar);

        Fill(omar, SmallCompany.Grants.Take(5));
        var shrank = await omar.Submit("Hand it in");
        omar.Write(ExtractVerbs.At, "2026-03-03 09:00");
        var future = await omar.Submit("Hand it in");
        omar.Write(ExtractVerbs.At, "yesterday");
        var unclear = await omar.Submit("Hand it in");
        omar.Write(ExtractVerbs.At, "2026-03-02 05:00");
        omar.Write(ExtractVerbs.LookedAt, "eight people left");
        Attach(omar, SmallCompany.Grants.Take(5));
        var done = await omar.Submit("Hand it in");
        await Read(workspace);

        Assert.Contains("20 % fewer", Assert.Single(shrank.Form!.Mistakes).Value, StringComparison.Ordinal);
        Assert.Contains("after now", Assert.Single(future.Form!.Mistakes).Value, StringComparison.Ordinal);
        Assert.StartsWith("Write when the system was read", Assert.Single(unclear.Form!.Mistakes).Value, StringComparison.Ordinal);
        Assert.Equal("Finish", done.Kind);
        Assert.Equal(5, (await workspace.Read(read => SnapshotStore.Newest(read, "github")))!.Count);
    }

    [Fact]
    public async Task Only_who_answers_for_the_system_or_compliance_hands_in()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;

        var ben = await workspace.Act(await workspace.Person("ben@example.com"), ExtractVerbs.Open, new() { [ExtractVerbs.System] = "github" });
        var grace = await workspace.Act(await workspace.Person("grace@example.com"), ExtractVerbs.Open, new() { [ExtractVerbs.System] = "github" });
        var stolen = await workspace.Act(await workspace.Person("omar@example.com"), ExtractVerbs.HandIn, new()
        {
            [ExtractVerbs.System] = "github",
            [ExtractVerbs.At] = "2026-03-02T09:00:00Z",
            [ExtractVerbs.By] = "omar",
            [ExtractVerbs.Method] = "x",
            [ExtractVerbs.Count] = "13",
            [ExtractVerbs.File] = Guid.NewGuid().ToString(),
        });

        Assert.Equal("Only Omar Haddad, who answers for this system, or a compliance officer can say this.", Assert.IsType<Refused>(ben).Text);
        Assert.IsType<Show>(grace);
        Assert.IsType<Mistakes>(stolen);
    }

    [Fact]
    public async Task What_cannot_be_exported_counts_when_a_second_person_has_looked()
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Systems:safe:Owner", "omar@example.com"), ("Systems:safe:Extract", "inspection"), ("Reviews:quarterly:Scope", "system:github"));
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        using var omar = await company.As(SmallCompany.Omar);
        await Open(workspace, omar, "safe");
        Fill(omar, SmallCompany.Grants.Take(2), method: "looked at the screen");
        omar.Write(ExtractVerbs.Second, "omar@example.com");
        var himself = await omar.Submit("Hand it in");
        omar.Write(ExtractVerbs.Second, "ben@example.com");
        Attach(omar, SmallCompany.Grants.Take(2));
        var noPicture = await omar.Submit("Hand it in");
        Attach(omar, SmallCompany.Grants.Take(2));
        omar.Attach(ExtractVerbs.Evidence, "safe.png", [1, 2, 3]);
        var done = await omar.Submit("Hand it in");
        await Read(workspace);
        Assert.Null(await workspace.Read(read => SnapshotStore.Newest(read, "safe")));

        using var ben = await company.As(SmallCompany.Ben);
        await ben.Sees("Omar Haddad looked who has access on safe. Please look as well");
        var seen = await ben.Click("See what was written down");
        var confirmed = await ben.Submit("I looked too: it is right");
        await Read(workspace);

        Assert.StartsWith("You looked at it yourself", Assert.Single(himself.Form!.Mistakes).Value, StringComparison.Ordinal);
        Assert.Equal("Choose a file to attach.", Assert.Single(noPicture.Form!.Mistakes).Value);
        Assert.Contains("Ben Weber is asked to look as well", done.Status, StringComparison.Ordinal);
        Assert.Contains("ada: web: write", seen.Form!.Text, StringComparison.Ordinal);
        Assert.Equal("Finish", confirmed.Kind);
        var snapshot = (await workspace.Read(read => SnapshotStore.Newest(read, "safe")))!;
        Assert.Equal((2, (await workspace.Person("ben@example.com")).Id), (snapshot.Count, snapshot.ConfirmedBy));
        Assert.True((await workspace.Verify()).Whole);
        var (__, alone) = await workspace.ImportAccess("safe", Written(workspace), workspace.Clock.GetUtcNow());
        Assert.IsType<ChatOpsCompliance.Access.OnlyByInspection>(alone);
    }

    [Fact]
    public async Task The_second_person_may_have_seen_something_else()
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Systems:safe:Owner", "omar@example.com"), ("Systems:safe:Extract", "inspection"), ("Reviews:quarterly:Scope", "system:github"));
        await using var _ = workspace;
        using var omar = await company.As(SmallCompany.Omar);
        await Open(workspace, omar, "safe");
        Fill(omar, SmallCompany.Grants.Take(2), method: "looked at the screen");
        omar.Write(ExtractVerbs.Second, "ben@example.com");
        omar.Attach(ExtractVerbs.Evidence, "safe.png", [1, 2, 3]);
        await omar.Submit("Hand it in");
        using var ben = await company.As(SmallCompany.Ben);
        await ben.Sees("Please look as well");

        await ben.Click("See what was written down");
        var why = await ben.Submit("It is not right");
        ben.Write(ExtractVerbs.Why, "Mia has a key too");
        var declined = await ben.Submit("It is not right");
        await Read(workspace);

        Assert.Equal("Write what is not as it stands there.", Assert.Single(why.Form!.Mistakes).Value);
        Assert.Equal("Noted. Omar Haddad is told, and nothing was taken.", declined.Status);
        Assert.Contains("Mia has a key too", (await omar.Sees("Ben Weber saw something else on safe")).Text, StringComparison.Ordinal);
        Assert.Null(await workspace.Read(read => SnapshotStore.Newest(read, "safe")));
    }

    private static Task Ask(Workspace workspace) => workspace.Get<AskExtracts>().Run(TestContext.Current.CancellationToken);

    private static async Task Read(Workspace workspace)
    {
        await workspace.Get<ReadUploads>().Run(TestContext.Current.CancellationToken);
        await workspace.Deliver();
    }

    /// <summary>By the message that asks for one.</summary>
    private static async Task Open(Workspace workspace, LocalChatClient omar, string system = "github")
    {
        var button = new Button(ExtractVerbs.Open, $"Hand in {system}", new Values { [ExtractVerbs.System] = system });
        await workspace.Database.InTransaction<Done>(Actor.Service, async tx =>
        {
            await workspace.Get<ChatOpsCompliance.Server.Chat.Outbox>().PostTo(tx, (await ChatOpsCompliance.Server.People.PeopleStore.ByEmail(tx, "omar@example.com"))!.Id, new($"Asked for {system}", new Paragraph($"Asked for {system}"), new Buttons(button)));
            return Done.It;
        });
        await workspace.Deliver();
        await omar.Sees($"Asked for {system}");
        await omar.Click($"Hand in {system}");
    }

    private static void Fill(LocalChatClient omar, IEnumerable<string> rows, string method = Workspace.Method)
    {
        omar.Write(ExtractVerbs.Method, method);
        omar.Write(ExtractVerbs.Count, $"{rows.Count()}");
        Attach(omar, rows);
    }

    private static void Attach(LocalChatClient omar, IEnumerable<string> rows) => omar.Attach(ExtractVerbs.File, "github.csv", Encoding.UTF8.GetBytes(string.Join('\n', rows.Prepend(Header))));

    private static string Written(Workspace workspace)
    {
        var path = Path.Combine(workspace.Folder, "safe.csv");
        File.WriteAllLines(path, SmallCompany.Grants.Take(2).Prepend(Header));
        return path;
    }

    private static async Task<IReadOnlyList<string>> Kinds(Workspace workspace) => [.. (await workspace.Read(r => LedgerStore.Latest(r, 100))).Select(f => f.Kind)];
}
