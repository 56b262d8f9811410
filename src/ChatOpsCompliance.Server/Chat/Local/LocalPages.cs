using ChatOpsCompliance.Server.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>Draws the pages.</summary>
internal sealed class LocalPages(LocalChat chat)
{
    /// <summary>The address of a person's chat, or of something in it.</summary>
    public static string Chat(string user, string? part = null) =>
        $"/chat/{Uri.EscapeDataString(user)}{(part is null ? "" : $"/{Uri.EscapeDataString(part)}")}";

    public async Task<IResult> Pick(HttpContext http)
    {
        var filter = http.Request.Query["q"].ToString().Trim();
        var people = await chat.Directory.People(http.RequestAborted);
        return await Draw<PickPage>(http, new()
        {
            [nameof(PickPage.People)] = people.Where(p => Matches(p, filter)).OrderBy(p => p.Hint is null).ToList(),
            [nameof(PickPage.Filter)] = filter,
            [nameof(PickPage.Now)] = chat.Clock.GetUtcNow(),
            [nameof(PickPage.CanPush)] = chat.PushClock is not null,
            [nameof(PickPage.Strip)] = await Strip(http),
        });
    }

    /// <summary>Where a visit starts: what the bot has for them, else the channel with the newest message.</summary>
    public string Start(LocalPerson person) => chat.Directory.ConversationsOf(person)
        .Where(c => chat.Workspace.Newest(c.Place) is not null)
        .OrderBy(c => c.Place.IsChannel)
        .ThenByDescending(c => chat.Workspace.Newest(c.Place)!.PostedAt)
        .FirstOrDefault()?.Slug ?? LocalConversation.Bot;

    /// <summary>A place that is not there is the bot's: an answer is never lost for it.</summary>
    public async Task<IResult> Place(HttpContext http, LocalPerson person, string slug, Answer answer)
    {
        var version = chat.Workspace.Version;
        var conversations = chat.Directory.ConversationsOf(person);
        var here = conversations.FirstOrDefault(c => c.Slug == slug) ?? conversations[0];
        return await Draw<ChatPage>(http, new()
        {
            [nameof(ChatPage.S)] = new LocalScreen
            {
                Person = person,
                Conversations = [.. conversations.Select(c => (c, chat.Workspace.Newest(c.Place)))],
                Here = here,
                Messages = chat.Workspace.In(here.Place),
                Version = version,
                Now = chat.Clock.GetUtcNow(),
                CanPush = chat.PushClock is not null,
                Strip = await Strip(http),
                Shortcuts = here.Place.IsChannel ? [] : chat.Shortcuts,
                Written = here.Place.IsChannel ? null : chat.Written,
                Answer = answer,
            },
        });
    }

    private Task<LocalStrip?> Strip(HttpContext http) => chat.Strip is { } strip ? strip(http.RequestAborted) : Task.FromResult<LocalStrip?>(null);

    private static bool Matches(LocalPerson person, string filter) =>
        new[] { person.Name, person.Title, person.Email }.Any(text => text.Contains(filter, StringComparison.OrdinalIgnoreCase));

    private static async Task<IResult> Draw<TPage>(HttpContext http, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(http.RequestServices, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return TypedResults.Content(html, "text/html; charset=utf-8");
    }
}
