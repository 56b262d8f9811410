using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What follows for people from the daily readings of the sources: drift of a gate, lists that differ, and that a source does not answer.</summary>
public sealed class FollowReadings(OpenAction open, FollowDeployments follow)
{
    public async Task From(Tx tx, ProtectionRead f)
    {
        await Drift(tx, f, "gate-off", f.GateIsOn is { } on ? !on : null, $"The gate of {f.Environment} of {f.Repository} is off", "Switch our protection rule on again in the settings of the environment. Until then anything can be deployed there without being asked.");
        await Drift(tx, f, "admin-bypass", f.AdminsCanBypass, $"Administrators can pass the gate of {f.Environment} of {f.Repository}", "Switch off that administrators may bypass the protection rules, in the settings of the environment.");
        await Drift(tx, f, "self-review", f.SelfReviewPrevented is { } prevented ? !prevented : null, $"People can approve their own deployments to {f.Environment} of {f.Repository}", "Switch on that self-review is prevented, in the settings of the environment.");
    }

    public async Task From(Tx tx, DeploymentsReconciled f)
    {
        if (f.Extra + f.Unrecorded > 0)
        {
            await Untied(
                tx, f, FormattableString.Invariant($"deployments/{f.Repository}/{f.Environment}/{f.Day:yyyy-MM-dd}"),
                $"The source's list of deployments of {f.Repository} to {f.Environment} and ours differ",
                $"From {ActionWords.Time(f.Since)} to {ActionWords.Time(f.Until)} the source lists {f.Listed}: {f.Known} were known, {f.Found} found by the reading, {f.Unrecorded} could not be recorded. Of ours, {f.Extra} {(f.Extra == 1 ? "is" : "are")} not on its list. Find out why, and say so.");
        }

        var subject = $"running/{f.Repository}/{f.Environment}";
        switch (f.RunsWhatWasApproved)
        {
            case true: await open.Seen(tx, ActionKind.Untied, subject, f.ReadAt, shown: false); break;
            // A deployment that nobody approved has its own action.
            case false when await DeploymentStore.LatestOf(tx, f.Repository, f.Environment, f.Running!) is not { Class: DeploymentClass.Unauthorised }:
                await Untied(
                    tx, f, subject, $"What runs in {f.Environment} of {f.Repository} is not what was approved",
                    $"The source says that {Commit.Short(f.Running!)} runs there; what was approved last is {Commit.Short(f.Approved!)}. Find out how it came there. It is settled when a newer reading finds what was approved.");
                break;
        }
    }

    public async Task From(Tx tx, ReadingFailed f) => await open.For(
        tx,
        ActionKind.Untied,
        Outage(f.Reading, f.Repository, f.Environment),
        $"{(f.Reading switch { Reading.Deployments => $"The list of deployments of {f.Repository} to {f.Environment}", Reading.Protection => $"The protection of {f.Environment} of {f.Repository}", _ => $"The list of repositories of {f.Source}" })} can't be read",
        $"{f.Source} has not told it since {ActionWords.Time(f.Since)}: {f.Why.Text.TrimEnd('.')}. What is deployed meanwhile may go unseen. It is asked each hour, and this is settled as soon as it answers.",
        await follow.OwnerOf(tx, f.Repository, f.Environment),
        deadline: follow.Deadline(tx, ActionKind.Untied, f.Repository, f.Environment));

    public Task From(Tx tx, ReadingAnswered f) => open.Seen(tx, ActionKind.Untied, Outage(f.Reading, f.Repository, f.Environment), f.ReadAt, shown: false);

    /// <param name="shown">Null when the source did not say, which is neither.</param>
    private async Task Drift(Tx tx, ProtectionRead f, string what, bool? shown, string title, string todo)
    {
        var subject = $"gate/{f.Repository}/{f.Environment}/{what}";
        if (shown is not { } seen) return;
        await open.Seen(tx, ActionKind.Drift, subject, f.ReadAt, seen);
        if (seen) await open.For(tx, ActionKind.Drift, subject, title, todo, await follow.OwnerOf(tx, f.Repository, f.Environment), deadline: follow.Deadline(tx, ActionKind.Drift, f.Repository, f.Environment));
    }

    private async Task Untied(Tx tx, DeploymentsReconciled f, string subject, string title, string what) => await open.For(
        tx, ActionKind.Untied, subject, title, what, await follow.OwnerOf(tx, f.Repository, f.Environment), deadline: follow.Deadline(tx, ActionKind.Untied, f.Repository, f.Environment));

    private static string Outage(Reading reading, string repository, string environment) => $"reading/{repository}/{environment}/{reading.ToString().ToLowerInvariant()}";
}
