using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Retention;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>An act as a page offers it.</summary>
public sealed record Offer(string Verb, string Label, string Address);

/// <summary>
/// What a page offers to do. Each verb is asked, for this visitor and this subject, whether it shows a form or a card: only then there is a link. So who may do
/// what, and when, is said by the handlers alone.
/// </summary>
internal sealed class Offers(ChatRoutes routes)
{
    /// <summary>The acts on a campaign, as they read on its page.</summary>
    public static readonly IReadOnlyList<(string Verb, string Label)> OfCampaign =
    [
        (LifeVerbs.ApproveForm.Name, "Approve this review"),
        (LifeVerbs.Reassign.Name, "Give items to another reviewer"),
        (LifeVerbs.Exclude.Name, "Take items out of the review"),
        (LifeVerbs.Extend.Name, "Ask for more time"),
        (LifeVerbs.Cancel.Name, "Cancel this review"),
    ];

    /// <summary>What reviewers can do besides choosing.</summary>
    public static readonly IReadOnlyList<(string Verb, string Label)> OfReviewer =
    [
        (LifeVerbs.Correct.Name, "Change what I signed"),
        (LifeVerbs.Away.Name, "I am away: let somebody stand in"),
        (LifeVerbs.Extend.Name, "Ask for more time"),
        (ReviewVerbs.WhyMe.Name, "Why do these come to me?"),
    ];

    public static readonly IReadOnlyList<(string Verb, string Label)> OfSystem =
    [
        (ExtractVerbs.Open.Name, "Hand in an extract"),
        (AccountVerbs.Open.Name, "Say whose accounts are"),
    ];

    public static readonly IReadOnlyList<(string Verb, string Label)> OfRemoval =
    [
        (RemovalVerbs.Inspection.Name, "I looked myself"),
        (RemovalVerbs.Risk.Name, "It can't go now"),
        (RemovalVerbs.Hand.Name, "Hand over"),
    ];

    /// <summary>The acts on an emergency change, as they read on its page.</summary>
    public static readonly IReadOnlyList<(string Verb, string Label)> OfChange =
    [
        (ChangeVerbs.ApproveSignedIn.Name, "Approve"),
        (ChangeVerbs.Reject.Name, "Reject"),
        (ChangeVerbs.Second.Name, "Give the second approval"),
        (ChangeVerbs.Review.Name, "Review"),
        (ChangeVerbs.Detail.Name, "Add the details"),
        (ChangeVerbs.Say.Name, "Ask or answer"),
        (ChangeVerbs.Commit.Name, "Name the commit"),
        (ChangeVerbs.Withdraw.Name, "Withdraw"),
        (ChangeVerbs.Glass.Name, "Break the glass"),
    ];

    /// <summary>What nobody approved is explained afterwards; that approves nothing.</summary>
    public static readonly IReadOnlyList<(string Verb, string Label)> OfUnauthorised = [(ChangeVerbs.Open.Name, "Explain it afterwards")];

    public static readonly IReadOnlyList<(string Verb, string Label)> OfControl = [(ControlVerbs.Sample.Name, "Draw a sample"), (ControlVerbs.Test.Name, "Conclude the test")];

    public static readonly IReadOnlyList<(string Verb, string Label)> OfAction =
    [
        (ActionVerbs.Open.Name, "It is done"),
        (ActionVerbs.Look.Name, "Look at it"),
        (ActionVerbs.Explain.Name, "Say why"),
        (ActionVerbs.Hand.Name, "Hand over"),
    ];

    public static readonly IReadOnlyList<(string Verb, string Label)> OfMessages = [(RetryMessages.Open.Name, "Try again what was given up")];

    public static readonly IReadOnlyList<(string Verb, string Label)> OfRetention = [(HoldEvidence.Open.Name, "Place a legal hold"), (EraseLeaver.Open.Name, "Erase what somebody wrote who left")];

    public static readonly IReadOnlyList<(string Verb, string Label)> OfHold = [(HoldEvidence.Look.Name, "Lift it")];

    /// <summary>What waits for a decision, as its own form shows it.</summary>
    public static readonly IReadOnlyList<(string Verb, string Label)> OfRisk = [(RemovalVerbs.RiskLook.Name, "Decide")];

    public async Task<IReadOnlyList<Offer>> Of(Read read, Visitor visitor, IEnumerable<(string Verb, string Label)> acts, Values values, string back)
    {
        var offered = new List<Offer>();
        if (visitor.OnlyReads) return offered;
        foreach (var (name, label) in acts)
        {
            var verb = new Verb(name);
            if (routes.Shows(verb) is { } show && (await show(read, new(visitor.Person, visitor.Roles, values))) is { Done: true, Value: Show or Tell })
                offered.Add(new(name, label, VerbPages.Address(verb, values, back)));
        }

        return offered;
    }

    /// <summary>What waits for the visitor besides reviews, as the card that <c>my tasks</c> shows in chat; nothing when nothing waits.</summary>
    public async Task<IReadOnlyList<Block>> Waiting(Read read, Visitor visitor) => await routes.WaitingFor(read, visitor.Person);
}
