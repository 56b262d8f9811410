namespace ChatOpsCompliance.Server.Console;

/// <summary>Addresses of the console.</summary>
internal static class ConsolePage
{
    public const string First = "/console";

    /// <summary>The address when it is a page of ours, else the first page: never one that came from outside.</summary>
    public static string OfOurs(string? address) =>
        address is not null && (address == First || address.StartsWith(First + "/", StringComparison.Ordinal) || address.StartsWith(First + "?", StringComparison.Ordinal)) && !address.Contains('\\', StringComparison.Ordinal) ? address : First;
}
