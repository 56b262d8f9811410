using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>The handlers behind both transports: from what Slack sent to a click, and from the reply to what Slack shows.</summary>
public sealed class SlackDesk(ChatRouter router, SlackPeople people, SlackFiles files, SlackReplies replies, DrawAtOnce cards, DeliveriesSeen seen)
{
    internal static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal) { ["/review"] = "my reviews", ["/compliance"] = "status", ["/emergency"] = "emergency" };

    public Task<SlackAnswer> Handle(SlackRequest request, CancellationToken ct) => request.Kind switch
    {
        SlackRequestKind.Interactive => Text(request.Payload, "type") switch
        {
            "block_actions" => Pressed(request, ct),
            "view_submission" => Submitted(request, ct),
            _ => Task.FromResult(SlackAnswer.Empty), // a closed view: what was chosen in it is kept already
        },
        SlackRequestKind.SlashCommands => Commanded(request, ct),
        SlackRequestKind.EventsApi => Task.FromResult(Happened(request)),
        _ => Task.FromResult(SlackAnswer.Empty),
    };

    private async Task<SlackAnswer> Pressed(SlackRequest request, CancellationToken ct)
    {
        var payload = request.Payload;
        if (!payload.TryGetProperty("actions", out var actions) || actions.GetArrayLength() == 0) return SlackAnswer.Empty;
        var action = actions[0];
        var view = payload.TryGetProperty("view", out var v) && v.ValueKind == JsonValueKind.Object ? v : default;
        var modal = view.ValueKind == JsonValueKind.Object && Text(view, "type") == "modal";
        var metadata = modal ? SlackValues.UnpackView(Text(view, "private_metadata")) : null;
        var button = Text(action, "type") == "button";
        var sent = button ? SlackValues.Unpack(Text(action, "value")) : (new Verb(Text(action, "action_id") ?? ""), Values.None);
        // A link's button, a field that sends nothing by itself, or something that is not ours.
        if (sent is not var (verb, own) || (!button && metadata is null)) return SlackAnswer.Empty;

        var member = await Who(payload, ct);
        var origin = new SlackOrigin(modal ? SlackPlace.Modal : view.ValueKind == JsonValueKind.Object ? SlackPlace.Home : SlackPlace.Message, member, Text(payload, "trigger_id"), Url(payload), view)
        {
            FromHome = metadata?.FromHome == true,
            Changed = button ? null : verb,
        };
        if (payload.TryGetProperty("container", out var container)) origin = origin with { Channel = Text(container, "channel_id"), Ts = Text(container, "message_ts") };
        var values = metadata is var (_, hidden, _) ? SlackValues.Over(SlackValues.Typed(hidden, view), own) : own;
        return await Act(request, origin, verb, values, ct);
    }

    private async Task<SlackAnswer> Submitted(SlackRequest request, CancellationToken ct)
    {
        var view = request.Payload.GetProperty("view");
        if (SlackValues.UnpackView(Text(view, "private_metadata")) is not var (verb, hidden, fromHome)) return SlackAnswer.Empty;
        var origin = new SlackOrigin(SlackPlace.Submitted, await Who(request.Payload, ct), Text(request.Payload, "trigger_id"), View: view) { FromHome = fromHome };
        return await Act(request, origin, verb, SlackValues.Typed(hidden, view), ct);
    }

    private async Task<SlackAnswer> Commanded(SlackRequest request, CancellationToken ct)
    {
        var words = Text(request.Payload, "text") is { } text && !string.IsNullOrWhiteSpace(text) ? text : Commands.GetValueOrDefault(Text(request.Payload, "command") ?? "", "help");
        var member = await people.Who(Text(request.Payload, "user_id") ?? "", Text(request.Payload, "team_id"), ct);
        var origin = new SlackOrigin(SlackPlace.Command, member, Text(request.Payload, "trigger_id"), Url(request.Payload));
        return await Act(request, origin, ChatCommand.Written, new Values { [ChatCommand.Text] = words }, ct);
    }

    /// <summary>Events only ask to be shown something, so Slack gets its answer at once and the person theirs after it.</summary>
    private SlackAnswer Happened(SlackRequest request)
    {
        if (!request.Payload.TryGetProperty("event", out var happened) || seen.Before(request.Delivery)) return SlackAnswer.Empty;
        var user = Text(happened, "user");
        if (user is null || happened.TryGetProperty("bot_id", out _)) return SlackAnswer.Empty;
        var team = Text(happened, "user_team") ?? Text(happened, "team") ?? Text(request.Payload, "team_id");
        return Text(happened, "type") switch
        {
            "app_home_opened" when Text(happened, "tab") is null or "home" => new(Afterwards: async ct => await ShowHome(await people.Who(user, team, ct), request.Delivery, ct)),
            "message" when Text(happened, "channel_type") == "im" && Text(happened, "subtype") is null => new(Afterwards: async ct =>
            {
                var words = SlackText.Unescape(Text(happened, "text") ?? "");
                var origin = new SlackOrigin(SlackPlace.Written, await people.Who(user, team, ct), Channel: Text(happened, "channel")) { Words = words };
                var answer = await Act(request, origin, ChatCommand.Written, new Values { [ChatCommand.Text] = words }, ct);
                if (answer.Afterwards is { } show) await show(ct);
            }),
            _ => SlackAnswer.Empty,
        };
    }

    private async Task<SlackAnswer> Act(SlackRequest request, SlackOrigin origin, Verb verb, Values values, CancellationToken ct)
    {
        if (origin.View.ValueKind == JsonValueKind.Object && origin.Changed is null && origin.Member.No is null)
        {
            var (with, unread) = await files.Take(origin.Member.Account, origin.View, values, ct);
            if (unread is not null) return replies.To(unread, origin);
            values = with;
        }

        var reply = await router.Handle(new(origin.Member.Account, origin.Member.Email, verb, values, request.Delivery) { Unfit = origin.Member.No }, ct);
        var answer = replies.To(reply, origin);
        if (origin.Place == SlackPlace.Message && reply is not (Show or Tell)) return answer with { Afterwards = Then(answer, stop => Redraw(origin, stop)) };
        return (origin.FromHome || origin.Place == SlackPlace.Home) && reply is Finish or Say ? answer with { Afterwards = Then(answer, stop => ShowHome(origin.Member, $"{request.Delivery}/home", stop)) } : answer;
    }

    private static Func<CancellationToken, Task> Then(SlackAnswer answer, Func<CancellationToken, Task> more) => async ct =>
    {
        await more(ct);
        if (answer.Afterwards is { } first) await first(ct);
    };

    /// <summary>The message that was pressed on, as it is now: its buttons go before anything else is said.</summary>
    private Task Redraw(SlackOrigin origin, CancellationToken ct) => origin.Message is not { } message || origin.ResponseUrl is null ? Task.CompletedTask : cards.Run(
        message,
        card => replies.Respond(origin, new JsonObject { ["replace_original"] = true, ["text"] = SlackBlocks.Fallback(card), ["mrkdwn"] = false, ["blocks"] = SlackBlocks.Of(card) }, ct),
        ct);

    private async Task ShowHome(ChatMember member, string delivery, CancellationToken ct)
    {
        var reply = await router.Handle(new(member.Account, member.Email, ChatRoutes.Home, Values.None, delivery) { Unfit = member.No }, ct);
        var card = reply switch
        {
            Tell tell => tell.Card,
            Refused no => new Card(no.Text, new Paragraph(no.Text)),
            _ => new Card("Nothing to show"),
        };
        await replies.Publish(member.Account.User, card, ct);
    }

    private Task<ChatMember> Who(JsonElement payload, CancellationToken ct)
    {
        var user = payload.GetProperty("user");
        return people.Who(Text(user, "id") ?? "", Text(user, "team_id") ?? (payload.TryGetProperty("team", out var team) && team.ValueKind == JsonValueKind.Object ? Text(team, "id") : null), ct);
    }

    private static Uri? Url(JsonElement payload) => Uri.TryCreate(Text(payload, "response_url"), UriKind.Absolute, out var url) ? url : null;

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
