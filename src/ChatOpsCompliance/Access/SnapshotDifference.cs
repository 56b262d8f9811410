namespace ChatOpsCompliance.Access;

/// <summary>What came, went and changed between two snapshots of one system.</summary>
public sealed record SnapshotDifference(IReadOnlyList<Grant> Came, IReadOnlyList<Grant> Went, IReadOnlyList<(Grant Before, Grant After)> Changed)
{
    public static SnapshotDifference Between(IEnumerable<Grant> before, IEnumerable<Grant> after)
    {
        var old = before.ToDictionary(g => g.Key);
        var came = new List<Grant>();
        var changed = new List<(Grant, Grant)>();
        foreach (var grant in after)
        {
            if (!old.Remove(grant.Key, out var was)) came.Add(grant);
            else if (was != grant) changed.Add((was, grant));
        }

        return new(came, [.. old.Values], changed);
    }
}
