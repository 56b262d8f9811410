namespace ChatOpsCompliance.Server.Chat;

/// <summary>An operator had dead letters tried again.</summary>
public sealed record OutboxRetried(int Effects) : Fact
{
    public override string Kind => "outbox.retried";

    public override string Subject => "outbox";
}
