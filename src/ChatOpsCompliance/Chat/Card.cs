namespace ChatOpsCompliance.Chat;

/// <summary>What a button or a form asks for, such as <c>review.open</c>. A persisted format: never renamed. A verb carries no right.</summary>
public readonly record struct Verb(string Name)
{
    public override string ToString() => Name;
}

/// <summary>
/// A message: a pure function of state, in plain text throughout; each platform escapes it on the way out. What can't be shown as
/// blocks (notifications, screen readers) reads <paramref name="Summary"/>.
/// </summary>
public sealed record Card(string Summary, IReadOnlyList<Block> Blocks)
{
    public Card(string summary, params Block[] blocks)
        : this(summary, (IReadOnlyList<Block>)blocks)
    {
    }

    /// <summary>Readable text of the card, the same on every platform.</summary>
    public string Sketch() => Chat.Sketch.Of(this);

    /// <summary>SHA-256 of the sketch, lower-case hex: names what somebody saw when they decided.</summary>
    public string Rendering() => Chat.Sketch.Hash(Sketch());
}

/// <summary>A part of a card or a form.</summary>
public abstract record Block;

public sealed record Heading(string Text) : Block;

public sealed record Paragraph(string Text) : Block;

/// <summary>Small print: when, from where, what to do next.</summary>
public sealed record Note(string Text) : Block;

/// <summary>Short facts, label and value.</summary>
public sealed record Facts(IReadOnlyList<(string Label, string Value)> Pairs) : Block
{
    public Facts(params (string Label, string Value)[] pairs)
        : this((IReadOnlyList<(string, string)>)pairs)
    {
    }
}

/// <summary>How much of a whole is done.</summary>
public sealed record Progress(int Done, int Total, string Label) : Block;

public sealed record Divider : Block;

/// <summary>A row of buttons; empty once there is nothing left to press.</summary>
public sealed record Buttons(IReadOnlyList<Button> All) : Block
{
    public Buttons(params Button[] all)
        : this((IReadOnlyList<Button>)all)
    {
    }
}

/// <summary>Ways to pages of the console.</summary>
public sealed record Links(IReadOnlyList<Link> All) : Block;

public sealed record Link(string Label, Uri Address);

public enum ButtonStyle
{
    Plain,
    Primary,
    Danger,
}

/// <summary>A verb and the ids it is about; whether the presser may is looked up at the press.</summary>
public sealed record Button(Verb Verb, string Label, Values Values, ButtonStyle Style = ButtonStyle.Plain);
