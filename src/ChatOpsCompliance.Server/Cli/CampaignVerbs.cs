using System.CommandLine;
using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Api;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class CampaignVerbs
{
    public static Command Campaign() => new("campaign", "access reviews: what there is, and launching one") { List(), Show(), Launch() };

    private static Command List()
    {
        var command = new Command("list", "every campaign, newest first") { JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var campaigns = await session.Database.Read(CampaignStore.All, ct);
            if (parsed.GetValue(JsonOption)) await Out.WriteLineAsync(ReadVerb.ToJson(new Page<CampaignShape>([.. campaigns.Select(CampaignShape.Of)], null)));
            else if (campaigns.Count == 0) await Out.WriteLineAsync("No campaign yet.");
            else foreach (var c in campaigns) await Out.WriteLineAsync($"{c.Id}  {c.Period:yyyy-MM-dd}  {c.Definition}  {CampaignCard.StateOf(c.Status)}  {c.Population} items");
            return Success;
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID");
        var command = new Command("show", "one campaign: how far it is and whether it ties out") { id, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var result = await session.Database.Read<Result<(Campaign Campaign, TieOut TieOut, IReadOnlyList<ItemCountStore.Tally> Reviewers)>>(
                async read => Id<Campaign>.TryParse(parsed.GetRequiredValue(id), out var campaign) && await CampaignStore.ById(read, campaign) is { } found
                    ? (found, await CloseCampaign.Standing(read, campaign), await ItemCountStore.ByReviewer(read, campaign))
                    : new CampaignUnknown(parsed.GetRequiredValue(id)),
                ct);
            if (result.Done && parsed.GetValue(JsonOption))
            {
                await Out.WriteLineAsync(ReadVerb.ToJson(CampaignDetailShape.Of(result.Value.Campaign, result.Value.TieOut, result.Value.Reviewers)));
                return Success;
            }

            return await Session.Tell(result, parsed.GetValue(JsonOption), s => s, s => Text(s.Campaign, s.TieOut, s.Reviewers));
        });
        return command;
    }

    private static Command Launch()
    {
        var definition = new Argument<string>("DEFINITION") { Description = "a review of the configuration" };
        var period = new Option<string?>("--period") { Description = "the scheduled date, yyyy-MM-dd (default: today where the definition lives)" };
        var replaces = new Option<string?>("--replaces") { Description = "the cancelled campaign of that period which this one takes the place of" };
        var person = new Option<string?>("--person") { Description = "e-mail of the one person whose access is reviewed, such as after a move" };
        var stale = new Option<string?>("--stale") { Description = "why it is launched on extracts that are too old; recorded with the launch" };
        var command = new Command("launch", "freezes the population and opens the review; --dry-run shows population, reviewers and messages") { definition, period, person, replaces, stale, DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            DateOnly? day = null;
            if (parsed.GetValue(period) is { } text)
            {
                if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                {
                    await Error.WriteLineAsync($"--period '{text}' is no date like 2026-01-31.");
                    return Usage;
                }

                day = date;
            }

            Id<Campaign>? replaced = null;
            if (parsed.GetValue(replaces) is { } named)
            {
                if (!Id<Campaign>.TryParse(named, out var id))
                {
                    await Error.WriteLineAsync($"--replaces '{named}' is no campaign's id; campaign list has them.");
                    return Usage;
                }

                replaced = id;
            }

            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var dry = parsed.GetValue(DryRunOption);
            var result = await session.Get<LaunchCampaign>().Run(parsed.GetRequiredValue(definition), day, session.Actor, dry, parsed.GetValue(person), replaced, Words.Of(parsed.GetValue(stale)), ct);
            return await Session.Tell(
                result,
                parsed.GetValue(JsonOption),
                s => new { s.Campaign, s.Definition, s.Period, s.Population, reviewers = s.Reviewers.Select(r => new { r.Reviewer, r.Items }), s.Messages },
                s => $"{(dry ? "Would launch" : $"Launched, campaign {s.Campaign}:")} {s.Definition} for {s.Period:yyyy-MM-dd}: {s.Population} items, {s.Reviewers.Count} reviewers, {s.Messages} messages.\n{string.Join('\n', s.Reviewers.Select(r => $"  {r.Items,6}  {r.Reviewer}"))}");
        });
        return command;
    }

    private static string Text(Campaign c, TieOut t, IReadOnlyList<ItemCountStore.Tally> reviewers) => $"""
        {c.Title}, {c.Period:yyyy-MM-dd}: {CampaignCard.StateOf(c.Status)}
          {string.Join("\n  ", t.Equations())}
          {(t.Difference is { } d ? $"DOES NOT TIE OUT: {d}" : "ties out")}; population hash {c.PopulationHash}
        {string.Join('\n', reviewers.Select(r => $"  {r.Done,5} of {r.Items,5} decided  {r.Name}"))}
        """;
}

internal sealed record CampaignUnknown(string Id) : Refusal($"There is no campaign {Id}. 'campaign list' has them.");
