using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources.Csv;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Access;

/// <summary>A second person looks at a system that can't be exported, and says whether it is as the first wrote down.</summary>
public sealed class ConfirmExtract(SystemBook systems, Outbox outbox)
{
    private const int MostShown = 40;

    /// <summary>Shows what was written down: nobody confirms what they have not seen.</summary>
    public async Task<Result<Reply>> Look(Read read, Visit visit)
    {
        var (upload, system) = await Find(read, visit);
        if (upload is null) return new UploadUnknown();
        if (upload.Confirm(visit.By).No is { } no) return no;
        var evidence = upload.Evidence is { } id ? await AttachmentStore.ById(read, id) : null;
        return new Show(ExtractForm.Look(system!, upload, await Rows(read, upload), $"The picture: {evidence}, SHA-256 {evidence?.Hash}. A compliance officer can open it in the console."));
    }

    public async Task<Result<Reply>> Confirm(Tx tx, Visit visit)
    {
        var (upload, _) = await Find(tx, visit);
        if (upload is null) return new UploadUnknown();
        var (confirmed, no) = upload.Confirm(visit.By);
        if (confirmed is null) return no!;
        if (!await UploadStore.Record(tx, confirmed)) return new AnsweredAlready();
        tx.Happened(confirmed);
        return new Finish($"Thank you. It is being read now; {upload.ByName} will be told whether it was taken.");
    }

    public async Task<Result<Reply>> Decline(Tx tx, Visit visit)
    {
        var (upload, system) = await Find(tx, visit);
        if (upload is null) return new UploadUnknown();
        var (declined, no) = upload.Decline(visit.By, Words.Of(visit.Values[ExtractVerbs.Why]));
        if (declined is null) return no is WhyNotNeeded ? no with { Field = ExtractVerbs.Why } : no!;
        if (!await UploadStore.Record(tx, declined)) return new AnsweredAlready();
        tx.Happened(declined);
        var title = $"{visit.By.Name} saw something else on {system!.Title}";
        await outbox.PostTo(tx, upload.By, new(
            title,
            new Heading(title),
            new Paragraph(declined.Why.Text),
            new Note("Nothing of it was taken. Look again together and hand it in anew."),
            new Buttons(new Button(ExtractVerbs.Open, "Hand in an extract", new Values { [ExtractVerbs.System] = upload.System }, ButtonStyle.Primary))));
        return new Finish($"Noted. {upload.ByName} is told, and nothing was taken.");
    }

    /// <summary>For <c>my tasks</c>.</summary>
    public async Task<IReadOnlyList<Block>> TasksOf(Read read, Person person)
    {
        var blocks = new List<Block>();
        foreach (var upload in await UploadStore.ToConfirm(read, person.Id))
        {
            blocks.Add(new Paragraph($"{upload.ByName} looked who has access on {systems.Find(upload.System)?.Title ?? upload.System} and asks you to look as well."));
            blocks.Add(new Buttons(ExtractForm.Looking(upload)));
        }

        return blocks;
    }

    private async Task<(ExtractUpload? Upload, SystemDefinition? System)> Find(Read read, Visit visit) =>
        visit.Values.Id<ExtractUpload>(ExtractVerbs.Upload) is { } id && await UploadStore.One(read, id) is { } upload && systems.Find(upload.System) is { } system ? (upload, system) : default;

    private static async Task<string> Rows(Read read, ExtractUpload upload)
    {
        var rows = new List<string>();
        var content = await AttachmentStore.Content(read, upload.File) ?? [];
        await foreach (var row in new CsvAccessSource(() => new MemoryStream(content, writable: false)).Rows(CancellationToken.None))
            rows.Add(row.Grant is { } g ? $"{g.Account}: {g.Entitlement}{(g.Environment.Length > 0 ? $" ({g.Environment})" : "")}{(g.Privileged == true ? ", privileged" : "")}" : $"line {row.Line}: {row.Fault!.Reason}");
        var text = string.Join('\n', rows.Take(MostShown));
        return rows.Count > MostShown ? $"{text}\nand {Count(rows.Count - MostShown, "row", "rows")} more" : text;
    }
}

public sealed record UploadUnknown() : Refusal("This is not known any more. The newest message says what waits.");
