using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Compliance has what could not be sent tried once more, from the console; the shell's <c>outbox retry</c> does the same.</summary>
public static class RetryMessages
{
    public static readonly Verb Open = new("messages.retry"), Retry = new("messages.retry-all");

    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceRetries();
        var dead = await MessagesStore.GivenUp(read);
        if (dead == 0) return new NothingIsDead();
        return new Show(new(
            "Try again what could not be sent",
            [new Paragraph($"{Counted(dead)} given up. What may have been sent already is looked for first, so nothing is said twice where the platform can be asked. What is still wrong fails again, and says so.")],
            new(Retry, "Try again", Values.None, ButtonStyle.Primary),
            [],
            Values.None));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceRetries();
        var revived = await All(tx);
        return revived == 0 ? new NothingIsDead() : new Finish($"{Counted(revived)} on the way again.");
    }

    /// <summary>How many were given up and are tried again; a fact when there was one.</summary>
    internal static async Task<int> All(Tx tx)
    {
        var revived = await OutboxStore.RetryDead(tx);
        if (revived > 0) tx.Happened(new OutboxRetried(revived));
        return revived;
    }

    private static string Counted(int effects) => effects == 1 ? "1 message or errand is" : $"{effects} messages and errands are";
}

public sealed record OnlyComplianceRetries() : Refusal("Only compliance officers have messages sent again.");

public sealed record NothingIsDead() : Refusal("Nothing was given up: there is nothing to try again.");
