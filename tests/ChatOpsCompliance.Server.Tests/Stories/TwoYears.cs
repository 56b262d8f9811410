using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Emergencies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sylvan.Data.Csv;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// Two years of the real organisation, day by day: access reviewed each half-year, production deployed to each month, two emergencies. All of it in order but
/// four things: the review of July 2025 was completed late, that of January 2026 was missed (no fresh extract came), one deployment nobody had approved, and
/// one emergency change was never reviewed afterwards. Lived once a process; each story has a copy of its own.
/// </summary>
internal sealed class TwoYears : IAsyncDisposable
{
    public const string Review = "everything", Executive = "maya.popov.9236@example.com", Repository = "acme/app", Production = "production";

    public const string Reviewed = "access-reviewed", Removed = "access-removed", Left = "leavers-removed", Extracted = "extracts-taken", Emergencies = "emergencies-approved", Approved = "deployments-approved", Watched = "deployments-watched";

    public static readonly DateOnly From = new(2025, 1, 1), To = new(2026, 12, 31);

    /// <summary>The day after the last.</summary>
    public static readonly DateTimeOffset End = new(2027, 1, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly string Key = SigningKey.NewPem();

    private static readonly Lazy<Task<string>> Lived = new(Live);

    private TwoYears(Workspace workspace) => Workspace = workspace;

    public Workspace Workspace { get; }

    public static IReadOnlyList<(string Key, string Value)> Settings =>
    [
        .. Org.Settings,
        ("Evidence:SigningKey", Key),
        ("Console:Roles:executive", Executive),
        ("EmergencyChanges:Groups:on-call", $"{Org.SystemOwner}, {Org.Fallback}"),
        ("EmergencyChanges:Groups:leads", TwoYearsOfCode.Lead),
        ("EmergencyChanges:Policies:production:Title", "Emergency changes to production"),
        ("EmergencyChanges:Policies:production:Owner", TwoYearsOfCode.Lead),
        ("EmergencyChanges:Policies:production:Repositories", "acme/*"),
        ("EmergencyChanges:Policies:production:Approvers", "on-call, leads"),
        ("EmergencyChanges:Policies:production:TimeZone", "Europe/Berlin"),
        ("EmergencyChanges:Policies:production:StandingRule", "pull-request"),
        ("EmergencyChanges:Policies:production:Baselines", $"{Repository}={TwoYearsOfCode.CommitOf(0)}"),
        .. Control(Reviewed, "CC6.2, CC6.3", "Everybody's access is reviewed each half-year by who knows their work.", "half-yearly", "review:everything", "github"),
        .. Control(Removed, "CC6.2, CC6.3", "What is not needed any more is removed in time, and the system is read again to prove it.", "each", "remediation"),
        .. Control(Left, "CC6.2", "Whoever leaves has no access a day later.", "each", "leavers"),
        .. Control(Extracted, "CC6.1", "Each half-year the whole of a system's access is read.", "half-yearly", "extracts", "github"),
        .. Control(Emergencies, "CC8.1", "Emergency changes are approved before, looked at by a second person, and reviewed afterwards.", "each", "emergency-changes"),
        .. Control(Approved, "CC8.1", "Nothing goes to production that nobody approved.", "each", "deployments"),
        .. Control(Watched, "CC7.2, CC8.1", "The source's own list of deployments and the gate's settings are read each day.", "daily", "deployments, gates", "github"),
    ];

    /// <summary>A copy of the two years, on the day after them.</summary>
    public static async Task<TwoYears> Start(params (string Key, string Value)[] more) => new(await Workspace.Start(new FakeTimeProvider(End), local: true, null, await Lived.Value, [.. Settings, .. more]));

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();

    private static (string, string)[] Control(string name, string criteria, string statement, string frequency, string evidencedBy, string systems = "") =>
    [
        ($"Controls:{name}:Criteria", criteria), ($"Controls:{name}:Statement", statement), ($"Controls:{name}:Owner", Org.Fallback), ($"Controls:{name}:Frequency", frequency),
        ($"Controls:{name}:EvidencedBy", evidencedBy), ($"Controls:{name}:Systems", systems),
    ];

    private static async Task<string> Live()
    {
        var source = new Emergency.Source();
        await using var workspace = await Workspace.Start(new FakeTimeProvider(At(2024, 12, 31, 9)), local: true, services => services.AddSingleton(source.Here), [.. Settings]);
        var code = new TwoYearsOfCode(workspace, source);
        await HandIn(workspace, "2024-12-31");
        await code.Begin();

        await code.Until(At(2025, 1, 1, 9));
        await Decide(workspace, "2024-12-31", ["2025-06-30", "2025-12-31", "2026-06-30"], privileged: 3, others: 12, At(2025, 1, 9, 9), code);
        await code.Until(At(2025, 3, 11, 9));
        await code.Emergency(reviewed: true);
        await code.Until(At(2025, 6, 30, 12));
        await HandIn(workspace, "2025-06-30");
        await code.Until(At(2025, 7, 1, 9));
        await Decide(workspace, "2025-06-30", ["2025-12-31", "2026-06-30"], privileged: 0, others: 5, At(2025, 7, 21, 9), code); // it was due on the 15th
        await code.Until(At(2025, 10, 14, 15));
        await code.DeployUnasked();
        await code.Until(At(2026, 1, 10, 9));
        await HandIn(workspace, "2025-12-31"); // ten days old by now: no review is launched from it
        await code.Until(At(2026, 4, 21, 9));
        await code.Emergency(reviewed: false);
        await code.Until(At(2026, 6, 30, 12));
        await HandIn(workspace, "2026-06-30");
        await code.Until(At(2026, 7, 1, 9));
        await Decide(workspace, "2026-06-30", [], privileged: 0, others: 4, At(2026, 7, 8, 9), code);
        await code.Until(End);

        await workspace.Get<SignCheckpoint>().WhenThereAreFacts();
        await workspace.Deliver();
        Assert.Null((await workspace.Verify()).Fault);
        var kept = Directory.CreateTempSubdirectory("two-years-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(kept, recursive: true);
        workspace.CopyTo(kept);
        return kept;
    }

    public static DateTimeOffset At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    private static async Task HandIn(Workspace workspace, string date)
    {
        Assert.Null((await workspace.ImportPeople(Org.People(date))).No);
        Assert.Null((await workspace.ImportAccess("github", Org.Access(date), Org.Extracted(date))).No);
        await workspace.Deliver();
    }

    /// <summary>Everybody decides; what is revoked is gone in the next real extracts, so that nothing comes back. The owner removes it at once, and an extract of the day after proves it.</summary>
    private static async Task Decide(Workspace workspace, string date, string[] later, int privileged, int others, DateTimeOffset on, TwoYearsOfCode code)
    {
        await workspace.Deliver();
        await code.Until(on);
        var campaign = (await workspace.Read(CampaignStore.All))[0];
        Assert.Equal(DateOnly.FromDateTime(Org.Extracted(date).UtcDateTime).AddDays(1), campaign.Period);
        var here = Org.Grants(date);
        var going = here.Where(g => later.All(l => !Org.Grants(l).ContainsKey(g.Key))).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal).ToList();
        HashSet<GrantKey> gone = [.. going.Where(g => g.Value).Take(privileged).Select(g => g.Key), .. going.Where(g => !g.Value).Take(others).Select(g => g.Key)];
        var people = (await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody)).ToDictionary(p => p.Id);
        foreach (var item in await workspace.Items(campaign.Id))
            Assert.IsType<Finish>(await workspace.Act(people[item.Reviewer], ReviewVerbs.Decide, gone.Contains(item.Grant) ? Deciding.As(item, "revoke:no-longer-needed") : Deciding.Keep(item)));
        await workspace.Deliver();
        await Remove(workspace, date, gone);
        Assert.IsType<Finish>(await workspace.Close(await workspace.Person(Org.Compliance), campaign.Id));
        Assert.IsType<Finish>(await workspace.Act(await workspace.Person(Executive), LifeVerbs.Approve, new() { [ReviewVerbs.Campaign] = campaign.Id.ToString() }));
        await workspace.Deliver();
    }

    private static async Task Remove(Workspace workspace, string date, HashSet<GrantKey> gone)
    {
        var open = await workspace.Read(read => RemediationStore.In(read, Removal.Open));
        Assert.Equal(gone.Count, open.Count);
        Assert.IsType<Finish>(await workspace.Act(await workspace.Person(Org.SystemOwner), RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = string.Join(',', open.Select(t => t.Id)) }));
        workspace.Clock.Advance(TimeSpan.FromHours(20));
        var file = Path.Combine(workspace.Folder, $"after-{date}.csv");
        await Without(Org.Access(date), file, gone);
        Assert.Null((await workspace.ImportAccess("github", file, workspace.Clock.GetUtcNow().AddHours(-1))).No);
        Assert.Empty(await workspace.Read(read => RemediationStore.In(read, Removal.Open, Removal.Claimed, Removal.Unconfirmed)));
    }

    /// <summary>The same extract a day later.</summary>
    private static async Task Without(string from, string to, HashSet<GrantKey> gone)
    {
        var lines = await File.ReadAllLinesAsync(from);
        using var csv = CsvDataReader.Create(from);
        var (account, entitlement, environment) = (csv.GetOrdinal("account"), csv.GetOrdinal("entitlement"), csv.GetOrdinal("environment"));
        var kept = new List<string> { lines[0] };
        for (var n = 1; csv.Read(); n++)
            if (!gone.Contains(new(csv.GetString(account), csv.GetString(entitlement), csv.GetString(environment)))) kept.Add(lines[n]);
        await File.WriteAllLinesAsync(to, kept);
    }
}
