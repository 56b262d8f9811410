using System.Collections.Concurrent;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using Microsoft.AspNetCore.Http;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>A bot about something else entirely: shows that Local chat knows no feature. Keeps every click it got.</summary>
internal sealed class LunchBot(LocalWorkspace workspace)
{
    private readonly ConcurrentDictionary<string, Reply> replies = new();

    public ConcurrentQueue<Click> Clicks { get; } = new();

    public static Card Invitation => new(
        "Lunch on Friday: 2 of 5 have ordered",
        new Heading("Lunch on Friday"),
        new Paragraph("The kitchen needs to know by Thursday noon.\nIf you say nothing, nothing is ordered for you."),
        new Facts(("Where", "Terrace, 3rd floor"), ("When", "Friday, 12:30"), ("Asked by", "Ana Ruiz <ana@example.test>")),
        new Progress(2, 5, "Ordered"),
        new Note("You can change your order until Thursday noon."),
        new Buttons(
            new Button(new("lunch.open"), "Order", new Values { ["day"] = "friday" }, ButtonStyle.Primary),
            new Button(new("lunch.who"), "Who comes?", Values.None),
            new Button(new("lunch.cancel"), "Call it off", new Values { ["day"] = "friday" }, ButtonStyle.Danger)));

    public static Form Order => new(
        "Your order for Friday",
        [
            new Paragraph("Pick a dish and say what the kitchen should know."),
            new Heading("Friday, 12:30"),
            new Choose("dish", "Dish", [new("soup", "Lentil soup"), new("curry", "Vegetable curry"), new("none", "Nothing for me")], null, new Verb("lunch.draft")),
            new Choose("seat", "Seat", [.. Enumerable.Range(1, 8).Select(n => new Option($"{n}", $"Table {n}"))], null),
            new Tick("sides", "Sides", [new("bread", "Bread"), new("salad", "Salad"), new("fruit", "Fruit")]),
            new Write("note", "For the kitchen", Long: true, OnChange: new Verb("lunch.draft")),
            new Attach("photo", "A photo of the fridge", "So that the kitchen sees what is left."),
            new Write("guest", "Guest's name", Most: 40, OnChange: new Verb("lunch.guest")),
        ],
        new Button(new("lunch.order"), "Order lunch", Values.None, ButtonStyle.Primary),
        [new Button(new("lunch.open"), "Start again", new Values { ["day"] = "monday" })],
        new Values { ["day"] = "friday" });

    /// <summary>The names of the files that came.</summary>
    public ConcurrentQueue<string> Files { get; } = new();

    public Task<Result<Attachment>> Attach(ChatAccount account, IFormFile file, CancellationToken ct)
    {
        if (file.Length == 0) return Task.FromResult<Result<Attachment>>(new AttachmentEmpty());
        Files.Enqueue(file.FileName);
        return Task.FromResult<Result<Attachment>>(new Attachment { Id = new(Guid.CreateVersion7()), Name = file.FileName, Size = file.Length, Hash = "", By = default, At = default });
    }

    public Task<Reply> Handle(Click click, CancellationToken ct)
    {
        Clicks.Enqueue(click);
        return Task.FromResult(replies.GetOrAdd(click.Delivery, _ => Answer(click)));
    }

    private Reply Answer(Click click) => click.Verb.Name switch
    {
        "lunch.open" => new Show(Order with { Banner = click.Values["day"] == "monday" ? "Started again." : null }),
        "lunch.who" => new Say("Ana and Bo, so far."),
        "lunch.cancel" => new Refused("NotTheHost", "Only Ana Ruiz can call it off."),
        "lunch.draft" => new Saved(),
        "lunch.guest" => new Show(Order with { Banner = $"{click.Values["guest"]} comes." }),
        "lunch.order" when Missing(click.Values) is { Count: > 0 } missing => new Mistakes(missing),
        "lunch.order" => Ordered(click),
        _ => throw new InvalidOperationException(click.Verb.Name),
    };

    private static Dictionary<string, string> Missing(Values order) => new[] { ("dish", "Pick a dish."), ("note", "Say at least \"nothing\".") }
        .Where(f => order[f.Item1].Length == 0)
        .ToDictionary(f => f.Item1, f => f.Item2);

    private Finish Ordered(Click click)
    {
        var place = ChatPlace.Direct(click.Account);
        foreach (var message in workspace.In(place)) workspace.Update(place, message.Id, new Card("You ordered", new Paragraph($"You ordered {click.Values["dish"]}.")));
        return new Finish("Ordered. Enjoy!");
    }
}
