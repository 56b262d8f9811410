namespace ChatOpsCompliance.Server.Console;

/// <summary>The sentence left for the page that is being drawn, if any; the frame of every page says it.</summary>
internal sealed class Noticed
{
    public string? Text { get; set; }
}
