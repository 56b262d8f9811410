using System.Reflection;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Sources.Own;

/// <summary>Once a day an extract of this service itself, for each system that the settings call its own (<c>Extract: own</c>).</summary>
public sealed class ReadOwn(Database database, SystemBook systems, RoleBook roles, ImportAccess import, TimeProvider clock, ILogger<ReadOwn> log)
{
    public const string Method = "read of its own roles, engagements, keys and linked accounts";

    private static readonly TimeSpan Daily = TimeSpan.FromHours(23);

    public async Task Run(CancellationToken ct = default)
    {
        foreach (var system in systems.All.Where(s => s.IsOwn))
        {
            var newest = await database.Read(read => SnapshotStore.Newest(read, system.Name), ct);
            if (newest is not null && clock.GetUtcNow() - newest.Facts.ExtractedAt < Daily) continue;
            var (at, source) = await database.Read(async read => (read.Now, await OwnSource.Read(read, roles, system.Owner)), ct);
            var facts = new ExtractFacts(at, Service.Name, Method, source.Count) { ToolVersion = typeof(ReadOwn).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion };
            // It reads itself whole: fewer rows are fewer rights.
            var (_, no) = await import.Run(new(system.Name, facts, source, "this service") { LookedAt = "the service read itself whole", BySelf = true }, Actor.Service, ct: ct);
            if (no is not null) log.LogWarning("The service's own access was not taken as an extract: {Why}", no.Kind);
        }
    }
}
