using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Chat.Local;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>Seven guided minutes at <c>/tour</c>, for this machine's own browser as everything of a demo.</summary>
internal sealed class Tour(Database database, PolicyBook policies, TourActs acts, EmergencyActs emergency, string folder, Func<TimeSpan, CancellationToken, Task> push)
{
    public const string Address = "/tour";

    public static IEnumerable<string> Formats => ReportFormats.All.Keys;

    private TourAnswers answers = TourAnswers.None;

    public static Tour Map(WebApplication app, string folder, Func<TimeSpan, CancellationToken, Task> push)
    {
        var tour = new Tour(app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<PolicyBook>(), ActivatorUtilities.CreateInstance<TourActs>(app.Services), ActivatorUtilities.CreateInstance<EmergencyActs>(app.Services), folder, push);
        var routes = app.MapGroup(Address).ExcludeFromDescription().AddEndpointFilter(LocalHeaders.Set).AddEndpointFilter(new LocalOnly());
        routes.MapGet("/", (Delegate)tour.Show);
        routes.MapGet("/completion.{format}", (string format, HttpContext http) => tour.Report(format, http.RequestAborted));
        routes.MapPost("/{act}", (string act, HttpContext http) => tour.Act(act, http.RequestAborted));
        return tour;
    }

    /// <summary>The next step, as one line above the chat.</summary>
    public async Task<LocalStrip?> Strip(CancellationToken ct) => await Screen(ct) switch
    {
        null => null,
        { Next: var next } s when next < s.Done.Count => new($"Seven guided minutes, step {next + 1} of {s.Done.Count}: {TourScreen.Titles[next]}", $"{Address}#step-{next + 1}"),
        _ => new("Seven guided minutes: all done", Address),
    };

    private async Task<IResult> Show(HttpContext http)
    {
        if (await Screen(http.RequestAborted) is not { } screen)
            return TypedResults.Problem("The demo's own company is not here any more. Start again with --fresh.", statusCode: StatusCodes.Status404NotFound);
        await using var renderer = new HtmlRenderer(http.RequestServices, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TourPage>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(TourPage.S)] = screen }))).ToHtmlString());
        return TypedResults.Content(html, "text/html; charset=utf-8");
    }

    private async Task<IResult> Act(string act, CancellationToken ct)
    {
        switch (act)
        {
            case "own": Say(0, await acts.DecideOwn(ct)); break;
            case "extract": Say(1, await acts.Extract(folder, gone: false, ct)); break;
            case "extract-gone": Say(1, await acts.Extract(folder, gone: true, ct)); break;
            case "clock": await Push(ct); break;
            case "alter": Say(3, await acts.Alter(folder, ct)); break;
            case "verify": await Verify(ct); break;
            case "put-back": Say(3, await acts.PutBack(folder, ct)); break;
            case "ask": Say(5, await emergency.Ask(ct)); break;
            case "author": Say(5, await emergency.Author(ct)); break;
            case "approve": Say(5, await emergency.ApproveIt(ct)); break;
            case "deploy": Say(5, await emergency.Deploy(ct)); break;
            case "finish": Say(5, await emergency.Finish(ct)); break;
            case "around": Say(6, await emergency.Around(ct)); break;
            case "silent": Say(6, emergency.Silent()); break;
            case "read":
                await push(TimeSpan.FromDays(1), ct);
                Say(6, await emergency.Found(ct));
                break;
            default: return TypedResults.NotFound();
        }

        return TypedResults.LocalRedirect($"{Address}#step-{answers.Step + 1}");
    }

    private Task<TourScreen?> Screen(CancellationToken ct) => database.Read(read => TourScreen.Of(read, policies, answers, AlteredRow.In(folder)?.What), ct);

    private async Task Push(CancellationToken ct)
    {
        await push(TimeSpan.FromDays(8), ct);
        Say(2, "The clock stands eight days later. What fell due meanwhile has happened.");
    }

    private async Task Verify(CancellationToken ct)
    {
        var (whole, sentence) = await acts.Verify(ct);
        if (!whole) answers = answers with { Named = sentence };
        Say(3, sentence);
    }

    /// <summary>The same bytes as the <c>report</c> verb writes.</summary>
    private async Task<IResult> Report(string format, CancellationToken ct)
    {
        if (!ReportFormats.All.TryGetValue(format, out var writer)) return TypedResults.NotFound();
        var (table, no) = await database.Read(
            async read => await TourScreen.Of(read, policies, answers, null) is { } screen ? await Reports.Reports.All[CompletionReport.Name].Make(read, new(screen.Campaign.Id)) : new NothingForTheTour(), ct);
        if (table is null) return TypedResults.Problem(no!.Sentence, statusCode: StatusCodes.Status409Conflict);
        answers = answers with { Downloaded = true };
        using var made = table;
        var (file, tooMany) = ReportFormats.Write(format, made);
        return tooMany is null ? TypedResults.File(file!, writer.ContentType, $"{CompletionReport.Name}.{format}") : TypedResults.Problem(tooMany.Sentence, statusCode: StatusCodes.Status409Conflict);
    }

    private void Say(int step, string sentence) => answers = answers with { Step = step, Said = sentence };

    private sealed record NothingForTheTour() : Refusal("The demo's own company is not here any more. Start again with --fresh.");
}
