using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Sources;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources;

/// <summary>What every source of grants owes an import: all rows, each once and whole; unknown as unknown; a bad row as a fault with its place.</summary>
public abstract class AccessSourceContract
{
    private static readonly Grant Full = new()
    {
        Account = "deploy, \"the bot\"",
        AccountType = AccountType.Service,
        OwnerEmail = "omar@example.com",
        Entitlement = "payments: deploy\nand more",
        Environment = "production",
        Privileged = true,
        Mfa = false,
        Active = true,
        GrantedAt = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero),
        LastUsedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        ExpiresAt = new(2027, 1, 2, 3, 4, 5, TimeSpan.Zero),
        KeyCreatedAt = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero),
        GrantedVia = "team ops",
        RequestRef = "REQ-1",
    };

    private static readonly Grant Bare = new() { Account = "ada", AccountType = AccountType.Human, PersonEmail = "ada@example.com", Entitlement = "wiki: edit" };

    /// <summary>A source that has exactly these grants.</summary>
    protected abstract IAccessSource Having(params IReadOnlyList<Grant> grants);

    /// <summary>The same, with one row in the middle that can't be read.</summary>
    protected abstract IAccessSource HavingABrokenRowAfter(IReadOnlyList<Grant> before, IReadOnlyList<Grant> after);

    [Fact]
    public async Task Every_fact_arrives_and_what_it_did_not_say_stays_unknown() =>
        Assert.Equal([Full, Bare], (await Read(Having(Full, Bare))).Select(r => r.Grant));

    [Fact]
    public async Task It_can_be_empty() => Assert.Empty(await Read(Having()));

    [Fact]
    public async Task A_row_that_cannot_be_read_is_a_fault_and_not_the_end()
    {
        var rows = await Read(HavingABrokenRowAfter([Full], [Bare]));

        Assert.Equal([Full, Bare], rows.Where(r => r.Fault is null).Select(r => r.Grant));
        Assert.True(Assert.Single(rows, r => r.Fault is not null).Line > rows[0].Line);
    }

    [Fact]
    public async Task The_same_content_has_the_same_id_and_another_has_another()
    {
        var id = await Having(Full).ContentId(TestContext.Current.CancellationToken);

        Assert.Equal(id, await Having(Full).ContentId(TestContext.Current.CancellationToken));
        Assert.NotEqual(id, await Having(Bare).ContentId(TestContext.Current.CancellationToken));
        Assert.Matches("^[0-9a-f]{64}$", id);
    }

    protected static async Task<IReadOnlyList<SourceRow>> Read(IAccessSource source)
    {
        var rows = new List<SourceRow>();
        await foreach (var row in source.Rows(TestContext.Current.CancellationToken)) rows.Add(row);
        return rows;
    }
}
