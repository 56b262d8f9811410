using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>A register whose number is missing has lost a row: what was not recorded took none.</summary>
public sealed class NumbersRunWithoutGaps : StoreTests
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_register_for_itself_and_nothing_refused_takes_one(Engine engine)
    {
        await using var db = Open(engine);

        Assert.Equal(1, await db.Do(tx => CounterStore.Next(tx, "one")));
        var refused = await db.Database.InTransaction<int>(
            Actor.Service,
            async tx => await CounterStore.Next(tx, "one") == 2 ? new NotThis() : 0,
            ct: TestContext.Current.CancellationToken);

        Assert.IsType<NotThis>(refused.No);
        Assert.Equal(2, await db.Do(tx => CounterStore.Next(tx, "one")));
        Assert.Equal(1, await db.Do(tx => CounterStore.Next(tx, "other")));
    }

    private sealed record NotThis() : Refusal("Not this one.");
}
