using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>How far a visitor is on the tour, read from what really happened; nothing is ticked off by hand.</summary>
public sealed record TourScreen
{
    public const string Manager = "L04", Owner = "L06", Reviewer = "mia@lumen.example", Remover = "omar@lumen.example";

    public static readonly IReadOnlyList<string> Titles =
        ["Decide, and be refused your own", "Claim a removal falsely", "Let a deadline pass", "Alter a row of the database", "Download the report", "Change production at three in the morning", "Go around the gate"];

    public required Campaign Campaign { get; init; }

    /// <summary>How many of Mia's items wait for her, and how many she has.</summary>
    public required int Waiting { get; init; }

    public required int Items { get; init; }

    /// <summary>Somebody was refused a decision on their own access.</summary>
    public required bool OwnRefused { get; init; }

    public required IReadOnlyList<RemediationTask> Removals { get; init; }

    /// <summary>An extract found what somebody said was gone.</summary>
    public required bool StillPresent { get; init; }

    /// <summary>Removals whose deadline has passed.</summary>
    public required int Overdue { get; init; }

    /// <summary>What was altered in the database beside the audit log, if anything is.</summary>
    public required string? Altered { get; init; }

    public required TourAnswers Answers { get; init; }

    public int Open => Removals.Count(t => t.Status == Removal.Open);

    public int Claimed => Removals.Count(t => t.Status == Removal.Claimed);

    public IReadOnlyList<bool> Done =>
    [
        Waiting == 0 && Items > 0 && OwnRefused,
        StillPresent,
        Overdue > 0 || Campaign.DueAt < Now,
        Answers.Named is not null && Altered is null,
        Answers.Downloaded,
        AuthorRefused && Change?.Status == ChangeStatus.Closed,
        Told > 0 && FoundInList > 0,
    ];

    /// <summary>The newest emergency change; null while nobody has asked for one.</summary>
    public required EmergencyChange? Change { get; init; }

    /// <summary>Somebody who wrote some of it was refused as its approver.</summary>
    public required bool AuthorRefused { get; init; }

    /// <summary>Unauthorised deployments that a webhook told of, and that only the source's own list showed.</summary>
    public required int Told { get; init; }

    public required int FoundInList { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The first step not done yet, from 0; as many as there are when all are.</summary>
    public int Next => Done.TakeWhile(d => d).Count();

    public static async Task<TourScreen?> Of(Read read, PolicyBook policies, TourAnswers answers, string? altered)
    {
        if ((await CampaignStore.All(read)).LastOrDefault(c => c.Definition == DemoCompany.Review) is not { } campaign) return null;
        if (await PeopleStore.ByEmail(read, Reviewer) is not { } mia || await PeopleStore.ByEmail(read, Remover) is not { } omar) return null;
        var tally = await ItemCountStore.Of(read, campaign.Id, mia.Id);
        var facts = (await LedgerStore.Latest(read, 5000)).ToLookup(r => r.Kind, StringComparer.Ordinal);
        var removals = await RemediationStore.Of(read, omar.Id);
        var unauthorised = await DeploymentStore.Latest(read, DeploymentClass.Unauthorised, 200);
        return new()
        {
            Campaign = campaign,
            Waiting = tally.Items - tally.Done,
            Items = tally.Items,
            OwnRefused = facts["act.refused"].Any(r => r.Body.Contains(nameof(OwnAccess), StringComparison.Ordinal)),
            Removals = removals,
            StillPresent = facts["removal.reopened"].Any(),
            Overdue = removals.Count(t => t.LateAt(read.Now)),
            Altered = altered,
            Answers = answers,
            Now = read.Now,
            Change = await ChangeStore.Register(read, policies) is [.., var newest] ? newest : null,
            AuthorRefused = facts["act.refused"].Any(r => r.Body.Contains(nameof(AuthorCannotApprove), StringComparison.Ordinal)),
            Told = unauthorised.Count(d => d.SeenBy != SeenBy.DailyRead),
            FoundInList = unauthorised.Count(d => d.SeenBy == SeenBy.DailyRead),
        };
    }
}

/// <summary>What the tour's own buttons answered, while this demo runs.</summary>
public sealed record TourAnswers
{
    public static readonly TourAnswers None = new();

    /// <summary>The sentence to the last button, and the step it belongs to, from 0.</summary>
    public string? Said { get; init; }

    public int Step { get; init; } = -1;

    /// <summary>What <c>ledger verify</c> named after a row was altered.</summary>
    public string? Named { get; init; }

    public bool Downloaded { get; init; }
}
