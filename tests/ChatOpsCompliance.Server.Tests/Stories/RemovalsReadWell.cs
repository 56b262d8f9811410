using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Every message and form of removals, in the order in which people meet them.</summary>
public sealed class RemovalsReadWell
{
    private const string Omar = "omar@example.com", Mia = "mia@example.com", Grace = "grace@example.com";

    /// <summary>Messages of leavers and of reviews are read aloud in their own stories.</summary>
    private static readonly string[] Elsewhere = ["still has access", "for your decision", "State open", "Audit log checkpoint"];

    [Fact]
    public async Task The_messages_and_forms_of_removals()
    {
        var (workspace, company) = await SmallCompany.Starting(("Console:Roles:executive", "carla@example.com"));
        await using var story = new Removals(workspace, company);
        await company.Extract(SmallCompany.Grants.Select(g => $"{g},{(g.Contains("web: write", StringComparison.Ordinal) ? "web-team" : "")}"), extra: ",granted_via");
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        foreach (var (holder, entitlement) in ((string, string)[])[("Ada Novak", "payments: admin"), ("Ada Novak", "web: write"), ("Ben Weber", "infra: write")]) await story.Decide(holder, entitlement, "revoke:moved");
        var seen = new List<string>();

        async Task Form(string email, Verb verb, params (string Name, string Value)[] values) => seen.Add(Assert.IsType<Show>(await story.Act(email, verb, values)).Form.SketchOnEveryPlatform());
        async Task Cards(string person, string? channel = null)
        {
            using var reader = await company.As(person);
            if (channel is not null) await reader.GoTo(channel);
            seen.AddRange(reader.Cards.Select(c => $"[to {channel ?? person}]\n{c.Text}\n[{string.Join("] [", c.Buttons)}]").Where(c => !seen.Contains(c) && !Elsewhere.Any(e => c.Contains(e, StringComparison.Ordinal))));
        }

        await Cards(SmallCompany.Omar);
        await Form(Omar, RemovalVerbs.Open);
        var all = await story.All();
        await Form(Omar, RemovalVerbs.Risk, all);
        await Form(Omar, RemovalVerbs.Hand, all);
        var ids = all.Value.Split(',');
        await story.Act(Omar, RemovalVerbs.RiskAsk, (RemovalVerbs.Removed, ids[2]), (RemovalVerbs.Why, "Nightly builds use it."), (RemovalVerbs.Control, "Read-only from Monday."), (RemovalVerbs.Days, "60"));
        await Cards(SmallCompany.Grace, "compliance");
        var request = (await workspace.Read(RiskStore.Asked)).Single();
        await Form(Grace, RemovalVerbs.RiskLook, (RemovalVerbs.Request, $"{request.Id}"));
        await story.Act(Grace, RemovalVerbs.RiskAccept, (RemovalVerbs.Request, $"{request.Id}"));
        await story.Claim();
        await company.Extract(SmallCompany.Grants.Where(g => !g.Contains("payments: admin", StringComparison.Ordinal)), by: Omar);
        await Cards(SmallCompany.Omar);
        await Cards(SmallCompany.Mia);
        await Form(Mia, RemovalVerbs.Second);
        await Form(Mia, RemovalVerbs.Inspection, (RemovalVerbs.Task, ids[1]));
        await story.At(new(2026, 3, 16, 15, 0, 0, TimeSpan.Zero));
        await story.At(new(2026, 3, 16, 15, 10, 0, TimeSpan.Zero));
        await Cards(SmallCompany.Omar);
        await Cards(SmallCompany.Carla);
        await Cards(SmallCompany.Grace, "compliance");
        await Form(Omar, RemovalVerbs.Open);

        Approved.Match(string.Join("\n\n=====\n\n", seen));
    }
}
