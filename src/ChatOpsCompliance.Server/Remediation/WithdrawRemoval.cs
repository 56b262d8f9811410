using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>A decision was taken back before anybody removed anything: its task goes, and a new revoke opens a new one.</summary>
public sealed class WithdrawRemoval(RemovalDigest digest)
{
    public async Task From(Tx tx, ItemReopened reopened)
    {
        foreach (var task in await RemediationStore.Of(tx, reopened.Campaign, [reopened.Ordinal]))
        {
            var withdrawn = new RemovalWithdrawn(task.Id, task.Campaign, task.Ordinal);
            // Whoever claimed it a moment ago was first: nothing of the correction is recorded.
            if (!await RemediationStore.Withdraw(tx, withdrawn)) throw new InvalidOperationException($"{withdrawn.Subject} is not open any more.");
            tx.Happened(withdrawn);
            await digest.Redraw(tx, task.Owner);
        }
    }
}
