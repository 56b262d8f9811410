using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;

namespace ChatOpsCompliance.Server.Access;

/// <summary>The form that takes an extract with its facts, and what a second person is asked.</summary>
internal static class ExtractForm
{
    public static readonly string[] Times = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm"];

    public static TimeZoneInfo ZoneOf(Person person) => TimeZoneInfo.TryFindSystemTimeZoneById(person.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public static Form HandIn(SystemDefinition system, Person by, AccessSnapshot? newest, DateTimeOffset now)
    {
        var blocks = new List<Block>
        {
            new Paragraph(system.ByInspection
                ? $"{system.Title} can't be exported. Look at it, write down who has what as CSV, and add a picture of what you saw. Somebody else looks as well before it counts."
                : $"The CSV of everybody's access on {system.Title}, and the facts an auditor asks of it."),
            new Attach(ExtractVerbs.File, "The CSV", "account, account_type, person_email, owner_email, entitlement, environment, privileged, mfa, granted_at, last_used_at, expires_at") { Required = true },
            new Write(ExtractVerbs.At, $"When the system was read ({by.TimeZone})", TimeZoneInfo.ConvertTime(now, ZoneOf(by)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)) { Required = true },
            new Write(ExtractVerbs.By, "Who made it", by.Email) { Required = true },
            new Write(ExtractVerbs.Method, "How it was made", newest?.Facts.Method ?? "", Most: 1000) { Required = true },
            new Write(ExtractVerbs.Count, "How many rows the system itself counts") { Required = true },
            new Write(ExtractVerbs.LookedAt, "If it has a fifth fewer rows than before: why that is right"),
        };
        if (system.ByInspection)
        {
            blocks.Add(new Attach(ExtractVerbs.Evidence, "A picture of what you saw"));
            blocks.Add(new Write(ExtractVerbs.Second, "E-mail of who looks as well"));
        }

        if (newest is not null) blocks.Add(new Note($"The last one is of {newest.Facts.ExtractedAt:yyyy-MM-dd HH:mm} UTC: {newest.Facts.SourceCount} rows, {newest.Facts.Method}."));
        return new($"Hand in an extract of {system.Title}", blocks, new Button(ExtractVerbs.HandIn, "Hand it in", Values.None, ButtonStyle.Primary), [], Values.None.With(ExtractVerbs.System, system.Name));
    }

    public static Card Ask(SystemDefinition system, ExtractUpload upload)
    {
        var title = $"{upload.ByName} looked who has access on {system.Title}. Please look as well";
        return new(
            title,
            new Heading(title),
            new Paragraph($"{system.Title} can't be exported, so two people look. {upload.ByName} wrote down {ReviewWords.Count(upload.Facts.SourceCount, "row", "rows")}: {upload.Facts.Method}, {upload.Facts.ExtractedAt:yyyy-MM-dd HH:mm} UTC."),
            new Buttons(Looking(upload)));
    }

    public static Form Look(SystemDefinition system, ExtractUpload upload, string list, string evidence) => new(
        $"What {upload.ByName} saw on {system.Title}",
        [
            new Paragraph("Look at the system yourself and compare. It counts once you say that it is right."),
            new Paragraph(list),
            new Note(evidence),
            new Write(ExtractVerbs.Why, "If it is not right: what is different", Long: true),
        ],
        new Button(ExtractVerbs.Confirm, "I looked too: it is right", Values.None, ButtonStyle.Primary),
        [new Button(ExtractVerbs.Decline, "It is not right", Values.None)],
        Values.None.With(ExtractVerbs.Upload, upload.Id.ToString()));

    public static Button Looking(ExtractUpload upload) => new(ExtractVerbs.Look, "See what was written down", new Values { [ExtractVerbs.Upload] = upload.Id.ToString() }, ButtonStyle.Primary);
}
