using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>An engagement, and what its visitor can do about it.</summary>
public sealed record OfferedEngagement(Engagement Engagement, bool Runs, IReadOnlyList<Offer> Offers);

public sealed record AuditorsScreen(IReadOnlyList<OfferedEngagement> Engagements, IReadOnlyList<Offer> Offers);

/// <summary>Who audits, or did: for whoever answers for that.</summary>
internal sealed class AuditorPages(ConsoleDoor door, Offers offers)
{
    public const string Route = "/auditors", Home = ConsolePage.First + Route;

    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) => visitor.SeesAll
        ? new Drawn<AuditorsPage>(new() { [nameof(AuditorsPage.Visitor)] = visitor, [nameof(AuditorsPage.S)] = await Of(read, visitor) })
        : await door.Refuse(read, visitor, "Engagements of auditors are shown to compliance officers and executives."));

    private async Task<AuditorsScreen> Of(Read read, Visitor visitor)
    {
        var engagements = new List<OfferedEngagement>();
        foreach (var one in await EngagementStore.All(read))
            engagements.Add(new(one, one.RunsAt(read.Now), await offers.Of(read, visitor, [(AuditorVerbs.Leave.Name, "End it")], new() { [AuditorVerbs.Engagement] = one.Id.ToString() }, Home)));
        return new(engagements, await offers.Of(read, visitor, [(AuditorVerbs.Open.Name, "Engage an auditor")], Values.None, Home));
    }
}
