namespace ChatOpsCompliance.Chat;

/// <summary>What the person sees at once, in answer to a click or a submitted form. Stored with the delivery: a repeat gets the same one.</summary>
public abstract record Reply;

/// <summary>A line only they see.</summary>
public sealed record Say(string Text) : Reply;

/// <summary>A card only they see: the answer to a command.</summary>
public sealed record Tell(Card Card) : Reply;

/// <summary>Opens a form, or puts another in its place.</summary>
public sealed record Show(Form Form) : Reply;

/// <summary>The form is done; it closes with a line.</summary>
public sealed record Finish(string Text) : Reply;

/// <summary>Saved, nothing to show: the answer to a draft.</summary>
public sealed record Saved : Reply;

/// <summary>The form stays as it was typed, with a sentence beside each field that needs another look.</summary>
public sealed record Mistakes(IReadOnlyDictionary<string, string> Fields) : Reply;

/// <summary>It was refused: nothing changed. Names who can act.</summary>
public sealed record Refused(string Kind, string Text) : Reply;
