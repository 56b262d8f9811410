using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A bundle as the audit log has it.</summary>
/// <param name="Here">Whether its file can be downloaded here.</param>
public sealed record BundleRow(DateTimeOffset At, DateOnly From, DateOnly To, string Hash, long Size, string? Who, bool Here);

/// <param name="MayMake">Whether the visitor may ask for one.</param>
public sealed record EvidenceScreen(IReadOnlyList<BundleRow> Made, IReadOnlyList<BundleDesk.Asked> Open, bool MayMake, string? Signer, string From, string To, string? Mistake);

/// <summary>Bundles of evidence: those that were made, one to be made, and their files. Whoever may see the whole period of one may have it.</summary>
internal sealed class EvidencePages(ConsoleDoor door, BundleDesk desk, Notice notice, SigningKey? key = null)
{
    public const string Route = "/evidence", Home = ConsolePage.First + Route;

    private const int Newest = 200;

    public Task<IResult> Show(HttpContext http) => door.Evidence(http, Whose, (read, visitor) => Page(read, visitor, "", "", null));

    public async Task<IResult> Post(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (from, to) = (form["from"].ToString(), form["to"].ToString());
        return await door.Evidence(http, Whose, async (read, visitor) =>
        {
            if (!visitor.Roles.Compliance || visitor.OnlyReads) return await door.Refuse(read, visitor, "Bundles are made by compliance officers.");
            var (request, unread) = ReportRequest.Parse(null, from, to);
            var (scope, no) = request is null ? unread! : await request.Scope(read, ReportOf.Period);
            if (scope is null) return await Page(read, visitor, from, to, no!.Sentence);
            if (!desk.Open || key is null) return await Page(read, visitor, from, to, Shut);
            if (!desk.Ask(request!.From!.Value, request.To!.Value, new(visitor.Person.Id, "console"))) return await Page(read, visitor, from, to, "Too many bundles wait to be made. Try again when one of them is done.");
            notice.Leave(http, $"A bundle of {from} to {to} is being made. It stands here when it is done.");
            return TypedResults.LocalRedirect(Home);
        });
    }

    public Task<IResult> File(string hash, HttpContext http) => door.Evidence(http, Whose, async (read, visitor) =>
    {
        if ((await Made(read)).FirstOrDefault(b => b.Hash == hash) is not { Here: true } bundle) return new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound);
        return visitor.Sight.Sees(bundle.From, bundle.To)
            ? TypedResults.PhysicalFile(desk.File(hash)!.FullName, "application/zip", string.Create(CultureInfo.InvariantCulture, $"evidence-{bundle.From:yyyy-MM-dd}-{bundle.To:yyyy-MM-dd}.zip"))
            : await door.Outside(read, visitor);
    });

    private const string Whose = "Bundles of evidence are for compliance officers, executives and auditors.";

    private const string Shut = "No bundles are made here: set Evidence:BundleFolder and Evidence:SigningKey.";

    private async Task<IResult> Page(Read read, Visitor visitor, string from, string to, string? mistake) => new Drawn<EvidencePage>(
        new()
        {
            [nameof(EvidencePage.Visitor)] = visitor,
            [nameof(EvidencePage.S)] = new EvidenceScreen([.. (await Made(read)).Where(b => visitor.Sight.Sees(b.From, b.To))], visitor.Roles.Compliance ? desk.Now : [], visitor.Roles.Compliance && desk.Open && key is not null, key?.Fingerprint, from, to, mistake),
        },
        mistake is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private async Task<IReadOnlyList<BundleRow>> Made(Read read)
    {
        var rows = new List<BundleRow>();
        foreach (var fact in await LedgerStore.Bundles(read, Newest))
        {
            using var body = JsonDocument.Parse(fact.Body);
            var of = body.RootElement;
            var by = of.TryGetProperty("by", out var person) && Id<ChatOpsCompliance.People.Person>.TryParse(person.GetString(), out var id) ? (await PeopleStore.ById(read, id))?.Name ?? "somebody" : null;
            var hash = of.GetProperty("hash").GetString()!;
            rows.Add(new(DateTimeOffset.Parse(fact.At, CultureInfo.InvariantCulture), Day(of, "from"), Day(of, "to"), hash, of.GetProperty("size").GetInt64(), by, desk.File(hash) is not null));
        }

        return rows;
    }

    private static DateOnly Day(JsonElement of, string name) => DateOnly.ParseExact(of.GetProperty(name).GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
