using System.Net.Http.Headers;
using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>Files that came with a view: fetched from Slack and taken as the account's own, before the form's verb is run.</summary>
public sealed class SlackFiles(HttpClient http, SlackApi api, TakeUpload take, SlackSettings settings)
{
    /// <summary>The values with the id of each file that was taken, or what is wrong with it beside its field.</summary>
    public async Task<(Values Values, Mistakes? No)> Take(ChatAccount account, JsonElement view, Values values, CancellationToken ct)
    {
        var mistakes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, file) in Of(view))
        {
            var (taken, no) = await Take(account, file, ct);
            if (taken is null) mistakes[field] = no!;
            else values = values.With(field, taken.Id.ToString()).With(Attach.ShownAs(field), taken.ToString());
        }

        return (values, mistakes.Count > 0 ? new(mistakes) : null);
    }

    private async Task<(Attachment? Taken, string? No)> Take(ChatAccount account, JsonElement file, CancellationToken ct)
    {
        if (file.TryGetProperty("size", out var size) && size.GetInt64() > Attachment.Largest) return (null, new AttachmentTooLarge().Sentence);
        if (!file.TryGetProperty("url_private_download", out _) && file.TryGetProperty("id", out var id) && await api.Call("files.info", new { file = id.GetString() }, ct) is { Ok: true } told) file = told.Body.GetProperty("file");
        if (!file.TryGetProperty("url_private_download", out var address) || !Uri.TryCreate(address.GetString(), UriKind.Absolute, out var url) || !IsSlack(url))
            return (null, "Slack did not say where this file is. Please choose it again.");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.BotToken);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode) return (null, "Slack did not let me read this file. Please choose it again.");
        await using var content = await FetchedFile.Read(response, ct);
        if (content is null) return (null, new AttachmentTooLarge().Sentence);
        // Where the app has no right to the file, Slack answers with its sign-in page, and says 200.
        if (file.TryGetProperty("size", out size) && size.GetInt64() != content.Length) return (null, "Slack did not let me read this file. Please choose it again.");
        var name = file.TryGetProperty("name", out var n) ? n.GetString() ?? "file" : "file";
        var (taken, no) = await take.Run(account, new FormFile(content, 0, content.Length, "file", name), ct);
        return (taken, no?.Sentence);
    }

    /// <summary>The token goes to Slack alone, whatever a payload says.</summary>
    private bool IsSlack(Uri url) => url.Scheme == "https" ? url.Host == "files.slack.com" || url.Host == settings.ApiBaseUrl.Host : settings.ApiBaseUrl.IsLoopback && url.IsLoopback && url.Port == settings.ApiBaseUrl.Port;

    private static IEnumerable<(string Field, JsonElement File)> Of(JsonElement view)
    {
        if (!view.TryGetProperty("state", out var state) || !state.TryGetProperty("values", out var blocks)) yield break;
        foreach (var block in blocks.EnumerateObject())
            foreach (var element in block.Value.EnumerateObject())
                if (element.Value.GetProperty("type").GetString() == "file_input" && element.Value.TryGetProperty("files", out var files))
                    foreach (var file in files.EnumerateArray()) yield return (block.Name, file);
    }
}
