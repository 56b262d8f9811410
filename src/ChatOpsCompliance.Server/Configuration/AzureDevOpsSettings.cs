namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Gates:AzureDevOps</c>: the organisations whose checks are answered.</summary>
/// <param name="Hosts">Each ends with a slash. A waiting check names the address of its answer itself: it must begin with one of these.</param>
public sealed record AzureDevOpsSettings(IReadOnlyList<Uri> Hosts)
{
    /// <summary>Azure DevOps' own name in gate questions, lanes and logs.</summary>
    public const string Source = "azure-devops";

    public bool Knows(Uri address) => Hosts.Any(h => h.IsBaseOf(address));

    /// <summary>Null when the section is not there.</summary>
    internal static AzureDevOpsSettings? Read(SettingsReader reader)
    {
        const string key = "Gates:AzureDevOps";
        var hosts = reader.Text($"{key}:Hosts");
        if (!reader.Has(key)) return null;
        if (hosts is null) reader.Fault($"{key}:Hosts", "is missing: the addresses of the organisations, such as 'https://dev.azure.com/acme'");
        return new([.. (hosts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(h => reader.Address($"{key}:Hosts", h))]);
    }
}
