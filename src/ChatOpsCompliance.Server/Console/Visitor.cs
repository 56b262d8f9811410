using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// Somebody in the console, as the current roster and the configured roles have them at this request, and what they may see. This is the one
/// place of that rule; whether an act is allowed is its handler's to say.
/// </summary>
/// <param name="Engagement">Of an auditor. It comes before every role: whoever has one is here to read what lies in its period, and no more.</param>
public sealed record Visitor(Person Person, Roles Roles, Engagement? Engagement = null)
{
    /// <summary>How much of the evidence they may read.</summary>
    public Sight Sight { get; } = Engagement is { } of ? Sight.Within(of.From, of.To) : Roles.SeesAll ? Sight.Everything : Sight.Nothing;

    /// <summary>Also what lies in no period: how everything stands today.</summary>
    public bool SeesAll => Sight.All;

    /// <summary>Sends nothing but that they leave.</summary>
    public bool OnlyReads => Engagement is not null;

    public bool Sees(Campaign campaign) => Sight.Sees(campaign) || Owns(campaign);

    /// <summary>Whether the form to close is worth showing. The handler decides.</summary>
    public bool MayClose(Campaign campaign) => !OnlyReads && (Roles.Compliance || Owns(campaign));

    /// <summary>The zone in which this person reads times; UTC when this machine doesn't know theirs.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(Person.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Null when the session is over, or nobody active stands behind it.</summary>
    internal static async Task<Visitor?> Of(Read read, SignedIn who, RoleBook roles) => await who.IsLive(read) ? await Of(read, who.Person, roles) : null;

    /// <param name="said">What the provider says of them now; null asks what it said at their sign-in.</param>
    internal static async Task<Visitor?> Of(Read read, Id<Person> who, RoleBook roles, IReadOnlyList<string>? said = null)
    {
        var (person, engagement) = (await PeopleStore.ById(read, who), await EngagementStore.Running(read, who));
        if (person is { Active: false }) return null;
        if (engagement is not null && await roles.MayAudit(read, person ?? engagement.AsPerson, said)) return new(person ?? engagement.AsPerson, Roles.None, engagement);
        return person is null ? null : new(person, await roles.Of(read, person, said));
    }

    private bool Owns(Campaign campaign) => !OnlyReads && campaign.Owner == Person.Id;
}
