namespace ChatOpsCompliance;

/// <summary>
/// Something that happened, appended to the ledger in the same transaction as the change it speaks of.
/// Kinds are a persisted format: never renamed, all listed in an approved file.
/// A fact holds ids and numbers; whatever names or quotes a person is <see cref="Words"/>.
/// </summary>
public abstract record Fact
{
    /// <summary>Such as <c>item.decided</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What it is about, such as <c>campaign/…/12</c>.</summary>
    public abstract string Subject { get; }
}

/// <summary>
/// Text that speaks of a person or was typed by one. The ledger keeps a salted hash of it; the text stands beside the chain
/// and can be erased without breaking it.
/// </summary>
public sealed record Words(string Text)
{
    public static Words? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : new(text.Trim());

    public override string ToString() => Text;
}

/// <summary>Who did it: a person (through a chat account, or the console), an operating-system user at the shell, or the service itself.</summary>
/// <param name="Person">Null when no person stands behind the act.</param>
/// <param name="Via">How they came in: <c>local:demo/U1</c>, <c>console</c>, <c>shell:root</c>, <c>service</c>.</param>
public sealed record Actor(Id<People.Person>? Person, string Via)
{
    public static readonly Actor Service = new(null, "service");

    public static Actor Shell(string osUser) => new(null, $"shell:{osUser}");
}
