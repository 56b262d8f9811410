using System.Globalization;
using System.Security.Cryptography;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>Draws a sample of a control's population by a seed, or takes the ids that an auditor names; the method, the seed and the population's hash are a fact.</summary>
public static class DrawSample
{
    private const string Seeded = "seed", Chosen = "ids";

    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceTests();
        if (await OneControl.In(read, visit.Values) is not { } control) return new NoSuchControl(visit.Values[ControlVerbs.Control]);
        var sources = control.EvidencedBy.Where(e => e.HasOccasions).ToList();
        if (sources.Count == 0) return new NothingToSample(control.Title);
        return new Show(new(
            $"A sample for “{control.Title}”",
            [
                new Choose(ControlVerbs.Evidence, "Of which population?", [.. sources.Select(s => new Option(s.ToString(), s.ToString()))], sources.Count == 1 ? sources[0].ToString() : null) { Required = true },
                new Write(ControlVerbs.From, "From, such as 2026-01-01", visit.Values[ControlVerbs.From]) { Required = true },
                new Write(ControlVerbs.To, "To, the last day", visit.Values[ControlVerbs.To]) { Required = true },
                new Choose(ControlVerbs.Method, "How?", [new(Seeded, "By a seed: anybody with it finds the same"), new(Chosen, "These, by name")], Seeded) { Required = true },
                new Write(ControlVerbs.Size, "How many (by a seed)", "25", Most: 3),
                new Write(ControlVerbs.Seed, "Seed (by a seed; best the auditor's own)", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), Most: 100),
                new Write(ControlVerbs.Ids, "Which ones, one a line (by name): 2026-01-01#12, EC-3, the address of a run, or the audit log's name", Long: true, Most: 2000),
                new Note("A sample is drawn once and never changed. The method, the seed and the population's count and hash stand in the audit log."),
            ],
            new(ControlVerbs.Draw, "Draw", Values.None, ButtonStyle.Primary),
            [],
            new() { [ControlVerbs.Control] = control.Name }));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceTests();
        if (await OneControl.In(tx, visit.Values) is not { } control) return new NoSuchControl(visit.Values[ControlVerbs.Control]);
        var (asked, mistakes) = Asked.Of(visit.Values, control);
        if (asked is null) return new Mistakes(mistakes);
        var (scope, no) = await new ReportRequest(null, asked.From, asked.To).Scope(tx, ReportOf.Period);
        if (scope is null) return no! with { Field = ControlVerbs.To };
        var (elements, count, missing) = await Elements(tx, asked, scope);
        if (missing.Count > 0) return new NotInThePopulation(missing) { Field = ControlVerbs.Ids };
        if (count == 0) return new PopulationIsEmpty() { Field = ControlVerbs.From };
        var population = await Populations.Of(tx, asked.Source, scope);
        var drawn = new SampleDrawn(
            new(Guid.CreateVersion7(tx.Now)), await SampleStore.Next(tx), control.Name, asked.Source.ToString(), asked.From, asked.To, asked.Seed is null ? SampleMethod.Chosen : SampleMethod.Seeded, asked.Seed,
            elements.Count, count, population.Hash, Populations.Hash(elements), visit.By.Id);
        await SampleStore.Add(tx, drawn, asked.Seed is null ? elements.Count : asked.Size, elements);
        tx.Happened(drawn);
        return new Finish(string.Create(CultureInfo.InvariantCulture, $"Drawn: S-{drawn.Number}, {elements.Count} of {count}."));
    }

    private static async Task<(IReadOnlyList<string> Elements, int Count, IReadOnlyList<string> Missing)> Elements(Read read, Asked asked, ReportScope scope)
    {
        var (draw, count) = (new Draw(asked.Seed ?? "", asked.Size), 0);
        var wanted = asked.Named.ToDictionary(n => n, _ => (string?)null, StringComparer.OrdinalIgnoreCase);
        await foreach (var (id, name) in Populations.Each(read, asked.Source, scope))
        {
            count++;
            if (asked.Seed is not null) draw.Add(id);
            else if (wanted.ContainsKey(id)) wanted[id] = id;
            else if (wanted.ContainsKey(name)) wanted[name] = id;
        }

        return asked.Seed is not null
            ? (draw.Finish(), count, [])
            : ([.. asked.Named.Select(n => wanted[n]).OfType<string>().Distinct(StringComparer.Ordinal)], count, [.. wanted.Where(w => w.Value is null).Select(w => w.Key)]);
    }

    /// <summary>What the form says, read.</summary>
    private sealed record Asked(EvidenceSource Source, DateOnly From, DateOnly To, string? Seed, int Size, IReadOnlyList<string> Named)
    {
        public static (Asked? Asked, IReadOnlyDictionary<string, string> Mistakes) Of(Values values, Control control)
        {
            var mistakes = new Dictionary<string, string>(StringComparer.Ordinal);
            var source = control.EvidencedBy.FirstOrDefault(e => e.HasOccasions && e.ToString() == values[ControlVerbs.Evidence]);
            if (source is null) mistakes[ControlVerbs.Evidence] = "Choose the population.";
            var days = OneControl.Days(values, mistakes);
            var bySeed = values[ControlVerbs.Method] != Chosen;
            var (seed, size, named) = (values[ControlVerbs.Seed].Trim(), 0, Array.Empty<string>());
            if (bySeed && (!int.TryParse(values[ControlVerbs.Size], NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > ChatOpsCompliance.Controls.Draw.Most)) mistakes[ControlVerbs.Size] = $"Write a number from 1 to {ChatOpsCompliance.Controls.Draw.Most}.";
            if (bySeed && seed.Length is (0 or > 100)) mistakes[ControlVerbs.Seed] = "Write a seed of up to 100 characters: whatever the auditor says, or what was proposed.";
            if (!bySeed) named = [.. values[ControlVerbs.Ids].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
            if (!bySeed && named.Length is (0 or > ChatOpsCompliance.Controls.Draw.Most)) mistakes[ControlVerbs.Ids] = $"Write which ones, one a line, at most {ChatOpsCompliance.Controls.Draw.Most}.";
            return mistakes.Count > 0 ? (null, mistakes) : (new(source!, days!.Value.From, days.Value.To, bySeed ? seed : null, size, named), mistakes);
        }
    }
}

public sealed record NothingToSample(string Title) : Refusal($"“{Title}” is shown by what happens by the calendar: each required time stands on its page, and there is nothing to draw from.");
