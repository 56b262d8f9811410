using System.Net;
using System.Net.Http.Headers;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>A browser without a screen: keeps cookies, follows nothing, posts forms with the token of the page they stand in.</summary>
internal sealed class ConsoleVisitor : IDisposable
{
    private readonly HttpClient http;

    /// <param name="cookies">Those of the same visitor before a restart; they hold for any port.</param>
    public ConsoleVisitor(Uri address, CookieContainer? cookies = null)
    {
        Cookies = cookies ?? new();
        var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies };
#pragma warning disable MA0039 // a test's own certificate, on this machine
        if (address is { IsLoopback: true, Scheme: "https" }) handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
#pragma warning restore MA0039
        http = new(handler) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; }

    public async Task SignIn(string name)
    {
        var page = await (await Get("/console/sign-in")).Page();
        var person = page.QuerySelectorAll(".people button").Single(b => b.TextContent.Trim().StartsWith(name, StringComparison.Ordinal)).GetAttribute("value")!;
        var answer = await Post("/console/sign-in", TokenOf(page), ("person", person));
        Assert.Equal("/console", answer.Location);
    }

    public Task<ConsoleAnswer> Get(string path, params (string Name, string Value)[] headers) => Ask(HttpMethod.Get, path, headers);

    public Task<ConsoleAnswer> Ask(HttpMethod method, string path, params (string Name, string Value)[] headers) => Send(method, path, null, headers);

    /// <summary>As a browser does: on to wherever it is sent, at most ten times.</summary>
    public async Task<ConsoleAnswer> Follow(string path)
    {
        var answer = await Get(path);
        for (var i = 0; i < 10 && answer.Location is { } to; i++) answer = await Get(to);
        return answer;
    }

    /// <summary>A token that is this visitor's own: every page has one, since every page can be left.</summary>
    public async Task<string> Token() => TokenOf(await (await Get("/console")).Page());

    public Task<ConsoleAnswer> Post(string path, string? token, params (string Name, string Value)[] fields) => PostFrom(null, path, token, fields);

    /// <param name="origin">The site the form stood on, as a browser says it.</param>
    public Task<ConsoleAnswer> PostFrom(string? origin, string path, string? token, params (string Name, string Value)[] fields) => Send(
        HttpMethod.Post,
        path,
        new FormUrlEncodedContent(fields.Concat(token is null ? [] : [("token", token)]).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        origin is null ? [] : [("Origin", origin)]);

    public async Task<ConsoleAnswer> Close(string page, string? response = null, string? token = null) => await Post(
        $"{page}/close", token ?? await Token(), ("delivery", Guid.NewGuid().ToString()), ("response", response ?? ""));

    /// <summary>Presses a button of a page's form, as the HTML says.</summary>
    public async Task<ConsoleAnswer> Press(IDocument page, string button)
    {
        var pressed = page.QuerySelectorAll<IHtmlButtonElement>("main button").Single(b => b.TextContent.Trim() == button);
        var request = pressed.Form!.GetSubmission(pressed)!;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.MimeType!);
        return await Send(HttpMethod.Post, new Uri(request.Target.Href).PathAndQuery, content, []);
    }

    /// <summary>Posts a form with a file.</summary>
    public async Task<ConsoleAnswer> PostFile(string path, (string Field, string Name, byte[] Content) file, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new StringContent(await Token()), "token" }, { new ByteArrayContent(file.Content), file.Field, file.Name } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return await Send(HttpMethod.Post, path, form, []);
    }

    public void Dispose() => http.Dispose();

    private async Task<ConsoleAnswer> Send(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, answer.Headers.Location?.ToString(), answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static string TokenOf(IDocument page) => page.QuerySelector("input[name=token]")!.GetAttribute("value")!;
}

internal sealed record ConsoleAnswer(HttpStatusCode Status, string? Location, IReadOnlyDictionary<string, string> Headers, byte[] Content)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Content);

    public async Task<IDocument> Page() => await BrowsingContext.New().OpenAsync(r => r.Address("http://localhost/").Content(Text));

    /// <summary>What stands in an element, white space drawn together.</summary>
    public async Task<string> Of(string selector) =>
        string.Join(' ', ((await Page()).QuerySelector(selector)?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
