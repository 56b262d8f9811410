using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// Somebody in the console, as the current roster and the configured roles have them at this request, and what they may see. This is the one
/// place of that rule; whether an act is allowed is its handler's to say.
/// </summary>
public sealed record Visitor(Person Person, Roles Roles)
{
    public bool SeesAll => Roles.SeesAll;

    public bool Sees(Campaign campaign) => SeesAll || Owns(campaign);

    /// <summary>Whether the form to close is worth showing. The handler decides.</summary>
    public bool MayClose(Campaign campaign) => Roles.Compliance || Owns(campaign);

    /// <summary>The zone in which this person reads times; UTC when this machine doesn't know theirs.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(Person.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Null when the session is over, or nobody active stands behind it.</summary>
    internal static async Task<Visitor?> Of(Read read, SignedIn who, RoleBook roles) => await who.Of(read) is { Active: true } person ? new(person, await roles.Of(read, person)) : null;

    private bool Owns(Campaign campaign) => Person.Active && campaign.Owner == Person.Id;
}
