using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// What the accounts of some removals still had in the extract that was their proof. The extract is walked once; each grant stands in a file with
/// where its account's grant before it stands, so that memory holds one number an account.
/// </summary>
internal sealed class LeftBehind
{
    private readonly Dictionary<string, long> last;
    private readonly BinaryReader grants;

    private LeftBehind(BinaryReader grants, Dictionary<string, long> last) => (this.grants, this.last) = (grants, last);

    /// <param name="file">Whoever gave it closes it.</param>
    public static async Task<LeftBehind> In(Read read, Id<Campaign> campaign, long snapshot, Stream file)
    {
        var newest = (await BundleStore.AccountsProvenBy(read, campaign, snapshot)).ToDictionary(a => a, _ => -1L, StringComparer.Ordinal);
        var writer = new BinaryWriter(file);
        await foreach (var (account, entitlement, environment) in BundleStore.Grants(read, snapshot))
        {
            if (!newest.TryGetValue(account, out var before)) continue;
            newest[account] = file.Position;
            writer.Write(before);
            writer.Write(Named(entitlement, environment));
        }

        return new(new(file), newest);
    }

    /// <summary>In the order of the extract.</summary>
    public IReadOnlyList<string> Of(string account)
    {
        var found = new List<string>();
        for (var at = last.GetValueOrDefault(account, -1); at >= 0;)
        {
            grants.BaseStream.Position = at;
            at = grants.ReadInt64();
            found.Add(grants.ReadString());
        }

        found.Reverse();
        return found;
    }

    public static string Named(string entitlement, string environment) => environment.Length > 0 ? $"{entitlement} ({environment})" : entitlement;
}
