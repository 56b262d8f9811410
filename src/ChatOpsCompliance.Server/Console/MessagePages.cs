using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Operations;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <param name="Entries">The first of them.</param>
public sealed record MessagesScreen(int Waiting, int Dead, IReadOnlyList<OutboxStore.Entry> Entries, IReadOnlyList<Offer> Offers, DateTimeOffset Now);

/// <summary>What is on its way out to chat, to pipelines and to the checkpoint file, and what was given up, each with its cure.</summary>
internal sealed class MessagePages(ConsoleDoor door, Offers offers)
{
    public const string Route = "/messages", Home = ConsolePage.First + Route;

    private const int Most = 200;

    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) => visitor.SeesAll
        ? new Drawn<MessagesPage>(new() { [nameof(MessagesPage.Visitor)] = visitor, [nameof(MessagesPage.S)] = await Of(read, visitor) })
        : await door.Refuse(read, visitor, "What is on its way out is shown to compliance officers and executives."));

    private async Task<MessagesScreen> Of(Read read, Visitor visitor)
    {
        var vitals = await VitalStore.Of(read);
        return new(vitals.OutboxWaiting, vitals.OutboxDead, await MessagesStore.First(read, Most), await offers.Of(read, visitor, Offers.OfMessages, Values.None, Home), read.Now);
    }
}
