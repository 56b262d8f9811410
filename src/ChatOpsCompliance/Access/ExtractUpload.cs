using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Access;

public enum UploadStatus
{
    /// <summary>A system that can't be exported was looked at; a second person is asked to look as well.</summary>
    Confirming,

    Waiting,

    Reading,

    Taken,

    Refused,

    Declined,
}

/// <summary>
/// An extract handed in with a form: waiting → being read → taken as a snapshot, or refused with the reason. One made by looking at a system that can't be
/// exported waits for a second person first.
/// </summary>
public sealed record ExtractUpload
{
    public required Id<ExtractUpload> Id { get; init; }

    public required string System { get; init; }

    public required UploadStatus Status { get; init; }

    public required Id<Attachment> File { get; init; }

    /// <summary>What shows that somebody looked; only of an inspection.</summary>
    public Id<Attachment>? Evidence { get; init; }

    public required Id<Person> By { get; init; }

    public required string ByName { get; init; }

    public required ExtractFacts Facts { get; init; }

    public string? LookedAt { get; init; }

    /// <summary>Who is asked to look as well.</summary>
    public Id<Person>? Second { get; init; }

    public string? SecondName { get; init; }

    public Result<UploadConfirmed> Confirm(Person by) => MayAnswer(by) is { } no ? no : new UploadConfirmed(Id, System, by.Id);

    public Result<UploadDeclined> Decline(Person by, Words? why) =>
        MayAnswer(by) is { } no ? no : why is null ? new WhyNotNeeded() : new UploadDeclined(Id, System, by.Id, why);

    private Refusal? MayAnswer(Person by)
    {
        if (by.Id == By) return new SecondIsFirst();
        if (by.Id != Second) return new NotTheSecond(SecondName ?? "somebody else");
        if (Status != UploadStatus.Confirming) return new AnsweredAlready();
        return null;
    }
}

/// <summary>Somebody handed in an extract with a form. Whether it is taken is known once it has been read.</summary>
public sealed record ExtractHandedIn(Id<ExtractUpload> Upload, string System, Id<Attachment> File, Id<Attachment>? Evidence, Id<Person> By, Id<Person>? Second) : Fact
{
    public override string Kind => "extract.handed-in";

    public override string Subject => $"extract/{Upload}";
}

/// <summary>A second person looked at a system that can't be exported, and found the same.</summary>
public sealed record UploadConfirmed(Id<ExtractUpload> Upload, string System, Id<Person> By) : Fact
{
    public override string Kind => "extract.confirmed";

    public override string Subject => $"extract/{Upload}";
}

public sealed record UploadDeclined(Id<ExtractUpload> Upload, string System, Id<Person> By, Words Why) : Fact
{
    public override string Kind => "extract.declined";

    public override string Subject => $"extract/{Upload}";
}

/// <summary>It was read and not taken.</summary>
public sealed record ExtractRefused(Id<ExtractUpload> Upload, string System, string Refusal) : Fact
{
    public override string Kind => "extract.refused";

    public override string Subject => $"extract/{Upload}";
}

/// <summary>Who answers for a system was asked for a fresh extract before a launch.</summary>
public sealed record ExtractAsked(string System, string Definition, DateOnly Period, Id<Person>? Of, DateTimeOffset DueAt) : Fact
{
    public override string Kind => "extract.asked";

    public override string Subject => $"system/{System}";
}

public sealed record SecondIsFirst() : Refusal("You looked at it yourself: somebody else has to look as well.");

public sealed record NotTheSecond(string Second) : Refusal($"Only {Second}, who was asked to look as well, can say this.");

public sealed record AnsweredAlready() : Refusal("This was answered already. The newest message says what came of it.");

public sealed record WhyNotNeeded() : Refusal("Write what is not as it stands there.");

public sealed record OnlyByInspection(string System)
    : Refusal($"{System} can't be exported (Systems:{System}:Extract is inspection): somebody looks at it and hands in what they saw with a picture of it, and a second person confirms it. That is done in chat or in the console.");
