using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>How an item is put into words, the same on cards, forms and pages.</summary>
public static class ReviewWords
{
    /// <summary>The plain title where the catalogue has one, with the name that the system itself uses.</summary>
    public static string Title(ReviewItem item) => item.Kind == ItemKind.Attestation ? item.Grant.Entitlement :
        $"{Named(item)} on {item.System}{(item.Grant.Environment.Length > 0 ? $", {item.Grant.Environment}" : "")}";

    private static string Named(ReviewItem item) =>
        item is { Kind: ItemKind.Grant, Details.Title: { } title } && title != item.Grant.Entitlement ? $"{title} ({item.Grant.Entitlement})" : item.Grant.Entitlement;

    /// <summary>Where an account would stand, for what is asked of no account.</summary>
    public static string Holder(ItemKind kind) => kind switch
    {
        ItemKind.RoleDefinition => "the role itself",
        ItemKind.Attestation => "a statement",
        ItemKind.Rule => "everybody in the roster",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A grant has an account."),
    };

    public static string Holder(ReviewItem item) => item.Kind != ItemKind.Grant ? Holder(item.Kind) : item.AccountType switch
    {
        AccountType.Human => item.SubjectName ?? $"nobody we know (account {item.Grant.Account})",
        AccountType.Service => $"service account {item.Grant.Account}{(item.SubjectName is { } owner ? $", owned by {owner}" : ", without an owner")}",
        _ => $"shared account {item.Grant.Account}",
    };

    /// <summary>What to know before deciding, a line each: who passed it on, the flags, what it allows, since when and how it is there, what was decided last time.</summary>
    public static string About(ReviewItem item) => string.Join('\n', Lines(item));

    public static string Flags(ReviewItem item) => string.Join("; ", item.Flags.Select(f => f.Reason));

    /// <summary>Whether something is not known that would have been flagged if it were so: unknown is not the same as fine.</summary>
    public static bool SomethingUnknown(ReviewItem item) => (item.LastUsedAt is null && !NeverUsed(item)) || (item.Mfa is null && item.AccountType == AccountType.Human);

    /// <summary>The source knows that it was never used, which is no unknown.</summary>
    private static bool NeverUsed(ReviewItem item) => item.Flags.Any(f => f.Kind == FlagKind.NeverUsed);

    private static IEnumerable<string> Lines(ReviewItem item)
    {
        var d = item.Details;
        if (d.GivenBy is { } giver) yield return $"Came from {giver}{Because(d)}.{(d.GivenWords is { } words ? $" “{words}”" : "")}";
        if (item.Statement is { } statement) yield return statement;
        if (item.Flagged) yield return $"Flagged: {Flags(item)}.";
        if (item.Kind == ItemKind.Grant)
        {
            if (d.Allows is { } allows) yield return $"It allows: {allows.TrimEnd('.')}.";
            yield return Known(item);
        }

        if (item.LastSaid is { } last) yield return $"Last time: {last}.";
    }

    private static string Because(ItemDetails details) => details.GivenBecause switch
    {
        ReassignCause.NotSure => ", who was not sure",
        ReassignCause.NotMyPerson => ", who does not know the person",
        ReassignCause.Delegated => ", who is away",
        ReassignCause.HolderMoved => ", since the person moved",
        ReassignCause.ReviewerLeft => ", who has left",
        _ => "",
    };

    /// <summary>What the source says of the grant, and by name what it does not say.</summary>
    public static string Known(ReviewItem item)
    {
        var d = item.Details;
        var known = new List<string> { $"Account {item.Grant.Account}" };
        var unknown = new List<string>();
        Say(d.GrantedAt, "granted", "since when");
        if (d.GrantedVia is { } via) known.Add($"through {via}");
        if (d.RequestRef is { } request) known.Add($"request {request}");
        if (NeverUsed(item)) known.Add("never used");
        else Say(item.LastUsedAt, "last used", "last use");
        Say(d.ExpiresAt, "expires", "whether it expires");
        if (item.Mfa is { } mfa) known.Add(mfa ? "multi-factor sign-in" : "no multi-factor sign-in");
        else if (item.AccountType == AccountType.Human) unknown.Add("multi-factor sign-in");
        return $"{string.Join(", ", known)}.{(unknown.Count > 0 ? $" Unknown: {string.Join(", ", unknown)}." : "")}";

        void Say(DateTimeOffset? at, string what, string otherwise)
        {
            if (at is { } day) known.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {day.UtcDateTime:yyyy-MM-dd}"));
            else unknown.Add(otherwise);
        }
    }

    /// <summary>Decision and reason in one choice. An unflagged item can be kept without a reason. What ends in dots asks for a word more.</summary>
    public static IReadOnlyList<Option> Options(ReviewItem item) =>
    [
        .. item.Flagged ? Named("Keep: ", ReasonsTo(Decision.Keep, other: true).Where(o => Open(item, o))) : [new("keep", "Keep")],
        .. Named("Revoke: ", ReasonsTo(Decision.Revoke, other: true)),
        .. item.Kind == ItemKind.Grant ? Named("Modify: ", ReasonsTo(Decision.Modify, other: false)).Select(o => o with { Label = o.Label + "…" }) : [],
        new("not-sure", "Not sure…"),
        new("not-my-person", item.Kind == ItemKind.Grant ? "Not my person…" : "Not mine to answer…"),
    ];

    /// <summary>What was picked at random is kept with a sentence or not at all.</summary>
    private static bool Open(ReviewItem item, Option option) => option.Value == $"keep:{Reason.Other}" || item.Flags.All(f => f.Kind != FlagKind.Picked);

    public static IReadOnlyList<Option> ReasonsTo(Decision decision, bool other)
    {
        var verb = new Choice(decision, null, null).Option;
        return [.. Reason.All.Where(r => r.For == decision).Select(r => new Option($"{verb}:{r.Code}", r.Text)), .. other ? [new Option($"{verb}:{Reason.Other}", "other reason…")] : Array.Empty<Option>()];
    }

    /// <summary>What is asked in words after this choice; null when nothing is.</summary>
    public static string? AsksWords(Choice choice) => choice switch
    {
        { Decision: Decision.NotSure } => "What is not clear? The owner of the system reads it.",
        { Decision: Decision.NotMyPerson } => "Who may know? The owner of the review reads it.",
        { Reason: Reason.Other } => "The reason in your own words",
        _ => null,
    };

    private static IEnumerable<Option> Named(string verb, IEnumerable<Option> options) => options.Select(o => o with { Label = verb + o.Label });

    public static string Count(int n, string one, string many) => n == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{n} {many}");

    public static string Day(DateTimeOffset at, string timeZone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).ToString("dddd d MMMM, HH:mm", CultureInfo.InvariantCulture) + $" ({timeZone})";
}
