using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>Everything there is about elements of samples: what the tables have, every entry of the audit log in people's names and words, what was handed in, and where it is shown in chat.</summary>
internal static class Packets
{
    public static async Task<IReadOnlyList<Packet>> Of(Read read, ReportScope scope)
    {
        var (from, to) = Coverage.Days(scope);
        var all = new List<Packet>();
        foreach (var sample in await SampleStore.In(read, from, to)) all.AddRange(await Of(read, sample));
        return all;
    }

    public static async Task<IReadOnlyList<Packet>> Of(Read read, Sample sample)
    {
        var about = new Dictionary<string, ElementFacts>(StringComparer.Ordinal);
        foreach (var element in sample.Elements) about[element] = await ElementFacts.Of(read, element);
        var subjects = about.Values.SelectMany(a => a.Subjects).Distinct(StringComparer.Ordinal).ToList();
        var entries = await PacketStore.Entries(read, subjects);
        var texts = await PacketStore.Texts(read, subjects);
        var messages = await PacketStore.Messages(read, about.Values.SelectMany(a => a.Shown).Distinct(StringComparer.Ordinal));
        var files = await AttachmentStore.OfEach(read, subjects);
        var names = (await PeopleStore.Everybody(read)).ToDictionary(p => p.Id, p => p.Name);
        return
        [
            .. sample.Elements.Select((element, n) => new Packet(sample, n + 1, element, about[element].Name,
            [
                .. about[element].Lines.Select(l => new PacketLine("as it stands", null, l.What, l.Says, null, null)),
                .. about[element].Subjects.SelectMany(s => entries[s]).OrderBy(e => e.Seq).Select(e => Line(e, names, r => texts[(e.Seq, r)].FirstOrDefault())),
                .. about[element].Subjects.SelectMany(s => files[s]).Select(f => new PacketLine("file", f.At, f.Name, $"{f.Size.ToString(CultureInfo.InvariantCulture)} bytes, SHA-256 {f.Hash}", names.GetValueOrDefault(f.By), null)),
                .. about[element].Shown.SelectMany(s => messages[s]).Select(m => new PacketLine("message", null, m.Kind, $"{m.ExternalId}{(m.Channel.Length > 0 ? $" in {m.Channel}" : "")}{(m.Rendering is { } shown ? $", showing {shown}" : "")}", m.Person, null)),
            ])),
        ];
    }

    /// <summary>The entry of the audit log that has this very sample: its elements, population and seed as they stand now. Null when the log says something else.</summary>
    public static async Task<long?> Recorded(Read read, Sample sample)
    {
        var subject = $"sample/{sample.Id}";
        if ((await PacketStore.Entries(read, [subject]))[subject].FirstOrDefault() is not { } entry) return null;
        using var body = JsonDocument.Parse(entry.Body);
        string? Text(string name) => body.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        return Text("elementsHash") == Populations.Hash(sample.Elements) && Text("populationHash") == sample.PopulationHash && Text("seed") == sample.Seed && Text("evidence") == sample.Source.ToString() ? entry.Seq : null;
    }

    private static PacketLine Line(LedgerStore.Row entry, Dictionary<Id<Person>, string> names, Func<string, string?> text)
    {
        using var body = JsonDocument.Parse(entry.Body);
        using var actor = JsonDocument.Parse(entry.Actor);
        var via = actor.RootElement.GetProperty("via").GetString();
        var who = actor.RootElement.TryGetProperty("person", out var person) && Id<Person>.TryParse(person.GetString(), out var id) ? $"{names.GetValueOrDefault(id, "somebody")} ({via})" : via;
        var says = body.RootElement.EnumerateObject().Select(p => $"{p.Name}: {Said(p.Value, names, text)}");
        return new("audit log", DateTimeOffset.Parse(entry.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), entry.Kind, string.Join("; ", says), who, entry.Seq);
    }

    private static string Said(JsonElement value, Dictionary<Id<Person>, string> names, Func<string, string?> text) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { } s && s.StartsWith(PersonalText.Prefix, StringComparison.Ordinal) => text(s[PersonalText.Prefix.Length..]) ?? "(erased)",
        JsonValueKind.String when value.GetString() is { } s && Id<Person>.TryParse(s, out var id) && names.TryGetValue(id, out var name) => name,
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
