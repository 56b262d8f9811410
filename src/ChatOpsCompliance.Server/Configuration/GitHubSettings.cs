using System.Globalization;
using System.Security.Cryptography;

namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Gates:GitHub</c>: the GitHub App whose protection rule is our gate. Secrets; never written anywhere.</summary>
public sealed record GitHubSettings
{
    /// <summary>GitHub's own name in gate questions, deployments, lanes and logs.</summary>
    public const string Source = "github";

    /// <summary>The App's number, as GitHub's settings page shows it.</summary>
    public required long AppId { get; init; }

    /// <summary>RSA private key of the App, PEM.</summary>
    public required string PrivateKey { get; init; }

    public required string WebhookSecret { get; init; }

    /// <summary>Ends with a slash. Requests go here and nowhere else, whatever address a webhook names.</summary>
    public required Uri ApiBaseUrl { get; init; }

    /// <summary>The entry of <c>Systems</c> whose account map says which person is behind a login.</summary>
    public required string System { get; init; }

    public override string ToString() => $"GitHub App {AppId.ToString(CultureInfo.InvariantCulture)} at {ApiBaseUrl}";

    /// <summary>Null when the section is not there.</summary>
    internal static GitHubSettings? Read(SettingsReader reader, IReadOnlyCollection<string> systems)
    {
        const string key = "Gates:GitHub";
        var (app, pem, secret) = (reader.Text($"{key}:AppId"), reader.Text($"{key}:PrivateKey"), reader.Text($"{key}:WebhookSecret"));
        var (address, system) = (reader.Text($"{key}:ApiBaseUrl") ?? "https://api.github.com", reader.Text($"{key}:System") ?? Source);
        if (!reader.Has(key)) return null;
        if (!long.TryParse(app, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0) reader.Fault($"{key}:AppId", "is missing or no number: the App ID on the App's settings page");
        if (pem is null) reader.Fault($"{key}:PrivateKey", "is missing: the private key (PEM) made on the App's settings page");
        else if (!IsPrivateKey(pem)) reader.Fault($"{key}:PrivateKey", "is no RSA private key in PEM of 2048 bits or more");
        if (secret is not { Length: >= 16 }) reader.Fault($"{key}:WebhookSecret", "is missing or shorter than 16 characters: without it nothing proves that a webhook comes from GitHub");
        if (!systems.Contains(system)) reader.Fault($"{key}:System", $"there is no system {system} under Systems, so nobody would be known behind a GitHub account");
        return new() { AppId = id, PrivateKey = pem ?? "", WebhookSecret = secret ?? "", ApiBaseUrl = reader.Address($"{key}:ApiBaseUrl", address), System = system };
    }

    private static bool IsPrivateKey(string pem)
    {
        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize >= 2048 && key.ExportParameters(includePrivateParameters: true).D is not null;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
