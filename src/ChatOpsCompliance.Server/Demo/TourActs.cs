using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Sources.Csv;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>What the tour's buttons do. Each goes through the door that a person would take, but for the one that shows what happens when somebody does not.</summary>
internal sealed class TourActs(Database database, ChatRouter router, ImportAccess access, VerifyLedger verify, OutboxPump pump, TimeProvider clock)
{
    private const string Extractor = "aiko@lumen.example", System = "github";

    /// <summary>Mia presses Keep on her own access, by the very click that chat would send.</summary>
    public async Task<string> DecideOwn(CancellationToken ct)
    {
        var own = await database.Read<ReviewItem?>(
            async read =>
            {
                var mia = await PeopleStore.ByEmail(read, TourScreen.Reviewer);
                var campaign = (await CampaignStore.All(read)).Last(c => c.Definition == DemoCompany.Review);
                return (await ItemStore.Page(read, campaign.Id, 0, 1000)).FirstOrDefault(i => i.Subject == mia!.Id);
            },
            ct);
        if (own is null) return "Nothing in this review is Mia's own.";
        var values = new Values { [ReviewVerbs.Campaign] = own.Campaign.ToString(), [ReviewVerbs.Item] = FormattableString.Invariant($"{own.Ordinal}"), [ReviewVerbs.Option] = "keep:needed" };
        var reply = await router.Handle(new(new ChatAccount(LocalPlatform.PlatformName, LocalPlatform.Workspace, TourScreen.Manager), TourScreen.Reviewer, ReviewVerbs.Decide, values, $"tour/{Guid.CreateVersion7()}"), ct);
        return reply is Refused no ? $"Mia was told: “{no.Text}” The attempt stands in the audit log." : "That was not refused: a bug.";
    }

    /// <summary>The next extract of GitHub, by a colleague who neither holds nor removes anything there.</summary>
    /// <param name="gone">True when what was claimed is really gone; false when nothing is.</param>
    public async Task<string> Extract(string folder, bool gone, CancellationToken ct)
    {
        var claimed = await database.Read(
            async read => (await RemediationStore.Of(read, (await PeopleStore.ByEmail(read, TourScreen.Remover))!.Id)).Where(t => t.Status == Removal.Claimed).ToList(), ct);
        if (claimed.Count == 0) return "Nothing is claimed as removed yet, so an extract has nothing to prove. Be Omar first.";

        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "company", "github.csv"), ct);
        var path = Path.Combine(folder, "company", "github-next.csv");
        var kept = gone ? [.. lines.Where(l => !claimed.Exists(t => Is(l, t.Grant)))] : lines;
        await File.WriteAllLinesAsync(path, kept, ct);
        var import = new AccessImport(System, new(clock.GetUtcNow(), Extractor, DemoCompany.Method, kept.Length - 1), new CsvAccessSource(path), path) { LookedAt = "The tour removes what was claimed." };
        var (taken, no) = await access.Run(import, new Actor(null, "demo"), ct: ct);
        if (taken is null) return no!.Sentence;
        await pump.Drain(ct);
        return $"Aiko's extract of GitHub is in: {ReviewWords.Count(taken.Removals.Verified, "removal is", "removals are")} proven, {taken.Removals.Reopened} still present and open again.";
    }

    /// <summary>A keep becomes a revoke, or the other way round, by nobody's decision.</summary>
    public async Task<string> Alter(string folder, CancellationToken ct)
    {
        if (AlteredRow.In(folder) is { } altered) return $"It is altered already: {altered.What}.";
        var item = await database.Read(
            async read =>
            {
                var campaign = (await CampaignStore.All(read)).Last(c => c.Definition == DemoCompany.Review);
                return (await ItemStore.Page(read, campaign.Id, 0, 1000)).FirstOrDefault(i => i.Outcome == Outcome.Kept);
            },
            ct);
        if (item is null) return "Nothing is kept yet. Be Mia first, and decide.";
        var row = new AlteredRow(item.Campaign.ToString(), item.Ordinal, $"item {item.Ordinal}, {ReviewWords.Title(item)} of {ReviewWords.Holder(item)}, says revoked instead of kept", item.Outcome.ToString(), item.Decided!.Option);
        row.KeepIn(folder);
        await Write(row with { Outcome = nameof(Outcome.Revoked), Decision = "revoke:no-longer-needed" }, ct);
        return $"Altered in the database, past the service: {row.What}. No entry of the audit log says so.";
    }

    public async Task<string> PutBack(string folder, CancellationToken ct)
    {
        if (AlteredRow.In(folder) is not { } row) return "Nothing is altered.";
        await Write(row, ct);
        AlteredRow.ForgetIn(folder);
        return "Put back as it was.";
    }

    /// <summary>What <c>ledger verify</c> says.</summary>
    public async Task<(bool Whole, string Sentence)> Verify(CancellationToken ct)
    {
        var verdict = await verify.Run(1, [], ct);
        return verdict.Whole ? (true, $"All {verdict.Rows} entries of the audit log fit, and so do the tables.") : (false, $"{verdict.Fault}.");
    }

    private Task<int> Write(AlteredRow row, CancellationToken ct) =>
        database.Bulk(new Actor(null, "demo"), tx => AlteredRowStore.Write(tx, Id<Campaign>.Parse(row.Campaign), row.Ordinal, row.Outcome, row.Decision), ct);

    /// <summary>The demo's own files have no quoted fields.</summary>
    private static bool Is(string line, GrantKey grant)
    {
        var fields = line.Split(',');
        return fields[0] == grant.Account && fields[4] == grant.Entitlement && fields[5] == grant.Environment;
    }
}
