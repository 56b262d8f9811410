using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>How an item is put into words, the same on cards, forms and pages.</summary>
public static class ReviewWords
{
    public static string Title(ReviewItem item) => item.Kind == ItemKind.Attestation ? item.Grant.Entitlement :
        $"{item.Grant.Entitlement} on {item.System}{(item.Grant.Environment.Length > 0 ? $", {item.Grant.Environment}" : "")}";

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

    public static string Known(ReviewItem item) =>
        $"Account {item.Grant.Account}. Last used: {(item.LastUsedAt is { } used ? used.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "unknown")}. Multi-factor sign-in: {item.Mfa switch { true => "yes", false => "no", null => "unknown" }}.";

    /// <summary>What to know before deciding: the flags first.</summary>
    public static string About(ReviewItem item) => $"{(item.Flagged ? $"Flagged: {Flags(item)}. " : "")}{Known(item)}";

    public static string Flags(ReviewItem item) => string.Join("; ", item.Flags.Select(f => f.Reason));

    /// <summary>Decision and reason in one choice. An unflagged item can be kept without a reason.</summary>
    public static IReadOnlyList<Option> Options(ReviewItem item)
    {
        var options = new List<Option>();
        if (item.Flagged)
        {
            options.AddRange(Reason.All.Where(r => r.For == Decision.Keep).Select(r => new Option($"keep:{r.Code}", $"Keep: {r.Text}")));
            options.Add(new("keep:other", "Keep: another reason, written below"));
        }
        else
        {
            options.Add(new("keep", "Keep"));
        }

        options.AddRange(Reason.All.Where(r => r.For == Decision.Revoke).Select(r => new Option($"revoke:{r.Code}", $"Revoke: {r.Text}")));
        options.Add(new("revoke:other", "Revoke: another reason, written below"));
        return options;
    }

    public static string Count(int n, string one, string many) => n == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{n} {many}");

    public static string Day(DateTimeOffset at, string timeZone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).ToString("dddd d MMMM, HH:mm", CultureInfo.InvariantCulture) + $" ({timeZone})";
}
