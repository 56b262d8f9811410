using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources.Own;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources;

/// <summary>The service is a system too: its roles, keys and linked accounts are reviewed like any other's.</summary>
public sealed class ReadingItself
{
    [Fact]
    public async Task Once_a_day_it_is_an_extract_whose_access_can_be_reviewed_and_proven_gone_and_nobody_hands_in_another()
    {
        var ct = TestContext.Current.CancellationToken;
        var (workspace, _) = await SmallCompany.Starting(("Console:Roles:admin", "ada@example.com, ben@example.com"), ("Systems:product:Owner", "omar@example.com"), ("Systems:product:Extract", "own"), ("Reviews:quarterly:Scope", "system:product"));
        await using var running = workspace;
        var (made, keys, own) = (await workspace.Get<MakeKeys>().Create("dashboard", KeyScope.Reading(new("executive")), 30, Actor.Shell("root"), dryRun: false, ct), workspace.Get<MakeKeys>(), workspace.Get<ReadOwn>());
        await workspace.Database.InTransaction<Done>(Actor.Service, async tx => await LinkAccount.AtFirstContact(tx, new("local", "demo", "P3"), "ada@example.com") is null ? new UnknownAccount() : Done.It, ct: ct);
        await own.Run(ct);
        var (number, grants) = await Newest(workspace);
        await own.Run(ct);
        Assert.Equal(number, (await Newest(workspace)).Number);

        Assert.Equal(["role: admin of ada@example.com", "role: admin of ben@example.com", "role: compliance of grace@example.com"], grants.Where(g => g.Entitlement.StartsWith("role", StringComparison.Ordinal)).Select(g => $"{g.Entitlement} of {g.PersonEmail}").Order(StringComparer.Ordinal));
        Assert.Contains(grants, g => g is { Entitlement: "reading as executive", AccountType: AccountType.Service, NeverUsed: true, Mfa: null } && g.Account == $"key:dashboard/{made.Value.Id}");
        Assert.Contains(grants, g => g is { Entitlement: OwnSource.Linked, Account: "local:demo/P3", PersonEmail: "ada@example.com" });
        Assert.Equal("OnlyByItself", (await workspace.ImportAccess("product", Path.Combine(workspace.Folder, "people.csv"), workspace.Clock.GetUtcNow())).No!.Kind);

        var launched = (await workspace.Launch("quarterly")).Value;
        Assert.Equal(grants.Count, (await workspace.Items(launched.Campaign!.Value)).Count);
        await keys.Revoke("dashboard", Actor.Shell("root"), dryRun: false, ct);
        workspace.Clock.Advance(TimeSpan.FromDays(1));
        await own.Run(ct);
        Assert.DoesNotContain((await Newest(workspace)).Grants, g => g.AccountType == AccountType.Service);
    }

    private static Task<(long Number, IReadOnlyList<Grant> Grants)> Newest(Workspace workspace) => workspace.Read(async read =>
    {
        var snapshot = (await SnapshotStore.Newest(read, "product"))!;
        return (snapshot.Number, await SnapshotStore.Grants(read, snapshot.Number, 0, 100));
    });
}
