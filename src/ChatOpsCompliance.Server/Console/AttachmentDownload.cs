using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A file that is evidence, for those who see all and for whoever handed it in. It is saved, never shown: a browser runs nothing of it.</summary>
internal sealed class AttachmentDownload(ConsoleDoor door)
{
    public static string Address(Id<Attachment> attachment) => $"{ConsolePage.First}/attachments/{attachment}";

    public Task<IResult> Get(string id, HttpContext http) => door.Enter(http, async (read, visitor) =>
    {
        var attachment = Id<Attachment>.TryParse(id, out var parsed) ? await AttachmentStore.ById(read, parsed) : null;
        if (attachment is null ? visitor.SeesAll : visitor.SeesAll || attachment.By == visitor.Person.Id)
            return attachment is null || await AttachmentStore.Content(read, parsed) is not { } content
                ? new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound)
                : TypedResults.File(content, "application/octet-stream", attachment.Name);
        return await door.Refuse(read, visitor, "An attached file is shown to compliance officers, executives, auditors and whoever handed it in.");
    });
}
