using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Evidence;

/// <summary>Evidence of a period left the service as one signed file.</summary>
/// <param name="Hash">SHA-256 of the whole file, lower-case hex: whoever has it can say that it is this one.</param>
/// <param name="Size">In bytes.</param>
/// <param name="LastEntry">The newest row of the audit log in it.</param>
/// <param name="By">Null at the shell.</param>
public sealed record BundleMade(DateOnly From, DateOnly To, string Hash, long Size, long LastEntry, string LastHash, Id<Person>? By) : Fact
{
    public override string Kind => "bundle.made";

    public override string Subject => $"bundle/{Hash}";
}

public sealed record NothingSigns() : Refusal("A bundle is signed, and no signing key is configured: set Evidence:SigningKey (make one: openssl ecparam -name prime256v1 -genkey -noout).");

public sealed record LogNotWhole(string Fault) : Refusal($"No bundle was made, since the audit log does not fit together: {Fault}. Run ledger verify and call your administrator.");

public sealed record BundleExists(string File) : Refusal($"{File} is there already. Take another name: evidence is never written over.");

public sealed record BundleTooLarge() : Refusal("This bundle would be larger than 4 GB. Take a shorter period.");
