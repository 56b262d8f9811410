using System.Net.Http.Headers;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Io;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>
/// One person in Local chat, as a browser without scripts: it opens the real pages, presses the real buttons and posts the forms as the HTML
/// says. <c>await mia.Click("Review"); mia.Choose("Decision", "Keep"); await mia.Submit("Sign");</c>
/// </summary>
internal sealed class LocalChatClient : IDisposable
{
    private readonly HttpClient http;
    private readonly string user;
    private IDocument page = null!;
    private DocumentRequest? last;
    private byte[] lastBody = [];

    private LocalChatClient(Uri server, string user)
    {
        http = new HttpClient { BaseAddress = server };
        this.user = user;
    }

    /// <summary>Opens the chat of a person, on the place with the newest message.</summary>
    public static async Task<LocalChatClient> Open(Uri server, string user)
    {
        var client = new LocalChatClient(server, user);
        await client.Get($"/chat/{Uri.EscapeDataString(user)}");
        return client;
    }

    /// <summary>Messages of the open place as it was last read, oldest first.</summary>
    public IReadOnlyList<SeenMessage> Cards => [.. Messages.Select(LocalPageText.Message)];

    /// <summary>What the last click brought.</summary>
    public SeenAnswer Answer => LocalPageText.Answer(page);

    public SeenForm? Form => Answer.Form;

    /// <summary>The card that only they see, in answer to what they wrote.</summary>
    public SeenMessage? Aside => page.QuerySelector("#aside .card") is null ? null : LocalPageText.Message(page.QuerySelector("#aside")!);

    /// <summary>Where the links of that card lead.</summary>
    public IReadOnlyList<Uri> AsideLinks => [.. page.QuerySelectorAll<IHtmlAnchorElement>("#aside .links a").Select(a => new Uri(a.Href))];

    /// <summary>The title of the open place, as the side bar has it.</summary>
    public string Place => LocalPageText.Of(page.QuerySelector("main h1")!);

    public IReadOnlyList<string> Places => [.. page.QuerySelectorAll("#places .title").Select(LocalPageText.Of)];

    public IReadOnlyList<string> Shortcuts => [.. page.QuerySelectorAll(".shortcuts button").Select(LocalPageText.Of)];

    /// <summary>The id under which the last click was sent; the same for its replay.</summary>
    public string Delivery { get; private set; } = "";

    /// <summary>Opens a conversation by (part of) its title.</summary>
    public async Task GoTo(string title)
    {
        var link = One(page.QuerySelectorAll<IHtmlAnchorElement>("#places a"), a => a.TextContent.Contains(title, StringComparison.Ordinal), "conversation", title);
        await Get(link.PathName);
    }

    /// <summary>Reads the open place again, which closes any form.</summary>
    public Task Refresh() => Get(page.QuerySelector<IHtmlAnchorElement>("#places a[aria-current]")!.PathName);

    /// <summary>Presses a button of a message (the newest that has it, or the one that contains a text) or a shortcut.</summary>
    public Task<SeenAnswer> Click(string button, string? inMessageContaining = null)
    {
        var places = page.QuerySelectorAll("#aside .card").Concat(Messages.Reverse()).Concat(page.QuerySelectorAll(".shortcuts"))
            .Where(m => inMessageContaining is null || m.TextContent.Contains(inMessageContaining, StringComparison.Ordinal))
            .ToList();
        var buttons = places.SelectMany(m => m.QuerySelectorAll<IHtmlButtonElement>("button")).ToList();
        return Press(buttons.FirstOrDefault(b => LocalPageText.Of(b) == button) ?? throw NotThere("button", button, buttons));
    }

    /// <summary>Writes to the bot.</summary>
    public Task<SeenAnswer> Say(string text)
    {
        var form = page.QuerySelector<IHtmlFormElement>(".write") ?? throw new InvalidOperationException("There is no box to write in.");
        form.QuerySelector<IHtmlInputElement>("input[type=text]")!.Value = text;
        return Press(form.QuerySelector<IHtmlButtonElement>("button")!);
    }

    /// <summary>Picks an option by its label, in a field by its label or name.</summary>
    /// <param name="under">The heading the field stands under, when several have that label.</param>
    public void Choose(string field, string option, string? under = null) => OpenForm.Field(field, under).Pick(option);

    public void Write(string field, string text, string? under = null) => OpenForm.Field(field, under).Write(text);

    /// <summary>What stands in a field of the open form.</summary>
    public string Value(string field) => OpenForm.Field(field, null).Text();

    /// <summary>Leaves exactly these ticked.</summary>
    public void Tick(string field, params string[] options) => OpenForm.Field(field, null).Tick(options);

    /// <summary>Chooses a file of one's own.</summary>
    public void Attach(string field, string name, byte[] content) => OpenForm.Field(field, null).Attach(name, content);

    public void TickAll(string field) => OpenForm.Field(field, null).TickAll();

    /// <summary>Presses a button of the open form, sending all its fields.</summary>
    public Task<SeenAnswer> Submit(string button)
    {
        var buttons = OpenForm.Element.QuerySelectorAll<IHtmlButtonElement>("button").ToList();
        return Press(buttons.FirstOrDefault(b => LocalPageText.Of(b) == button) ?? throw NotThere("button in the form", button, buttons));
    }

    /// <summary>Sends what a change of a field sends at once where scripts run.</summary>
    /// <param name="field">The label, when fields of one form save their drafts differently.</param>
    public Task<SeenAnswer> SaveDraft(string? field = null) => Submit(field is null ? "Save draft" : $"Save draft: {field}");

    /// <summary>Sends the last click once more, byte for byte, as a network that lost the answer would.</summary>
    public Task<SeenAnswer> Replay() => Post(last ?? throw new InvalidOperationException("Nothing was clicked yet."));

    /// <summary>Reads the place again at each live event until a message contains the text, and returns it.</summary>
    public async Task<SeenMessage> Sees(string text, TimeSpan? within = null)
    {
        await Until(() => Cards.Any(c => c.Text.Contains(text, StringComparison.Ordinal)), $"a message with \"{text}\"", within);
        return Cards.Last(c => c.Text.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Reads the place again at each live event until that is so.</summary>
    /// <exception cref="TimeoutException">It was not so in time; says what is there instead.</exception>
    public async Task Until(Func<bool> so, string what, TimeSpan? within = null)
    {
        using var late = new CancellationTokenSource(within ?? Time.Patience);
        try
        {
            var since = page.QuerySelector(".app")!.GetAttribute("data-version");
            using var events = new StreamReader(await http.GetStreamAsync($"/chat/{Uri.EscapeDataString(user)}/events?since={since}", late.Token));
            while (!so())
            {
                while ((await events.ReadLineAsync(late.Token))?.StartsWith("data:", StringComparison.Ordinal) == false)
                {
                }

                await Refresh();
            }
        }
        catch (OperationCanceledException tooLate)
        {
            throw new TimeoutException($"{user} waited in vain for {what}. There is:\n{string.Join("\n---\n", Cards.Select(c => c.Text))}", tooLate);
        }
    }

    /// <summary>Presses the demo clock's button, such as <c>+7 days</c>.</summary>
    public async Task PushClock(string button)
    {
        var buttons = page.QuerySelectorAll<IHtmlButtonElement>("#clock button").ToList();
        await Press(buttons.FirstOrDefault(b => LocalPageText.Of(b) == button) ?? throw NotThere("clock button", button, buttons));
    }

    public void Dispose() => http.Dispose();

    private IEnumerable<IElement> Messages => page.QuerySelectorAll(".message");

    private LocalPageForm OpenForm => new(page.QuerySelector<IHtmlFormElement>("#form form") ?? throw new InvalidOperationException($"No form is open. The last answer was {Answer}."));

    private async Task Get(string path) => await Take(await http.GetAsync(path));

    private async Task<SeenAnswer> Press(IHtmlButtonElement button)
    {
        last = button.Form!.GetSubmission(button)!;
        using var body = new MemoryStream();
        await last.Body.CopyToAsync(body);
        lastBody = body.ToArray();
        Delivery = LocalPageText.DeliveryOf(button);
        return await Post(last);
    }

    private async Task<SeenAnswer> Post(DocumentRequest request)
    {
        using var content = new ByteArrayContent(lastBody);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.MimeType!);
        await Take(await http.PostAsync(request.Target.Href, content));
        return Answer;
    }

    private async Task Take(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{(int)response.StatusCode}: {text}", null, response.StatusCode);
            page = await BrowsingContext.New().OpenAsync(r => r.Address(response.RequestMessage!.RequestUri!).Content(text));
        }
    }

    private static T One<T>(IEnumerable<T> all, Func<T, bool> wanted, string what, string name)
        where T : IElement
    {
        var list = all.ToList();
        return list.FirstOrDefault(wanted) ?? throw NotThere(what, name, list.Cast<IElement>());
    }

    private static InvalidOperationException NotThere(string what, string name, IEnumerable<IElement> there) =>
        new($"There is no {what} \"{name}\". There are: {string.Join(", ", there.Select(e => $"\"{LocalPageText.Of(e)}\""))}.");
}
