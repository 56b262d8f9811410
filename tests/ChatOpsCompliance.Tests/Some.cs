using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Tests;

/// <summary>The object mother. Mia manages Ben and reports to Ada, who heads the company; Kim owns GitHub; Tom is in compliance; Uma has left.</summary>
internal static class Some
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly Person Ada = Somebody("Ada", 1);

    public static readonly Person Mia = Somebody("Mia", 2, manager: Ada);

    public static readonly Person Ben = Somebody("Ben", 3, manager: Mia);

    public static readonly Person Kim = Somebody("Kim", 4, manager: Ada);

    public static readonly Person Tom = Somebody("Tom", 5, manager: Ada);

    public static readonly Person Uma = Somebody("Uma", 6, manager: Mia) with { Active = false };

    public static readonly Id<Campaign> TheCampaign = new(new Guid("01890000-0000-7000-8000-0000000000c1"));

    public static Person Somebody(string name, int number, Person? manager = null) => new()
    {
        Id = new(new Guid(number, 0, 0, new byte[8])),
        RosterKey = $"P{number}",
        Name = name,
        Email = $"{name.ToLowerInvariant()}@example.org",
        Manager = manager?.Id,
        Active = true,
        TimeZone = "Europe/Vienna",
    };

    public static ReportingLines Lines(params Person[] people) => new(people.Length > 0 ? people : [Ada, Mia, Ben, Kim, Tom, Uma]);

    public static Grant Grant(AccountType type = AccountType.Human, bool? privileged = null, string environment = "production", string account = "ben") => new()
    {
        Account = account,
        AccountType = type,
        Entitlement = "admin",
        Environment = environment,
        Privileged = privileged,
    };

    /// <summary>Ben's access, Mia's to decide.</summary>
    public static ReviewItem Item(Person? reviewer = null, Person? subject = null, CampaignStatus status = CampaignStatus.Active, params FlagKind[] flags) => new()
    {
        Campaign = TheCampaign,
        Ordinal = 12,
        CampaignStatus = status,
        System = "github",
        Grant = Grant().Key,
        AccountType = AccountType.Human,
        Subject = (subject ?? Ben).Id,
        SubjectName = (subject ?? Ben).Name,
        Reviewer = (reviewer ?? Mia).Id,
        ReviewerName = (reviewer ?? Mia).Name,
        Flags = [.. flags.Select(f => new Flag(f, $"{f}"))],
    };

    public static Choice Keep(string? reason = null, string? words = null) => new(Decision.Keep, reason, Words.Of(words));

    public static Choice Revoke(string? reason = "moved", string? words = null) => new(Decision.Revoke, reason, Words.Of(words));

    /// <summary>Ada's campaign, active, due in two weeks.</summary>
    public static Campaign Campaign(CampaignStatus status = CampaignStatus.Active, int population = 3) => new()
    {
        Id = TheCampaign,
        Definition = "quarterly",
        Title = "Quarterly review",
        Period = new(2026, 3, 1),
        Status = status,
        LaunchedAt = Now,
        DueAt = Now.AddDays(14),
        Owner = Ada.Id,
        OwnerName = Ada.Name,
        Population = population,
        PopulationHash = "hash",
    };

    /// <summary>Three items: one kept, one revoked with its removal open, one undecided.</summary>
    public static readonly TieOut OneUndecided = new() { Population = 3, Kept = 1, Revoked = 1, Open = 1, Undecided = 1 };

    public static readonly TieOut AllDecided = new() { Population = 3, Kept = 2, Revoked = 1, Verified = 1 };

    public static ExtractFacts Extract(int count = 100, DateTimeOffset? at = null, string method = "api") => new(at ?? Now.AddHours(-1), "kim@example.org", method, count);

    public static AccessSnapshot Snapshot(string system = "github", DateTimeOffset? at = null, string method = "api", int count = 100) => new(7, system, Extract(count, at, method), count, "");

    /// <summary>Kim's task, to remove Ben from GitHub.</summary>
    public static RemediationTask Task(Removal status = Removal.Open, DateTimeOffset? claimedAt = null, DateTimeOffset? provenAt = null) => new()
    {
        Id = new(new Guid("01890000-0000-7000-8000-0000000000a1")),
        Campaign = TheCampaign,
        Ordinal = 12,
        System = "github",
        Grant = Grant().Key,
        Owner = Kim.Id,
        OwnerName = Kim.Name,
        Holder = Ben.Id,
        Reviewer = Mia.Id,
        DecidedBy = Mia.Id,
        CampaignOwner = Ada.Id,
        Status = status,
        OpenedAt = Now,
        Deadline = Now.AddDays(7),
        Method = "api",
        ClaimedAt = claimedAt,
        ClaimedBy = claimedAt is null ? null : Kim.Id,
        ClaimedByName = claimedAt is null ? null : Kim.Name,
        ProvenAt = provenAt,
    };

    /// <summary>Kim's to do, about what Ben did.</summary>
    public static ActionTask Action(ActionKind kind = ActionKind.Unauthorised, ActionStatus status = ActionStatus.Open) => new()
    {
        Id = new(new Guid("01890000-0000-7000-8000-0000000000b1")),
        Number = 7,
        Kind = kind,
        Subject = "deployment/1",
        Title = "web was deployed to production without approval",
        What = "Find out why.",
        Owner = Kim.Id,
        OwnerName = Kim.Name,
        About = Ben.Id,
        AboutName = Ben.Name,
        Status = status,
        OpenedAt = Now,
        Deadline = Now.AddDays(3),
        DoneBy = status is ActionStatus.Done or ActionStatus.Confirmed ? Kim.Id : null,
        DoneByName = status is ActionStatus.Done or ActionStatus.Confirmed ? Kim.Name : null,
        DoneAt = status is ActionStatus.Done or ActionStatus.Confirmed ? Now.AddDays(1) : null,
        ConfirmedByName = status == ActionStatus.Confirmed ? Tom.Name : null,
        SettledAt = status is ActionStatus.Confirmed or ActionStatus.Verified ? Now.AddDays(2) : null,
    };

    /// <summary>Ben deployed the app, by an emergency change.</summary>
    public static Deployment Deployment(string run = "1") => new()
    {
        Id = new(new Guid(int.TryParse(run, out var n) ? n : 1, 0, 0, new byte[8])),
        Source = "github",
        Repository = "acme/app",
        Environment = "production",
        Commit = new string('a', 40),
        RunUrl = $"https://git.example.org/acme/app/actions/runs/{run}",
        Actor = "ben",
        ActorPerson = Ben.Id,
        StartedAt = Now,
        FinishedAt = Now.AddMinutes(5),
        Outcome = ChatOpsCompliance.Deployments.Outcome.Success,
        Class = DeploymentClass.Emergency,
        Reason = "EC-1 paid for it.",
        Reference = "EC-1",
        SeenBy = SeenBy.Webhook,
        SeenAt = Now,
    };

    public static RosterRow Row(int line, string key, string? manager = null, string? email = null, params ChatAccount[] accounts) =>
        new(line, key, key, email ?? $"{key.ToLowerInvariant()}@example.org", manager, Active: true, "Europe/Vienna") { ChatAccounts = accounts };
}
