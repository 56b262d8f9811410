using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.People;

/// <summary>What the provider has proved of whoever signs in.</summary>
/// <param name="VerifiedEmail">Lower case; null when the provider names none or does not vouch for it.</param>
/// <param name="Claims">What the role claim says.</param>
/// <param name="FreshAt">When this sign-in was asked for, if they had to prove themselves anew for it, and did.</param>
public sealed record ProvenIdentity(string Issuer, string Subject, string? VerifiedEmail, IReadOnlyList<string> Claims, DateTimeOffset? FreshAt)
{
    public const string Platform = "oidc";

    private const int Longest = 100;

    /// <summary>As an account like those of chat, and linked as they are. What is too long for its column is known by its hash.</summary>
    public ChatAccount Account => new(Platform, Fitting(Issuer), Fitting(Subject));

    private static string Fitting(string text) => text.Length <= Longest ? text : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
