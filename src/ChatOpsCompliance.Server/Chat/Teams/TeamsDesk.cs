using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>From what Teams sent, proved, to a click; and from the reply to what Teams shows.</summary>
internal sealed class TeamsDesk(ChatRouter router, TeamsPeople people, TeamsConversations conversations, TeamsConnectors connectors, TeamsScreens screens, TeamsFiles files, TeamsForms forms, TeamsSender sender, DrawAtOnce cards, Database database, DeliveriesSeen seen, TeamsSettings settings)
{
    private const string OfCards = "adaptiveCard/action", AtHome = "home";

    /// <summary>Null for an invoke that is not ours.</summary>
    public async Task<TeamsAnswer?> Handle(TeamsActivity activity, CancellationToken ct)
    {
        if (activity.Tenant is { } tenant && tenant == settings.TenantId) await connectors.Heard(tenant, activity.ServiceUrl!);
        return activity.Type switch
        {
            "invoke" => activity.Name == OfCards ? await Pressed(activity, ct) : null,
            "message" => Written(activity),
            "installationUpdate" or "conversationUpdate" => await Moved(activity, ct),
            _ => TeamsAnswer.Empty,
        };
    }

    private async Task<TeamsAnswer> Pressed(TeamsActivity activity, CancellationToken ct)
    {
        // Without an id one press can't be told from the next, which would get the answer of the first.
        if (TeamsValues.Unpack(activity.Asked) is not { } press || activity.Id is not { Length: > 0 }) return TeamsAnswer.Nothing(400, "BadRequest", "This is no button of this bot.");
        var member = await people.Who(activity, ct);
        press = await Named(press, activity, ct);
        if (press.Verb == TeamsValues.Refresh) return await Refreshed(press, activity, member, ct);
        var reply = await router.Handle(new(member.Account, member.Email, press.Verb, press.Values, activity.Delivery) { Unfit = member.No }, ct);
        var screen = await screens.Of(reply, press, activity, member, ct);
        // Not while a form stands there: what was typed in it is still theirs to send.
        var ends = reply is Finish || (reply is Say or Refused && press.Shown is null);
        return TeamsAnswer.Screen(screen, ends && activity.Message is { } message ? stop => Redraw(message, press, activity, member, reply, stop) : null);
    }

    /// <summary>Which message it is, is known by its own id, whatever its button says; only what we don't know by that goes by its button.</summary>
    private async Task<TeamsPress> Named(TeamsPress press, TeamsActivity activity, CancellationToken ct) =>
        activity.Message is { } message && await database.Read(read => OutboxStore.Posted(read, message), ct) is { } standing ? press with { Key = TeamsKey.OfMessage(standing.Id.ToString()) } : press;

    /// <summary>An old copy that somebody looks at, or the way back from a form or from a card that was shown in its place.</summary>
    private async Task<TeamsAnswer> Refreshed(TeamsPress press, TeamsActivity activity, ChatMember member, CancellationToken ct)
    {
        if (member.No is { } no and not TeamsSilent) return TeamsAnswer.Nothing(403, "Forbidden", no.Sentence);
        if (press.Shown is { } form) return TeamsAnswer.Screen(await screens.Of(form, null, press.Key, member, ct));
        if (activity.IsManual && activity.Message is { } left) forms.Closed(left);
        if (press.Key == TeamsKey.Form && activity.IsPersonal && activity.Message is { } message)
        {
            var closed = new Card("Closed", new Paragraph("Closed; nothing was sent."));
            return TeamsAnswer.Screen(TeamsCards.Of(closed), stop => sender.Update(activity, message, closed, null, stop));
        }

        return await screens.Now(press.Key, null, activity, member, ct) is { } card ? TeamsAnswer.Screen(card) : TeamsAnswer.Nothing(404, "NotFound", "There is nothing newer to show.");
    }

    /// <summary>
    /// The message that was pressed on, for everybody who has it before them: the press itself changes only what the presser sees. A copy that was sent twice loses its buttons, and
    /// a form's own message becomes what came of it.
    /// </summary>
    private async Task Redraw(string message, TeamsPress press, TeamsActivity activity, ChatMember member, Reply reply, CancellationToken ct)
    {
        Task<bool> Put(Card card, string? key) => sender.Update(activity, message, card, key, ct);
        if (TeamsKey.Message(press.Key) is { } id)
        {
            if (await database.Read(read => OutboxStore.Message(read, id), ct) is not { ExternalId: { } known } || known == message) await cards.Run(message, card => Put(card, press.Key), ct);
            // Only what we don't know as anything else, in the same place: a key is no right to wipe out another message.
            else if (TeamsActivity.ConversationOf(known) == activity.Place && await database.Read(read => TeamsConversationStore.PostedAs(read, message), ct) is var postedAs && (postedAs is null || postedAs == id.ToString()))
                await Put(new("Sent twice", new Paragraph("This was sent twice. The other copy is up to date.")), null);
        }
        else if (!activity.IsPersonal)
        {
            return; // answers and forms stand in chats of two; what others read is never theirs
        }
        else if (reply is Finish or Say && press.Key == TeamsKey.Form) await Put(new(TeamsScreens.TextOf(reply), new Paragraph(TeamsScreens.TextOf(reply))), null);
        else if (reply is Finish or Say && await screens.CardOf(press.Key, activity, member, ct) is { } card) await Put(card, press.Key);
    }

    /// <summary>Written words only ask to be shown something, so Teams gets its answer at once and the person theirs after it, where nobody else reads it.</summary>
    private TeamsAnswer Written(TeamsActivity activity) => activity.Id is null || activity.Asked.ValueKind != System.Text.Json.JsonValueKind.Undefined || seen.Before(activity.Delivery) ? TeamsAnswer.Empty : new(Afterwards: async ct =>
    {
        var member = await people.Who(activity, ct);
        if (activity.IsPersonal && member.No is null) await conversations.Met(member.Account, new() { Conversation = activity.Conversation, ServiceUrl = activity.ServiceUrl! });
        if (activity.IsPersonal && TeamsFiles.CameWith(activity))
        {
            // A file may be the first that we hear of somebody: looking links their account, as words would.
            var known = await router.Handle(new(member.Account, member.Email, ChatRoutes.Home, Values.None, $"{activity.Delivery}/who") { Unfit = member.No }, ct);
            var taken = known is Refused ? known : await files.Take(member.Account, activity, ct);
            await sender.Answer(activity, member, await MessagesOf(taken, "", home: true, member, ct), ct);
            return;
        }

        var words = activity.Words;
        var home = words.Equals(AtHome, StringComparison.OrdinalIgnoreCase);
        var reply = await router.Handle(new(member.Account, member.Email, home ? ChatRoutes.Home : ChatCommand.Written, home ? Values.None : new Values { [ChatCommand.Text] = words }, activity.Delivery) { Unfit = member.No }, ct);
        await sender.Answer(activity, member, await MessagesOf(reply, words, home, member, ct), ct);
    });

    private async Task<IEnumerable<JsonObject>> MessagesOf(Reply reply, string words, bool home, ChatMember member, CancellationToken ct) => reply switch
    {
        Show show => [TeamsMessage.Of(show.Form.Title, await screens.Of(ShownForm.Fresh(show.Form), null, TeamsKey.Form, member, ct))],
        Tell tell when !home && TeamsCards.Split(tell.Card).Skip(1).FirstOrDefault() is null => [TeamsMessage.Of(tell.Card, TeamsKey.OfWords(words))],
        Tell tell => TeamsCards.Split(tell.Card).Select(part => TeamsMessage.Of(tell.Card.Summary, part)),
        _ => [TeamsMessage.Of(new Card(TeamsScreens.TextOf(reply), new Paragraph(TeamsScreens.TextOf(reply))), key: null)],
    };

    /// <summary>The app was added or removed. Teams tells of one installation in several ways, and only the first is greeted.</summary>
    private async Task<TeamsAnswer> Moved(TeamsActivity activity, CancellationToken ct)
    {
        if (!activity.IsPersonal || activity.Id is null) return TeamsAnswer.Empty;
        // An update of the app is told as “remove-upgrade” and “add-upgrade”: whoever was there before is there still.
        if (activity is { Type: "installationUpdate", Action: "remove", Tenant: { } tenant, ObjectId: { } user })
        {
            // Not asked for who they are: we are no longer in the conversation whose roster says it.
            await conversations.Left(new(TeamsSettings.Platform, tenant, user), activity.Conversation);
            return TeamsAnswer.Empty;
        }

        if (!activity.BringsUs && activity.Action is not ("add" or "add-upgrade")) return TeamsAnswer.Empty;
        var member = await people.Who(activity, ct);
        if (member.No is not null || !await conversations.Met(member.Account, new() { Conversation = activity.Conversation, ServiceUrl = activity.ServiceUrl! })) return TeamsAnswer.Empty;
        return new(Afterwards: async stop =>
        {
            var reply = await router.Handle(new Click(member.Account, member.Email, ChatRoutes.Home, Values.None, activity.Delivery), stop);
            await sender.Answer(activity, member, await MessagesOf(reply, "", home: true, member, stop), stop);
        });
    }
}
