using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Files that people send to the bot in their own chat, since a card has no field for one: taken as the account's own, and offered by every form that asks for a file
/// (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#receive-files-in-personal-chat).
/// </summary>
internal sealed class TeamsFiles(HttpClient http, TakeUpload take, Database database, TeamsSettings settings, TimeProvider clock)
{
    private const string Info = "application/vnd.microsoft.teams.file.download.info";

    private const int MostOffered = 10, MostAtOnce = 10;

    private static readonly TimeSpan OfferedFor = TimeSpan.FromDays(1);

    /// <summary>All that came with one message: whoever sent it waits for an answer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const string NotRead = "Teams did not let me read it. Please send it again.";

    /// <summary>Where Teams keeps what is sent in a chat; it holds no secret of ours, yet we fetch from nowhere else.</summary>
    private static readonly string[] Keepers = [".sharepoint.com", ".sharepoint.us", ".sharepoint.cn"];

    public static bool CameWith(TeamsActivity activity) => Of(activity).Any();

    /// <summary>Takes all that came, and says what became of each.</summary>
    public async Task<Reply> Take(ChatAccount account, TeamsActivity activity, CancellationToken ct)
    {
        var lines = new List<string>();
        using var patience = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        foreach (var file in Of(activity).Take(MostAtOnce))
        {
            var name = TeamsActivity.TextOf(file, "name") is { Length: > 0 } called ? called : "file";
            var no = await Fetched(account, name, file, either.Token, ct);
            lines.Add(no is null ? $"I have {name}. Open the form that asks for it and choose it there; within a day, and nobody else can." : $"{name}: {no}");
        }

        return new Tell(new("Your files", [.. lines.Select(l => new Paragraph(l))]));
    }

    /// <summary>What somebody has sent and put to no use yet.</summary>
    public Task<IReadOnlyList<Option>> Offered(ChatAccount account, CancellationToken ct) => database.Read<IReadOnlyList<Option>>(
        async read => await PeopleStore.ByAccount(read, account) is { } person
            ? [.. (await AttachmentStore.Unused(read, person.Id, read.Now - OfferedFor, MostOffered)).Select(a => new Option(a.Id.ToString(), a.ToString()))]
            : [],
        ct);

    private async Task<string?> Fetched(ChatAccount account, string name, JsonElement file, CancellationToken patience, CancellationToken ct)
    {
        try
        {
            return await Take(account, name, file, patience);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return NotRead;
        }
    }

    /// <returns>What is wrong with it; null when it was taken.</returns>
    private async Task<string?> Take(ChatAccount account, string name, JsonElement file, CancellationToken ct)
    {
        if (!Uri.TryCreate(TeamsActivity.TextOf(file, "content", "downloadUrl"), UriKind.Absolute, out var url) || !IsKept(url)) return "Teams did not say where it is. Please send it again.";
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode) return NotRead;
        await using var content = await FetchedFile.Read(response, ct);
        if (content is null) return new AttachmentTooLarge().Sentence;
        var (_, no) = await take.Run(account, new FormFile(content, 0, content.Length, "file", name), ct);
        return no?.Sentence;
    }

    private bool IsKept(Uri url) => settings.ServiceUrl.IsLoopback
        ? url.IsLoopback && url.Scheme is "http" or "https"
        : url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.UserInfo.Length == 0 && Keepers.Any(k => url.Host.EndsWith(k, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<JsonElement> Of(TeamsActivity activity) => activity.Attachments.Where(a => TeamsActivity.TextOf(a, "contentType") == Info);
}
