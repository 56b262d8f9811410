namespace ChatOpsCompliance.Chat;

/// <summary>
/// A form (a modal, a dialog, a pane). Its fields come back under their names together with <paramref name="Hidden"/>; what the person saw is
/// named by <see cref="Rendering"/>, which the platform sends back as <c>rendering</c>.
/// </summary>
/// <param name="Submit">The main button. Pressing any button of the form sends all fields.</param>
/// <param name="Others">Further buttons, such as the page before.</param>
public sealed record Form(string Title, IReadOnlyList<Block> Blocks, Button Submit, IReadOnlyList<Button> Others, Values Hidden)
{
    /// <summary>Sent when a person changes a field that has <see cref="Choose.OnChange"/>.</summary>
    public const string RenderingField = "rendering";

    /// <summary>One sentence above everything, such as what was just saved.</summary>
    public string? Banner { get; init; }

    public string Sketch() => Chat.Sketch.Of(this);

    /// <summary>SHA-256 of the sketch without the banner, lower-case hex.</summary>
    public string Rendering() => Chat.Sketch.Hash((this with { Banner = null }).Sketch());
}

/// <summary>A field: a block that sends a value back under its name.</summary>
public abstract record Field(string Name, string Label) : Block
{
    /// <summary>The form is worth nothing without it. Platforms that can may ask for it before they send; the verb asks for it all the same.</summary>
    public bool Required { get; init; }
}

/// <param name="Hint">What to know of it before choosing it.</param>
public sealed record Option(string Value, string Label, string? Hint = null);

/// <summary>One of several; nothing is preselected unless it was chosen before.</summary>
/// <param name="OnChange">A verb to send at once when the choice changes, with the form's values: saving a draft.</param>
/// <param name="Hint">What to know before choosing, beside the label.</param>
public sealed record Choose(string Name, string Label, IReadOnlyList<Option> Options, string? Selected, Verb? OnChange = null, string? Hint = null) : Field(Name, Label);

/// <param name="Most">The longest text taken, in characters.</param>
public sealed record Write(string Name, string Label, string Text = "", bool Long = false, int Most = 500, Verb? OnChange = null) : Field(Name, Label);

/// <summary>Several of a list; comes back as the ticked values joined by commas.</summary>
/// <param name="Selected">The values that were ticked before; nothing when null.</param>
public sealed record Tick(string Name, string Label, IReadOnlyList<Option> Options, IReadOnlyList<string>? Selected = null, Verb? OnChange = null) : Field(Name, Label);

/// <summary>
/// One file of the person's own. The platform uploads it before the verb is run; what comes back under the name is the id of the
/// <see cref="Evidence.Attachment"/>, or nothing when none was chosen.
/// </summary>
public sealed record Attach(string Name, string Label, string? Hint = null) : Field(Name, Label)
{
    /// <summary>Beside the id, for the person's eyes only: what the file is called.</summary>
    public static string ShownAs(string name) => $"{name}.file";
}
