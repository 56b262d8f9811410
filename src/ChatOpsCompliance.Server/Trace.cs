using System.Diagnostics;

namespace ChatOpsCompliance.Server;

/// <summary>An act as other tools follow it: click → transaction → the message that it causes, minutes later maybe. Ids and verbs only, never words, names or addresses.</summary>
internal static class Trace
{
    public const string Name = "ChatOpsCompliance";

    private static readonly ActivitySource Acts = new(Name);

    /// <summary>Null when nobody watches.</summary>
    public static Activity? Begin(string act) => Acts.StartActivity(act);

    /// <summary>A part of what is being followed already; what nobody clicked, such as the outbox's own looking, is none.</summary>
    public static Activity? Part(string act) => Activity.Current is { Recorded: true } ? Acts.StartActivity(act) : null;

    /// <summary>What follows from an act in another place.</summary>
    /// <param name="from">W3C trace context; null when nobody followed it.</param>
    public static Activity? Follow(string act, string? from) => from is null ? null : Acts.StartActivity(act, ActivityKind.Producer, from);

    /// <summary>Where a row that is written now comes from.</summary>
    public static string? Here => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } act ? act.Id : null;
}
