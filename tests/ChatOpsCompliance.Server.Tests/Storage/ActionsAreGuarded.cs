using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>Each act on an action happens once, and only from where it may.</summary>
public sealed class ActionsAreGuarded : StoreTests
{
    private static readonly Id<ActionTask> Action = new(Guid.CreateVersion7());

    private static readonly Id<Person> Mia = new(Guid.CreateVersion7()), Tom = new(Guid.CreateVersion7());

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task From_its_opening_to_its_end(Engine engine)
    {
        await using var db = Open(engine);
        var at = TestDatabase.Start.AddHours(1);
        var opened = new ActionOpened(Action, 1, ActionKind.Unauthorised, "deployment/1", null, null, TestDatabase.Start.AddDays(3), new("title"), new("what"));

        Assert.True(await db.Do(tx => ActionActsStore.Record(tx, opened)));
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, opened with { Action = new(Guid.CreateVersion7()), Number = 2 })));
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, new ActionConfirmed(Action, Tom, at, null), at)));
        Assert.True(await db.Do(tx => ActionActsStore.Record(tx, new ActionDone(Action, Mia, at, new("done")))));
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, new ActionDone(Action, Mia, at, new("done")))));
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, new ActionConfirmed(Action, Mia, at, null), at))); // who did it
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, new ActionConfirmed(Action, Tom, at, null), at.AddSeconds(1)))); // what was done another time
        Assert.True(await db.Do(tx => ActionActsStore.Record(tx, new ActionJustified(Action, Tom, new("why")))));
        Assert.True(await db.Do(tx => ActionActsStore.Record(tx, new ActionConfirmed(Action, Tom, at.AddHours(1), new("seen")), at)));
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, new ActionDoubted(Action, Tom, new("not")), at)));
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, new ActionJustified(Action, Tom, new("why")))));
        Assert.False(await db.Do(tx => ActionActsStore.Record(tx, new ActionHandedOver(Action, null, Mia, HandOverCause.Chosen, null))));

        Assert.Equal([(Action, "Confirmed")], await db.Read(async read =>
        {
            var all = new List<(Id<ActionTask>, string)>();
            await foreach (var one in ActionStore.AllStatuses(read)) all.Add(one);
            return all;
        }));
        Assert.True(await db.Do(tx => ActionActsStore.Record(tx, new ActionReopened(Action, at.AddDays(1), ActionReopening.CameBack, at.AddDays(4)))));
    }
}
