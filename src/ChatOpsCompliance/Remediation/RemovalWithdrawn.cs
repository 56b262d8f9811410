using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Remediation;

/// <summary>The revoke that opened this removal was taken back before anybody claimed it.</summary>
public sealed record RemovalWithdrawn(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal) : Fact
{
    public override string Kind => "removal.withdrawn";

    public override string Subject => $"removal/{Task}";
}
