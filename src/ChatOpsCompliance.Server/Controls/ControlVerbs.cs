using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>The verbs of controls, and the names of the values they carry. Persisted formats.</summary>
public static class ControlVerbs
{
    /// <summary>A sample of what?</summary>
    public static readonly Verb Sample = new("control.sample");

    public static readonly Verb Draw = new("control.draw");

    /// <summary>What came out of the test?</summary>
    public static readonly Verb Test = new("control.test");

    public static readonly Verb Conclude = new("control.conclude");

    public const string Control = "control", From = "from", To = "to", Evidence = "evidence", Method = "method", Seed = "seed", Size = "size", Ids = "ids", Result = "result", Work = "work", Words = "words";
}
