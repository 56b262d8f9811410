using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// What somebody sees in answer to a press, always a card in place of the one they pressed on: the next form, the form as they typed it with what needs another look, or the
/// message's card as it stands now, with a line above it.
/// </summary>
internal sealed class TeamsScreens(ChatRouter router, ChatRoutes routes, Database database, TeamsForms forms, TeamsFiles files, Settings settings, ILogger<TeamsScreens> log)
{
    /// <summary>The reply to a press, as the presser sees it.</summary>
    public async Task<JsonObject> Of(Reply reply, TeamsPress press, TeamsActivity activity, ChatMember member, CancellationToken ct)
    {
        var typed = press.Shown;
        var screen = reply switch
        {
            Show show => await Of(ShownForm.Fresh(show.Form), null, press.Key, member, ct),
            Mistakes mistakes when typed is not null => await Of(ShownForm.AsTyped(typed.Form, typed.Typed!, mistakes.Fields), "Not sent yet: some answers need another look.", press.Key, member, ct),
            Say or Refused or Saved when typed is not null => await Of(typed, TextOf(reply), press.Key, member, ct),
            Tell tell => WithWayBack(tell.Card, press),
            _ => null,
        };
        // A form that is open is not drawn over; whatever else is shown ends it.
        var open = reply is Show || (typed is not null && reply is Mistakes or Say or Refused or Saved or Tell);
        if (activity.Message is { } message && activity.IsPersonal)
        {
            if (open) forms.Opened(message);
            else forms.Closed(message);
        }

        var words = new Card(TextOf(reply), new Paragraph(TextOf(reply)));
        return screen ?? await Now(press.Key, TextOf(reply), activity, member, ct) ?? (member.No is TeamsSilent ? WithWayBack(words, press) : TeamsCards.Of(words));
    }

    /// <summary>The card of a message as it stands now; null when it is none that can be drawn again, or not theirs to see.</summary>
    /// <param name="line">Above it.</param>
    public async Task<JsonObject?> Now(string? key, string? line, TeamsActivity activity, ChatMember member, CancellationToken ct) =>
        await CardOf(key, activity, member, ct) is { } card ? TeamsCards.Of(card, key, line) : null;

    public async Task<Card?> CardOf(string? key, TeamsActivity activity, ChatMember member, CancellationToken ct)
    {
        // Whoever is to press again needs what they pressed; it is their account's, whatever Teams does not say of it.
        if (member.No is not (null or TeamsSilent)) return null;
        if (TeamsKey.Words(key) is { } words)
            return member.No is null && await router.Handle(new(member.Account, member.Email, ChatCommand.Written, new Values { [ChatCommand.Text] = words }, $"{activity.Delivery}/again"), ct) is Tell tell ? tell.Card : null;
        if (TeamsKey.Message(key) is not { } id) return null;
        return await database.Read(
            async read => await OutboxStore.Message(read, id) is { } message && await IsTheirs(read, message, activity, member) && routes.Cards.TryGetValue(message.Kind, out var draw) ? await draw(read, message.Subject) : null,
            ct);
    }

    /// <summary>A form; where there is no room for it whole, the way to the console: half a form would hide what is decided.</summary>
    public async Task<JsonObject> Of(ShownForm form, string? line, string? key, ChatMember member, CancellationToken ct)
    {
        var offered = form.Form.Blocks.Any(b => b is Attach) ? await files.Offered(member.Account, ct) : [];
        try
        {
            return TeamsCards.Of(form, line, key, offered);
        }
        catch (TooLargeForTeamsException e)
        {
            log.LogWarning(e, "A form could not be shown");
            return TeamsCards.Of(new Card("More than Teams can show", new Paragraph("This is more than Teams can show at once. Your reviews are in the console too."), new Links([new("Open the console", new(settings.PublicBaseUrl, "console"))])), key);
        }
    }

    /// <summary>A card in place of another, with the way back to that, or to the form as it was typed.</summary>
    private static JsonObject WithWayBack(Card told, TeamsPress press)
    {
        var card = TeamsCards.Of(told);
        if (press.Key is null && press.Shown is null) return card;
        var back = new TeamsButtons(press.Shown is null ? null : press.Values, press.Key).Press(new(TeamsValues.Refresh, "Back", Values.None), press.Shown is { } form ? TeamsValues.Pack(form.Form) : null);
        foreach (var line in TeamsButtons.Lines([back])) card["body"]!.AsArray().Add(line);
        return card;
    }

    /// <summary>What a reply says in words.</summary>
    public static string TextOf(Reply reply) => reply switch
    {
        Say say => say.Text,
        Finish finish => finish.Text,
        Refused refused => refused.Text,
        Mistakes mistakes => string.Join(' ', mistakes.Fields.Values),
        _ => "Saved",
    };

    /// <summary>A key comes from outside: it draws only what was sent to this person, or to the channel where it is asked for.</summary>
    private static async Task<bool> IsTheirs(Read read, StandingMessage message, TeamsActivity activity, ChatMember member) => message.PersonId is { } person
        ? message.Address == member.Account.User || (await PeopleStore.ByAccount(read, member.Account))?.Id == person
        : message.Channel == activity.Place;
}
