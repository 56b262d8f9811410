using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What the acts of a campaign's owner begin with: which campaign, and whether it is theirs to lead.</summary>
internal static class LeadCampaign
{
    public static bool Leads(this Visit visit, Campaign campaign) => visit.By.Active && (visit.By.Id == campaign.Owner || visit.Roles.Compliance);

    public static async Task<Result<Campaign>> Campaign(this Visit visit, Read read) =>
        visit.Values.Id<Campaign>(LifeVerbs.Campaign) is { } id && await CampaignStore.ById(read, id) is { } campaign ? campaign : new ItemUnknown();

    /// <summary>An open campaign that this person leads.</summary>
    /// <param name="what">What they want to do with it, as the refusal says it.</param>
    public static async Task<Result<Campaign>> Led(this Visit visit, Read read, string what)
    {
        var (campaign, no) = await visit.Campaign(read);
        if (campaign is null) return no!;
        if (!visit.By.Active) return new NoLongerActive();
        if (!visit.Leads(campaign)) return new NotTheCampaignOwner(campaign.OwnerName, what);
        return campaign.IsOpen ? campaign : new CampaignNotOpen(campaign.Status);
    }

    /// <summary>The person that a field names, by e-mail or by the whole name.</summary>
    public static async Task<Result<Person>> PersonIn(this Visit visit, Read read, string field)
    {
        var text = visit.Values[field].Trim();
        if (text.Length == 0) return new NobodyNamed() { Field = field };
        var found = (await PeopleStore.Everybody(read)).Where(p => Same(p.Email, text) || Same(p.Name, text)).ToList();
        return found.Count switch
        {
            0 => new NobodyIsCalled(text) { Field = field },
            1 => found[0],
            _ => new SeveralAreCalled(text, string.Join(", ", found.Take(5).Select(p => p.Email))) { Field = field },
        };
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

public sealed record NobodyNamed() : Refusal("Write a name or an e-mail address.");

public sealed record NobodyIsCalled(string Text) : Refusal($"Nobody in the roster has the name or e-mail “{Text}”. Write it in full.");

public sealed record SeveralAreCalled(string Text, string Emails) : Refusal($"Several people are called {Text}: {Emails}. Write the e-mail.");
