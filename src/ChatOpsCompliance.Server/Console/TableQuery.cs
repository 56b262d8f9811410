using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Which of their items a reviewer's table shows, as it stands in its address. What can't be read narrows nothing.</summary>
/// <param name="Flag">Empty, <see cref="Any"/>, <see cref="No"/>, or the name of one kind.</param>
/// <param name="Show">One of <see cref="Shows"/>.</param>
/// <param name="Page">From 0.</param>
public sealed record TableQuery(string Text, string System, string Holder, string Entitlement, string Flag, string Show, int Page)
{
    public const string TextField = "q", SystemField = "system", HolderField = "holder", EntitlementField = "entitlement", FlagField = "flag", ShowField = "show", PageField = "page";

    public const string Any = "any", No = "none";

    public const string Waiting = "waiting", Unchosen = "not-chosen", Chosen = "chosen", Decided = "decided", Everything = "all";

    /// <summary>How far an item is, and how that reads. The first is shown unless another is asked for.</summary>
    public static readonly IReadOnlyList<(string Value, string Label)> Shows =
        [(Waiting, "Waiting: not signed yet"), (Unchosen, "Nothing chosen yet"), (Chosen, "Chosen, not signed"), (Decided, "Decided"), (Everything, "All")];

    public bool Narrows => Text.Length + System.Length + Holder.Length + Entitlement.Length + Flag.Length > 0 || Show != Waiting;

    public static TableQuery Read(IQueryCollection query) => new(
        query[TextField].ToString().Trim(),
        query[SystemField].ToString(),
        query[HolderField].ToString(),
        query[EntitlementField].ToString(),
        query[FlagField].ToString(),
        Shows.Any(s => s.Value == query[ShowField]) ? query[ShowField].ToString() : Waiting,
        int.TryParse(query[PageField], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 0);

    /// <summary>Whose an item is, for the filter: a person, or the account of nobody known.</summary>
    public static string HolderOf(ReviewItem item) => item.Subject?.ToString() ?? item.Grant.Account;

    public bool Matches(ReviewItem item) =>
        ShowMatches(item)
        && (System.Length == 0 || item.System == System)
        && (Holder.Length == 0 || HolderOf(item) == Holder)
        && (Entitlement.Length == 0 || item.Grant.Entitlement == Entitlement)
        && (Flag.Length == 0 || (Flag == Any ? item.Flagged : Flag == No ? !item.Flagged : item.Flags.Any(f => f.Kind.ToString() == Flag)))
        && (Text.Length == 0 || $"{ReviewWords.Title(item)} {item.Grant.Account} {ReviewWords.Holder(item)}".Contains(Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The address of a page of the table with the same filter.</summary>
    public string Address(Id<Campaign> campaign, int page = 0)
    {
        (string Name, string Value)[] all =
        [
            (TextField, Text), (SystemField, System), (HolderField, Holder), (EntitlementField, Entitlement), (FlagField, Flag),
            (ShowField, Show == Waiting ? "" : Show), (PageField, page > 0 ? page.ToString(CultureInfo.InvariantCulture) : ""),
        ];
        return $"{TablePages.Address(campaign)}{QueryString.Create(all.Where(p => p.Value.Length > 0).Select(p => KeyValuePair.Create<string, string?>(p.Name, p.Value)))}";
    }

    private bool ShowMatches(ReviewItem item) => Show switch
    {
        Waiting => item.Outcome == Outcome.Undecided,
        Unchosen => item is { Outcome: Outcome.Undecided, Draft: null },
        Chosen => item is { Outcome: Outcome.Undecided, Draft: not null },
        Decided => item.Outcome != Outcome.Undecided,
        _ => true,
    };
}
