namespace ChatOpsCompliance.Remediation;

public sealed record NotTheActionsOwner(string Owner) : Refusal($"Only {Owner} can say that this is done; whoever has it can hand it over.");

public sealed record SayWhatWasDone() : Refusal("Say what was done, so that somebody else can see that it was.");

public sealed record OnlyTheSourceSays() : Refusal("No word closes this: it is verified as soon as a newer read of the source no longer shows it.");

public sealed record OwnActionIsNotEnough() : Refusal("You have this or said that it is done, so somebody else has to look: a compliance officer or an executive.");

public sealed record AboutThemselves() : Refusal("This is about what you did yourself, so somebody else has to look: a compliance officer or an executive.");

public sealed record NotAConfirmer() : Refusal("Only a compliance officer, or an executive, can confirm that this is done.");

public sealed record NotDoneYet(string Owner) : Refusal($"Nobody has said yet that this is done: it is with {Owner}. Only then is there something to look at.");

public sealed record SayWhatIsMissing() : Refusal("Say what is missing, so that the owner knows what to do.");

public sealed record NothingToJustify() : Refusal("Only a change that nobody approved can be justified afterwards.");

public sealed record SayWhyThen() : Refusal("Say why it was deployed without approval.");

public sealed record NotYoursToJustify(string? About, string Owner) : Refusal($"Only {(About is null ? "" : $"{About}, ")}{Owner} or compliance can add a justification.");

public sealed record ActionOver(ActionStatus Status, string? DoneBy, string? ConfirmedBy) : Refusal(Status switch
{
    ActionStatus.Done => $"{DoneBy ?? "Somebody"} said already that this is done. It waits for a second look.",
    ActionStatus.Confirmed => $"{ConfirmedBy ?? "A second person"} has already confirmed that this is done.",
    ActionStatus.Verified => "A newer read of the source has already shown that this is mended.",
    _ => "This is open again; its newest message shows how it stands.",
});
