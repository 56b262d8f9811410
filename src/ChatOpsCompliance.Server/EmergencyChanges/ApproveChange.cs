using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>
/// The approvals: the ones that open the gate, and the second look afterwards. Whether somebody may is asked in the transaction of the act. A policy may
/// want an approval confirmed by signing in; then the click only hands out a link that opens once, for this person and this statement.
/// </summary>
public sealed class ApproveChange(PolicyBook policies, ReadAuthors authors, ApprovalLinks links)
{
    public const string Clicked = "click", SignedIn = "signed in";

    private const string First = "approve", Later = "second";

    private static readonly TimeSpan KeyHolds = TimeSpan.FromMinutes(10);

    public async Task<Result<Reply>> Approve(Tx tx, Visit visit)
    {
        var (change, gone) = await Shown(tx, visit);
        if (change is null) return gone!;
        var (via, wait) = await How(tx, visit, change, First);
        var (approved, no) = change.Approve(visit.By, await authors.Of(tx, change), via ?? Clicked, visit.Values[ChangeVerbs.Shown], tx.Now);
        if (approved is null) return no!;
        if (via is null) return await AskToSignIn(tx, visit, change, First, wait);
        if (!await ChangeLifeStore.Record(tx, approved)) return new ChangedMeanwhile();
        tx.Happened(approved);
        return new Finish(approved.Status == ChangeStatus.Requested ? "Approved. One more approval is needed." : change.Retroactive ? "Noted after the fact. It stays retroactive." : $"Approved. The gate opens for this commit until {ChangeWords.Time(change, approved.WindowUntil!.Value)}.");
    }

    /// <summary>Where the link of an approval leads that is to be confirmed by signing in.</summary>
    public async Task<Result<Reply>> Confirm(Read read, Visit visit)
    {
        var (change, gone) = await Shown(read, visit);
        if (change is null) return gone!;
        if (change.Policy.StepUp && visit.Values[ChangeVerbs.Key].Length > 0 && !await IsFresh(read, visit)) return new SignInAgain();
        var again = visit.Values[ChangeVerbs.Confirm] == Later;
        var independence = await authors.Of(read, change);
        if ((again ? change.LookSecond(visit.By, independence, agrees: true, null, SignedIn, "").No : change.Approve(visit.By, independence, SignedIn, "", read.Now).No) is { } refused) return refused;
        return new Show(new(
            again ? $"{change.Reference}: second approval" : $"Approve {change.Reference}",
            [.. ChangeWords.Asked(change), new Note("You approve this as the person who has signed in here.")],
            again ? new(ChangeVerbs.SecondGive, "I would have approved this", Values.None, ButtonStyle.Primary) : new(ChangeVerbs.Approve, $"Approve: deploy {ChangeWords.Where(change)}", Values.None, ButtonStyle.Primary),
            [],
            ChangeWords.About(change).With(ChangeVerbs.Shown, visit.Values[ChangeVerbs.Shown]).With(ChangeVerbs.Key, visit.Values[ChangeVerbs.Key])));
    }

    public async Task<Result<Reply>> LookSecond(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        if (change.LookSecond(visit.By, await authors.Of(read, change), agrees: true, null, Clicked, "").No is { } refused) return refused;
        return new Show(new(
            $"{change.Reference}: second approval",
            [.. ChangeWords.Asked(change), .. change.Seats.Select(s => new Note($"Approved by {s.Name}, {ChangeWords.Time(change, s.At)}.")), new Write(ChangeVerbs.Words, "Your words (needed when you object)", Long: true, Most: 2000)],
            new(ChangeVerbs.SecondGive, "I would have approved this", Values.None, ButtonStyle.Primary),
            [new(ChangeVerbs.SecondObject, "I would not have: object", Values.None, ButtonStyle.Danger)],
            ChangeWords.About(change).With(ChangeVerbs.Shown, ChangeWords.Shown(change))));
    }

    public Task<Result<Reply>> GiveSecond(Tx tx, Visit visit) => Second(tx, visit, agrees: true);

    public Task<Result<Reply>> Object(Tx tx, Visit visit) => Second(tx, visit, agrees: false);

    private async Task<Result<Reply>> Second(Tx tx, Visit visit, bool agrees)
    {
        var (change, gone) = await Shown(tx, visit);
        if (change is null) return gone!;
        // To object is always possible at once; it opens nothing.
        var (via, wait) = agrees ? await How(tx, visit, change, Later) : (Clicked, null);
        var (given, no) = change.LookSecond(visit.By, await authors.Of(tx, change), agrees, Words.Of(visit.Values[ChangeVerbs.Words]), via ?? Clicked, visit.Values[ChangeVerbs.Shown]);
        if (given is null) return no is RejectionWhy ? no with { Field = ChangeVerbs.Words } : no!;
        if (via is null) return await AskToSignIn(tx, visit, change, Later, wait);
        if (!await ChangeLifeStore.Record(tx, given, change.Status)) return new ChangedMeanwhile();
        tx.Happened(given);
        return new Finish(agrees ? "Thank you: the second approval is given." : "Your objection is on record; compliance is told.");
    }

    private async Task<Result<EmergencyChange>> Shown(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        return visit.Values[ChangeVerbs.Shown] == ChangeWords.Shown(change) ? change : new ChangedMeanwhile();
    }

    /// <returns>How it is approved; null when it has to be confirmed by signing in first.</returns>
    private static async Task<(string? Via, Refusal? No)> How(Tx tx, Visit visit, EmergencyChange change, string act)
    {
        if (!change.Policy.StepUp) return (Clicked, null);
        if (visit.Values[ChangeVerbs.Key].Length == 0) return (null, null);
        if (tx.Actor.Via != "console") return (null, new NotSignedIn());
        if (!await IsFresh(tx, visit)) return (null, new SignInAgain());
        return await ChangeLifeStore.SignedIn(tx, HashOf(visit.Values[ChangeVerbs.Key]), change.Id, visit.By.Id, act, visit.Values[ChangeVerbs.Shown]) ? (SignedIn, null) : (null, new KeyUsed());
    }

    /// <summary>Whether they had to prove who they are after the link was made. A link that is nobody's, or another's, is refused for that instead.</summary>
    private static async Task<bool> IsFresh(Read read, Visit visit) =>
        await ChangeLifeStore.LinkEnds(read, HashOf(visit.Values[ChangeVerbs.Key]), visit.By.Id) is not { } ends || visit.FreshAt >= ends - KeyHolds;

    private async Task<Result<Reply>> AskToSignIn(Tx tx, Visit visit, EmergencyChange change, string act, Refusal? wait)
    {
        if (wait is not null) return wait;
        var (key, shown) = (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)), visit.Values[ChangeVerbs.Shown]);
        await ChangeLifeStore.AskToSignIn(tx, HashOf(key), change.Id, visit.By.Id, act, shown, tx.Now + KeyHolds);
        tx.Happened(new ChangeSignInAsked(change.Id, visit.By.Id));
        return new Tell(new(
            $"Sign in to approve {change.Reference}",
            new Paragraph($"“{change.Policy.Title}” wants approvals confirmed by signing in. Nothing is approved yet."),
            new Links([new Link($"Sign in and approve {change.Reference}", links.For(change.Id, shown, key, act))]),
            new Note("The link opens once, for you alone, within ten minutes.")));
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>Where approvals are confirmed by signing in.</summary>
public sealed record ApprovalLinks(Uri Public)
{
    internal Uri For(Id<EmergencyChange> change, string shown, string key, string act) =>
        new(Public, $"console/do/{ChangeVerbs.ApproveSignedIn}?{ChangeVerbs.Change}={change}&{ChangeVerbs.Shown}={shown}&{ChangeVerbs.Key}={key}&{ChangeVerbs.Confirm}={act}");
}

/// <summary>Somebody pressed approve, and has yet to confirm it by signing in.</summary>
public sealed record ChangeSignInAsked(Id<EmergencyChange> Change, Id<ChatOpsCompliance.People.Person> By) : ChangeFact(Change)
{
    public override string Kind => "change.sign-in-asked";
}

public sealed record ChangedMeanwhile() : Refusal("Something about it changed since this was shown. Look at it again; nothing was recorded.");

public sealed record NotSignedIn() : Refusal("Confirm it where the link leads, signed in; a message can't.");

/// <summary>The console sends whoever reads this on to the provider.</summary>
public sealed record SignInAgain() : Refusal("This wants you to sign in anew: open the link in the message again.");

public sealed record KeyUsed() : Refusal("This link is used, too old or somebody else's. Press the button in the message again.");
