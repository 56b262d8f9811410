using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>GitHub did not answer, or told a part only, and what that means for who asked.</summary>
internal sealed class GitHubRefusedException(Delivery delivery, Exception? inner = null) : Exception($"{delivery}", inner)
{
    public Delivery Delivery => delivery;

    /// <summary>As those know it who know nothing of GitHub.</summary>
    public SourceOutageException AsOutage() => delivery switch
    {
        // Nothing waits in the outbox for it: it is asked again by itself.
        Delivery.Dead dead => new($"{dead.Why}. {dead.Cure.Replace($"; {GitHubRefusals.Retry}", "", StringComparison.Ordinal)}", inner: this),
        Delivery.Later later => new(later.Why, later.After, this),
        _ => new(Message, inner: this),
    };
}
