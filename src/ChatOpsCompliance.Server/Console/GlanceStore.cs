using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The counts of the first page that no other page asks for alone.</summary>
internal static class GlanceStore
{
    private static readonly Sql Emergencies = new("select count(*) from emergency_change where status in ('Requested', 'ReviewDue')");

    private static readonly Sql Unauthorised = new("select count(*) from action_task where kind = 'Unauthorised' and status in ('Open', 'Done')");

    public static async Task<(int Emergencies, int Unauthorised)> Of(Read read) => (await read.One<int>(Emergencies), await read.One<int>(Unauthorised));
}
