using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The counts of the first page that no other page asks for alone.</summary>
internal static class GlanceStore
{
    private static readonly Sql Emergencies = new("select count(*) from emergency_change where status in ('Requested', 'ReviewDue')");

    private static readonly Sql Unauthorised = new("select count(*) from action_task where kind = 'Unauthorised' and status in ('Open', 'Done')");

    private static readonly Sql Reviewers = new("""
        select count(distinct i.reviewer_id) from campaign c join review_item i on i.campaign_id = c.id and i.outcome = 'Undecided' where c.status = 'Active' and c.due_at < @now
        """);

    public static async Task<(int Emergencies, int Unauthorised, int Reviewers)> Of(Read read) =>
        (await read.One<int>(Emergencies), await read.One<int>(Unauthorised), await read.One<int>(Reviewers, new { now = read.Now }));
}
