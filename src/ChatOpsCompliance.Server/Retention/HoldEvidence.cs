using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Retention;

/// <summary>Compliance places a legal hold, and lifts one.</summary>
public static class HoldEvidence
{
    public static readonly Verb Open = new("hold.open"), Place = new("hold.place"), Look = new("hold.look"), Lift = new("hold.lift");

    public const string From = "from", To = "to", Why = "why", Which = "hold";

    public static Task<Result<Reply>> Ask(Read read, Visit visit) => Task.FromResult<Result<Reply>>(!visit.Roles.Compliance ? new OnlyComplianceHolds() : new Show(new(
        "Place a legal hold",
        [
            new Paragraph("While it stands, nothing of its days is let go or erased, whatever its age and whoever asks. Without days it is everything."),
            new Write(From, "From, such as 2026-01-01 (empty: from the beginning)"),
            new Write(To, "To, the last day (empty: without an end)"),
            new Write(Why, "Why: the matter, and who asked for it", Long: true, Most: Hold.LongestWhy) { Required = true },
        ],
        new(Place, "Place the hold", Values.None, ButtonStyle.Primary),
        [],
        Values.None)));

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceHolds();
        if (!Day(visit.Values[From], out var from)) return new DayUnread() { Field = From };
        if (!Day(visit.Values[To], out var to)) return new DayUnread() { Field = To };
        if (from > to) return new HoldEndsBeforeItBegins() { Field = To };
        if (Words.Of(visit.Values[Why]) is not { } why) return new HoldSaysWhy() { Field = Why };
        var placed = new HoldPlaced(new(Guid.CreateVersion7(tx.Now)), from, to, why, visit.By.Id);
        await HoldStore.Place(tx, placed);
        tx.Happened(placed);
        return new Finish($"The hold stands: {new Hold(placed.Hold, from, to, null, visit.By.Id, tx.Now).Days}. It stays until somebody of compliance lifts it.");
    }

    public static async Task<Result<Reply>> AskLift(Read read, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceHolds();
        if ((await HoldStore.Standing(read)).FirstOrDefault(h => h.Id == visit.Values.Id<Hold>(Which)) is not { } hold) return new NoSuchHold();
        return new Show(new(
            "Lift a legal hold",
            [
                new Paragraph($"Held: {hold.Days}, since {hold.PlacedAt:yyyy-MM-dd}. {hold.Why}"),
                new Note("What is older than it has to be kept goes in the night after, unless another hold keeps it."),
                new Write(Why, "Why, and who said so", Long: true, Most: Hold.LongestWhy) { Required = true },
            ],
            new(Lift, "Lift the hold", Values.None, ButtonStyle.Danger),
            [],
            new() { [Which] = hold.Id.ToString() }));
    }

    public static async Task<Result<Reply>> RunLift(Tx tx, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceHolds();
        if (visit.Values.Id<Hold>(Which) is not { } id) return new NoSuchHold();
        if (Words.Of(visit.Values[Why]) is not { } why) return new HoldSaysWhy() { Field = Why };
        var lifted = new HoldLifted(id, why, visit.By.Id);
        if (!await HoldStore.Lift(tx, lifted)) return new NoSuchHold();
        tx.Happened(lifted);
        return new Finish("The hold is lifted.");
    }

    /// <summary>Nothing is no day, and no mistake.</summary>
    private static bool Day(string text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        return day is not null || text.Trim().Length == 0;
    }
}
