using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A file that is evidence, for those who see all and for whoever handed it in. It is saved, never shown: a browser runs nothing of it.</summary>
internal sealed class AttachmentDownload(ConsoleDoor door)
{
    public static string Address(Id<Attachment> attachment) => $"{ConsolePage.First}/attachments/{attachment}";

    public Task<IResult> Get(string id, HttpContext http) => door.Enter(http, async (read, visitor) =>
    {
        var attachment = Id<Attachment>.TryParse(id, out var parsed) ? await AttachmentStore.ById(read, parsed) : null;
        if (attachment is null ? visitor.SeesAll : await Sees(read, visitor, attachment))
            return attachment is null || await AttachmentStore.Content(read, parsed) is not { } content
                ? new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound)
                : TypedResults.File(content, "application/octet-stream", attachment.Name);
        return await door.Refuse(read, visitor, "An attached file is shown to compliance officers, executives, auditors and whoever handed it in.");
    });

    /// <summary>An auditor sees what was handed in during their period, or is evidence of a review that they see.</summary>
    private static async Task<bool> Sees(Read read, Visitor visitor, Attachment attachment)
    {
        if (!visitor.OnlyReads) return visitor.SeesAll || attachment.By == visitor.Person.Id;
        if (attachment.Subject is not { } subject) return false;
        return visitor.Sight.Sees(attachment.At) || (await Review(read, subject.Split('/')) is { } id && await CampaignStore.ById(read, id) is { } campaign && visitor.Sees(campaign));
    }

    private static async Task<Id<Campaign>?> Review(Read read, string[] subject) => subject switch
    {
        ["campaign", var id, ..] when Id<Campaign>.TryParse(id, out var campaign) => campaign,
        ["removal", var id, ..] when Id<RemediationTask>.TryParse(id, out var task) => (await RemediationStore.One(read, task))?.Campaign,
        _ => null,
    };
}
