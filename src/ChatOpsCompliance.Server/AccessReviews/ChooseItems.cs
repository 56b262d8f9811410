using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Undecided items by a filter: who has them, which system, a part of the words; or one item by its number. The same fields wherever many are acted on.</summary>
internal static class ChooseItems
{
    /// <summary>More at once is refused: the filter is to be narrowed.</summary>
    public const int Most = 1000;

    private const int Shown = 10;

    /// <param name="visit">What a link, or the form before, asked for stands in them already.</param>
    public static IReadOnlyList<Field> Fields(Visit visit, IReadOnlyList<string> systems) =>
    [
        new Write(LifeVerbs.Reviewer, "Only items that wait for (name or e-mail; empty for anybody's)", visit.Values[LifeVerbs.Reviewer]),
        new Choose(LifeVerbs.System, "Only items of the system", [new("", "Any system"), .. systems.Select(s => new Option(s, s))], visit.Values[LifeVerbs.System]),
        new Write(LifeVerbs.Text, "Only items whose account, access or holder has these letters (empty for all)", visit.Values[LifeVerbs.Text]),
    ];

    /// <summary>What is asked about, without the filter, which stands in the fields.</summary>
    public static Values About(Visit visit) => Pick(visit, Values.None, LifeVerbs.Campaign, LifeVerbs.Item);

    /// <summary>The filter, to be carried to the next form.</summary>
    public static Values Carry(Visit visit, Values onto) =>
        Pick(visit, onto, LifeVerbs.Campaign, LifeVerbs.Item, LifeVerbs.Reviewer, LifeVerbs.System, LifeVerbs.Text);

    private static Values Pick(Visit visit, Values onto, params string[] names) => names.Where(visit.Values.Has).Aggregate(onto, (v, name) => v.With(name, visit.Values[name]));

    public static async Task<Result<IReadOnlyList<ReviewItem>>> Of(Read read, Visit visit, Campaign campaign)
    {
        if (visit.Values.Has(LifeVerbs.Item))
        {
            if (visit.Values.Int(LifeVerbs.Item) is not { } ordinal || await ItemStore.One(read, campaign.Id, ordinal) is not { } one) return new ItemUnknown();
            return one.Outcome == Outcome.Undecided ? new[] { one } : one.Decided is { } decided ? new AlreadyDecided(one.DecidedByName ?? "Somebody", decided.Text, one.DecidedAt) : new HasItsOutcome(one.Outcome);
        }

        Id<Person>? reviewer = null;
        if (visit.Values[LifeVerbs.Reviewer].Trim().Length > 0)
        {
            var (person, no) = await visit.PersonIn(read, LifeVerbs.Reviewer);
            if (person is null) return no!;
            reviewer = person.Id;
        }

        var system = visit.Values[LifeVerbs.System];
        var found = await ItemSearchStore.Items(read, campaign.Id, new(Outcome.Undecided, Reviewer: reviewer, Text: visit.Values[LifeVerbs.Text]), 0, Most + 1);
        var items = found.Where(i => system.Length == 0 || i.System == system).ToList();
        return items.Count switch
        {
            0 => new NothingChosen(),
            > Most => new TooManyChosen(Most),
            _ => items,
        };
    }

    /// <summary>What the filter found, in words: the first few by name.</summary>
    public static IReadOnlyList<Block> List(IReadOnlyList<ReviewItem> items) =>
    [
        .. items.Take(Shown).Select(i => new Paragraph($"{Holder(i)}: {Title(i)}, with {i.ReviewerName}")),
        .. items.Count > Shown ? new Block[] { new Note(string.Create(CultureInfo.InvariantCulture, $"and {items.Count - Shown} more")) } : [],
    ];
}

public sealed record TooManyChosen(int Most) : Refusal($"These are more than {Most} items. Narrow the filter, and do it in parts.");
