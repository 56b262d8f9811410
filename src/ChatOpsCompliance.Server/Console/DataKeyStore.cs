using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The keys of <see cref="DataKeys"/>, as the library writes them.</summary>
internal static class DataKeyStore
{
    private static readonly Sql Everyone = new("select xml from data_key order by added_at, id");

    private static readonly Sql Insert = new("insert into data_key (id, xml, added_at) values (@id, @xml, @now)");

    public static Task<IReadOnlyList<string>> All(Read read) => read.List<string>(Everyone);

    public static Task<int> Add(Tx tx, string id, string xml) => tx.Run(Insert, new { id, xml, now = tx.Now });
}
