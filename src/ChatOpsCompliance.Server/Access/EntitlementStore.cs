using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>The catalogues: what each entitlement of a system means. An import replaces the system's catalogue whole.</summary>
public static class EntitlementStore
{
    private const string Columns = "select system, name, title, allows, owner_email, privileged, birthright from entitlement";

    private static readonly Sql OfSystem = new(Columns + " where system = @system order by name");

    private static readonly Sql DeleteAll = new("delete from entitlement where system = @system");

    private static readonly Sql InsertAll = new(
        sqlite: """
            insert into entitlement (system, name, title, allows, owner_email, privileged, birthright)
            select @system, value ->> 'name', value ->> 'title', value ->> 'allows', value ->> 'owner', value ->> 'privileged', value ->> 'birthright' from json_each(@rows)
            """,
        sqlServer: """
            insert into entitlement (system, name, title, allows, owner_email, privileged, birthright)
            select @system, r.name, r.title, r.allows, r.owner, r.privileged, r.birthright
            from openjson(@rows) with (name nvarchar(300) '$.name', title nvarchar(300) '$.title', allows nvarchar(2000) '$.allows', owner nvarchar(320) '$.owner', privileged bit '$.privileged', birthright bit '$.birthright') r
            """);

    private sealed record Row
    {
        public string System { get; init; } = "";

        public string Name { get; init; } = "";

        public string Title { get; init; } = "";

        public string Allows { get; init; } = "";

        public string? OwnerEmail { get; init; }

        public bool? Privileged { get; init; }

        public bool? Birthright { get; init; }

        public Entitlement Value => new(System, Name) { Title = Title, Allows = Allows, OwnerEmail = OwnerEmail, Privileged = Privileged, Birthright = Birthright };
    }

    public static async Task<IReadOnlyList<Entitlement>> Of(Read read, string system) => [.. (await read.List<Row>(OfSystem, new { system })).Select(r => r.Value)];

    public static async Task<Catalogue> CatalogueOf(Read read, string system) => new(await Of(read, system));

    internal static async Task Replace(Tx tx, string system, IEnumerable<Entitlement> entitlements)
    {
        await tx.Run(DeleteAll, new { system });
        await tx.Run(InsertAll, new
        {
            system,
            rows = JsonSerializer.Serialize(entitlements.Select(e => new { name = e.Name, title = e.Title, allows = e.Allows, owner = e.OwnerEmail, privileged = Bit(e.Privileged), birthright = Bit(e.Birthright) })),
        });
    }

    private static int? Bit(bool? value) => value is { } known ? known ? 1 : 0 : null;
}
