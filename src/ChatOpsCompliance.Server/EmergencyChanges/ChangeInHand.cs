using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>The emergency change that a press or a form is about.</summary>
internal static class ChangeInHand
{
    public static async Task<Result<EmergencyChange>> ChangeIn(this Visit visit, Read read, PolicyBook policies) =>
        visit.Values.Id<EmergencyChange>(ChangeVerbs.Change) is { } id && await ChangeStore.One(read, id, policies) is { } change ? change : new ChangeUnknown();
}

public sealed record ChangeUnknown() : Refusal("This emergency change is not known.");
