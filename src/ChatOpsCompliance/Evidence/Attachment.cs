using System.Globalization;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Evidence;

/// <summary>
/// A file that somebody handed in with a form: uploaded → kept as evidence of one subject. Until an act keeps it, it is nobody's evidence, and is
/// thrown away after a week. Its content never changes.
/// </summary>
public sealed record Attachment
{
    /// <summary>In bytes. What is larger is data rather than evidence: it comes over the API or the command line.</summary>
    public const int Largest = 20 * 1024 * 1024;

    public required Id<Attachment> Id { get; init; }

    /// <summary>As the person's machine called it, without its folder.</summary>
    public required string Name { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public required string Hash { get; init; }

    public required Id<Person> By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What it is evidence of, such as <c>removal/…</c>; null while it is only uploaded.</summary>
    public string? Subject { get; init; }

    /// <summary>As people read it: <c>report.pdf, 12 KB</c>.</summary>
    public override string ToString() => $"{Name}, {Weight}";

    private string Weight => Size < 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{Size} bytes")
        : Size < 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{Size / 1024} KB") : string.Create(CultureInfo.InvariantCulture, $"{Size / 1024d / 1024d:0.0} MB");
}

/// <summary>A file became evidence: the chain holds its hash, so that another in its place would be found.</summary>
/// <param name="Of">What it is evidence of.</param>
public sealed record AttachmentKept(Id<Attachment> Attachment, string Of, string Hash, long Size, Words Name, Id<Person> By) : Fact
{
    public override string Kind => "attachment.kept";

    public override string Subject => $"attachment/{Attachment}";
}

public sealed record AttachmentMissing() : Refusal("Choose a file to attach.");

public sealed record AttachmentGone() : Refusal("This file is not there any more, or it was handed in with something else already. Choose it again.");

public sealed record AttachmentEmpty() : Refusal("This file is empty. Choose the one that shows what you looked at.");

public sealed record AttachmentTooLarge() : Refusal($"This file is too large: at most {Attachment.Largest / 1024 / 1024} MB. Nothing was sent. A smaller picture or a shorter extract will do; whole extracts of a system come with the import or over the API.");
