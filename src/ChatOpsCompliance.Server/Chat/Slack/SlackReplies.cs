using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// How a reply looks on Slack, by where it is given: in the answer to a submitted view, which costs nothing and is never too late; else by a call
/// afterwards. A reply that can't be shown takes nothing back: what it says was recorded before.
/// </summary>
public sealed class SlackReplies(SlackApi api, Settings settings, ILogger<SlackReplies> log)
{
    private const string Ephemeral = "ephemeral", NoAnswer = "no_answer";

    internal SlackAnswer To(Reply reply, SlackOrigin origin) => reply switch
    {
        Saved => SlackAnswer.Empty,
        Show show => Form(show.Form, origin),
        Finish finish when origin.Place is SlackPlace.Submitted or SlackPlace.Modal => Close(finish.Text, origin),
        Finish finish => Say(new Card(finish.Text, new Paragraph(finish.Text)), origin),
        Say say => Say(new Card(say.Text, new Paragraph(say.Text)), origin),
        Tell tell => Say(tell.Card, origin),
        Refused refused => Say(new Card(refused.Text, new Paragraph(refused.Text)), origin, "Not done"),
        Mistakes mistakes => Wrong(mistakes, origin),
        _ => throw new InvalidOperationException($"No answer for {reply.GetType().Name}."),
    };

    /// <summary>The home tab, drawn whole.</summary>
    internal async Task Publish(string user, Card card, CancellationToken ct)
    {
        var blocks = SlackBlocks.All(card).Take(100).ToArray<JsonNode>();
        Note(await api.Call("views.publish", new { user_id = user, view = new JsonObject { ["type"] = "home", ["blocks"] = new JsonArray(blocks) } }, ct), "views.publish");
    }

    private SlackAnswer Form(Form form, SlackOrigin origin)
    {
        JsonObject view;
        try
        {
            view = SlackView.Of(form, origin.FromHome || origin.Place == SlackPlace.Home);
        }
        catch (TooLargeForSlackException e)
        {
            log.LogWarning(e, "A form could not be shown");
            var instead = $"This is more than Slack can show at once. Your reviews are in the console too: {new Uri(settings.PublicBaseUrl, "console")}";
            return Say(new Card(instead, new Paragraph(instead)), origin);
        }

        return origin.Place switch
        {
            SlackPlace.Submitted => new(new JsonObject { ["response_action"] = "update", ["view"] = view }),
            SlackPlace.Modal => Update(view, origin),
            SlackPlace.Written => Say(new Card(form.Title, new Paragraph(form.Title), new Buttons(ChatCommand.AsButton(origin.Words ?? "help", "Open it…", ButtonStyle.Primary))), origin), // only a press opens a form
            _ => new(Afterwards: ct => Open("views.open", view, origin, ct)),
        };
    }

    private static SlackAnswer Closing(JsonObject view) => new(new JsonObject { ["response_action"] = "update", ["view"] = view });

    private SlackAnswer Close(string text, SlackOrigin origin)
    {
        var view = SlackView.Saying("Done", SlackBlocks.Of(new Paragraph(text)));
        return origin.Place == SlackPlace.Submitted ? Closing(view) : Update(view, origin);
    }

    /// <summary>Beside the field where Slack can, above everything else where it can't.</summary>
    private SlackAnswer Wrong(Mistakes mistakes, SlackOrigin origin)
    {
        if (origin.View.ValueKind != JsonValueKind.Object || origin.Place == SlackPlace.Home)
        {
            var all = string.Join(' ', mistakes.Fields.Values);
            return Say(new Card(all, new Paragraph(all)), origin, "Not done");
        }

        var shown = JsonNode.Parse(origin.View.GetRawText())!;
        var inputs = SlackView.Inputs(shown);
        var elsewhere = string.Join(' ', mistakes.Fields.Where(m => !inputs.Contains(m.Key)).Select(m => m.Value));
        if (origin.Place == SlackPlace.Submitted && elsewhere.Length == 0)
            return new(new JsonObject { ["response_action"] = "errors", ["errors"] = new JsonObject(mistakes.Fields.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))) });
        var view = SlackView.WithBanner(shown, string.Join(' ', mistakes.Fields.Values.Distinct(StringComparer.Ordinal)));
        return origin.Place == SlackPlace.Submitted ? Closing(view) : Update(view, origin);
    }

    private SlackAnswer Say(Card card, SlackOrigin origin, string title = "Just so you know") => origin.Place switch
    {
        // On top of the form, so that what was typed there is still there when this is closed.
        SlackPlace.Submitted => new(new JsonObject { ["response_action"] = "push", ["view"] = SlackView.Saying(title, SlackBlocks.All(card)) }),
        SlackPlace.Modal => new(Afterwards: ct => Open("views.push", SlackView.Saying(title, SlackBlocks.All(card)), origin, ct)),
        SlackPlace.Home => new(Afterwards: ct => Open("views.open", SlackView.Saying(title, SlackBlocks.All(card)), origin, ct)),
        SlackPlace.Command => new(Beside(card, SlackBlocks.Split(card).First()), ct => Rest(card, origin, ct)),
        SlackPlace.Message => new(Afterwards: async ct =>
        {
            await Respond(origin, Beside(card, SlackBlocks.Split(card).First()), ct);
            await Rest(card, origin, ct);
        }),
        _ => new(Afterwards: async ct =>
        {
            foreach (var part in SlackBlocks.Split(card))
                Note(await api.Call("chat.postMessage", new { channel = origin.Channel, text = SlackBlocks.Fallback(card), blocks = part, mrkdwn = false, unfurl_links = false, unfurl_media = false }, ct), "chat.postMessage");
        }),
    };

    private static JsonObject Beside(Card card, JsonArray blocks) => new() { ["response_type"] = Ephemeral, ["replace_original"] = false, ["text"] = SlackBlocks.Fallback(card), ["mrkdwn"] = false, ["blocks"] = blocks };

    /// <summary>Four more answers are all that Slack takes.</summary>
    private async Task Rest(Card card, SlackOrigin origin, CancellationToken ct)
    {
        foreach (var part in SlackBlocks.Split(card).Skip(1).Take(4)) await Respond(origin, Beside(card, part), ct);
    }

    private SlackAnswer Update(JsonObject view, SlackOrigin origin) => new(Afterwards: async ct =>
    {
        var id = origin.View.GetProperty("id").GetString();
        // A field's answer must not undo what was drawn since; a button's is what the person waits for.
        var hash = origin.Changed is not null && origin.View.TryGetProperty("hash", out var h) ? h.GetString() : null;
        var answer = await Called("views.update", new { view_id = id, hash, view }, ct);
        if (answer.Ok || answer.Error is "hash_conflict" or "not_found") return;
        Note(answer, "views.update");
        if (origin.Changed is not null) return; // a draft is kept; how it looks shows with the next page
        var late = SlackView.Saying("Not shown yet", SlackBlocks.Sections("Slack did not let me show what comes next. Nothing is lost: close this and press again."));
        Note(await Called("views.push", new { trigger_id = origin.TriggerId, view = late }, ct), "views.push");
    });

    private async Task Open(string method, JsonObject view, SlackOrigin origin, CancellationToken ct)
    {
        var answer = await Called(method, new { trigger_id = origin.TriggerId, view }, ct);
        Note(answer, method);
        if (answer.Ok) return;
        await Instead(
            origin,
            answer.Error is SlackResult.RateLimited or NoAnswer or "expired_trigger_id" or "exchanged_trigger_id" or "invalid_trigger_id" || answer.Error!.StartsWith("http_5", StringComparison.Ordinal)
                ? "Slack waited too long for me and did not open this. Nothing is lost: please press again."
                : $"Slack does not show this ({answer.Error}), and pressing again won't help. It is in the console too: {new Uri(settings.PublicBaseUrl, "console")}",
            ct);
    }

    /// <summary>What did not open is told where it was asked for; from the home tab, which has no such place, by a message.</summary>
    private async Task Instead(SlackOrigin origin, string sentence, CancellationToken ct)
    {
        if (origin.ResponseUrl is not null) await Respond(origin, Beside(new(sentence), [.. SlackBlocks.Sections(sentence)]), ct);
        else if (origin.Place == SlackPlace.Modal) await Update(SlackView.WithBanner(JsonNode.Parse(origin.View.GetRawText())!, sentence), origin).Afterwards!(ct);
        else Note(await api.Call("chat.postMessage", new { channel = origin.Member.Account.User, text = SlackText.Escape(sentence), blocks = SlackBlocks.Sections(sentence), mrkdwn = false }, ct), "chat.postMessage");
    }

    /// <summary>Slack not answering is an answer too.</summary>
    private async Task<SlackResult> Called(string method, object arguments, CancellationToken ct)
    {
        try
        {
            return await api.Call(method, arguments, ct);
        }
        catch (HttpRequestException)
        {
            return new(default, NoAnswer);
        }
    }

    internal async Task<bool> Respond(SlackOrigin origin, JsonObject body, CancellationToken ct) => origin.ResponseUrl is { } url && Note(await api.Respond(url, body, ct), "response_url");

    private bool Note(SlackResult answer, string method)
    {
        if (!answer.Ok) log.LogWarning("{Method} answered {Error}", method, answer.Error);
        return answer.Ok;
    }
}
