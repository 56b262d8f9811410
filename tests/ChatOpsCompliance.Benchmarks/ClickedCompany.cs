using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Tests.Faults;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>A company with an open review, as files in a folder: reviewers V1, V2 … have accounts of one chat platform, and items go round among them.</summary>
internal sealed class ClickedCompany : IDisposable
{
    private ClickedCompany(string campaign, int items, int reviewers) => (Campaign, Items, Reviewers) = (campaign, items, reviewers);

    public string Folder { get; } = Directory.CreateTempSubdirectory("clicks-").FullName;

    public string Database => Path.Combine(Folder, "compliance.db");

    public string Campaign { get; }

    public int Items { get; }

    public int Reviewers { get; }

    /// <summary>How many decisions stand in it.</summary>
    public long Decided
    {
        get
        {
            using var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Default Timeout=10");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "select count(*) from review_decision";
            return (long)command.ExecuteScalar()!;
        }
    }

    public static async Task<ClickedCompany> Seed(ClickKind kind, int items, int reviewers)
    {
        await using var bench = await FaultBench.Launched(items, reviewers, (services, _) => services.AddSingleton(new ChatHome(kind.Name, kind.Workspace, "C0BENCH")));
        bench.Run($"insert into chat_account (platform, workspace, user_id, person_id, linked_at) select '{kind.Name}', '{kind.Workspace}', {kind.UserInSql}, id, '2026-01-01T00:00:00.000000Z' from person where roster_key like 'V%'");
        bench.Run("pragma wal_checkpoint(truncate)");
        var company = new ClickedCompany(bench.Campaign.ToString(), items, reviewers);
        company.TakeOver(bench.Folder);
        return company;
    }

    /// <summary>The very same once more; not while anybody writes to it.</summary>
    public ClickedCompany Copy()
    {
        var copy = new ClickedCompany(Campaign, Items, Reviewers);
        copy.TakeOver(Folder);
        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void TakeOver(string folder)
    {
        foreach (var name in (string[])["compliance.db", "signing-key.pem"]) File.Copy(Path.Combine(folder, name), Path.Combine(Folder, name));
    }
}
