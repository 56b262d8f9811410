using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Takes a file that came with a form, before the form's verb is run. It changes nothing yet: the verb makes it evidence, or nobody does.</summary>
public sealed class TakeUpload(Database database)
{
    private const int LongestName = 200;

    /// <summary>From a chat platform, which has proved the account.</summary>
    public Task<Result<Attachment>> Run(ChatAccount account, IFormFile file, CancellationToken ct) =>
        Run(new(null, account.ToString()), tx => PeopleStore.ByAccount(tx, account), new UnknownAccount(), file, ct);

    /// <summary>From the console.</summary>
    public Task<Result<Attachment>> Run(Id<Person> person, IFormFile file, CancellationToken ct) =>
        Run(new(person, "console"), tx => PeopleStore.ById(tx, person), new NobodySignedIn(), file, ct);

    private async Task<Result<Attachment>> Run(Actor actor, Func<Tx, Task<Person?>> find, Refusal nobody, IFormFile file, CancellationToken ct)
    {
        if (file.Length == 0) return new AttachmentEmpty();
        if (file.Length > Attachment.Largest) return new AttachmentTooLarge();
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, ct);
        return await database.InTransaction<Attachment>(
            actor,
            async tx => await find(tx) is { Active: true } by ? await AttachmentStore.Upload(tx, new(Guid.CreateVersion7(tx.Now)), NameOf(file), content.ToArray(), by.Id) : nobody,
            ct: ct);
    }

    /// <summary>Some browsers send the whole path, in the form of their own machine.</summary>
    private static string NameOf(IFormFile file)
    {
        var name = string.Concat(file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? "file" : name.Length <= LongestName ? name : name[^LongestName..];
    }
}
