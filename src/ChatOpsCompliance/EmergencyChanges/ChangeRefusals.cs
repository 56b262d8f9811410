using System.Globalization;

namespace ChatOpsCompliance.EmergencyChanges;

public sealed record NoPolicyCovers(string Repository, string Environment, string Owners)
    : Refusal($"No policy covers {Environment} of {Repository}, so an emergency change there can't be approved. {Owners}");

public sealed record CommitNotWhole() : Refusal("Write the whole commit hash (40 characters, as “git rev-parse HEAD” prints it). A short one could mean another commit later.");

public sealed record CommitNotNamed(string Requester) : Refusal($"{Requester} has not named the commit yet. It can be approved once they do: an approval is for one commit.");

public sealed record NotAnApprover(EmergencyPolicy Policy) : Refusal($"Only {string.Join(", ", Policy.Approvers.Select(g => g.Name))} can approve changes under “{Policy.Title}”.");

public sealed record SeatTaken() : Refusal("You have approved this change already. One person fills one seat: the other approval has to be somebody else's.");

public sealed record BrokeTheGlass() : Refusal("You opened the gate alone, so somebody else has to look at it.");

public sealed record NotTheRequester(string Requester) : Refusal($"Only {Requester}, who asked for this change, can do that.");

public sealed record WithdrawInstead() : Refusal("You asked for this change: withdraw it instead.");

public sealed record RejectionWhy() : Refusal("Say why.");

public sealed record ApprovedAsItIs() : Refusal("Somebody has approved it with this commit already. Withdraw it and ask again for another commit.");

public sealed record RunUnderWay(string Run) : Refusal($"The gate has let {Run} through already, so it can't be withdrawn. It will be reviewed once it has been deployed.");

public sealed record NothingToOpen() : Refusal("This change is deployed already: there is nothing to open.");

public sealed record NoBreakGlass(EmergencyPolicy Policy) : Refusal($"“{Policy.Title}” does not allow one person alone to open the gate. Its owner is {Policy.Owner}.");

public sealed record BreakGlassWhy() : Refusal("Say why nobody else can approve it in time.");

public sealed record BreakGlassConfirm() : Refusal("Tick that you know what this is.");

public sealed record DetailsNeeded(string What) : Refusal($"Say {What}.");

public sealed record NoSecondDue(EmergencyChange Change) : Refusal(Change.Second switch
{
    SecondApproval.Given => $"{Change.Reference} has its second approval already.",
    SecondApproval.Objected => $"Somebody has objected to {Change.Reference} already.",
    _ => $"{Change.Reference} waits for no second approval.",
});

public sealed record ApprovalTooLate(EmergencyChange Change)
    : Refusal($"{Change.Reference} had to be approved by {Change.ApproveBy.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. {Change.RequesterName} can ask again.");

/// <summary>It is not at that point any more.</summary>
public sealed record ChangeSettled(EmergencyChange Change) : Refusal(Change.Status switch
{
    ChangeStatus.Requested => $"{Change.Reference} had to be approved earlier. {Change.RequesterName} can ask again.",
    ChangeStatus.Approved => $"{Change.Reference} is approved already{(Change.BrokeGlass ? " (break-glass)" : "")}.",
    ChangeStatus.Rejected => $"{Change.EndedByName ?? "Somebody"} has rejected {Change.Reference}. {Change.RequesterName} can ask again.",
    ChangeStatus.Withdrawn => $"{Change.RequesterName} has withdrawn {Change.Reference}.",
    ChangeStatus.Expired => $"Nobody approved {Change.Reference} in time. {Change.RequesterName} can ask again.",
    ChangeStatus.ExpiredUnused => $"{Change.Reference} was approved, but its time is over. {Change.RequesterName} can ask again.",
    _ => $"{Change.Reference} has been deployed already.",
});
